import { existsSync } from "node:fs";

/** Go's texts for the error codes of Unix. */
const unix: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
  ENXIO: "no such device or address",
  ENOSPC: "no space left on device",
  EROFS: "read-only file system",
  EMFILE: "too many open files",
  ETXTBSY: "text file busy",
  EPERM: "operation not permitted",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EBADF: "bad file descriptor",
  EFBIG: "file too large",
  EDQUOT: "disk quota exceeded",
};

/** The texts of Windows, which Go asks for in English. */
const windows: Readonly<Record<string, string>> = {
  EACCES: "Access is denied.",
  EPERM: "Access is denied.",
  EISDIR: "is a directory",
  EBUSY: "The process cannot access the file because it is being used by another process.",
  ENAMETOOLONG: "The filename or extension is too long.",
  ENOSPC: "There is not enough space on the disk.",
  EROFS: "The media is write protected.",
  EMFILE: "The system cannot open the file.",
  EINVAL: "The parameter is incorrect.",
  EBADF: "The handle is invalid.",
  EIO: "The request could not be performed because of an I/O device error.",
};

/** Go's text for an error of the operating system with a file; undefined for an unknown code. */
export function systemReason(cause: NodeJS.ErrnoException, platform = process.platform): string | undefined {
  const { code = "", syscall, path } = cause;
  if (platform !== "win32") return unix[code];
  if (code === "ENOENT") return missingOnWindows(String(path ?? ""));
  // Go opens a directory like a file, and fails at the first read.
  if (code === "EISDIR" && syscall === "read") return "Incorrect function.";
  return windows[code];
}

/** Windows has several texts for a missing file, where the runtime has one code. */
function missingOnWindows(path: string): string {
  const folder = path.replace(/[^\\/]*$/, "");
  if (/[<>"|?*]/.test(path.slice(folder.length))) {
    return "The filename, directory name, or volume label syntax is incorrect.";
  }
  if (folder === "" || existsSync(folder)) return "The system cannot find the file specified.";
  if (/^[\\/]{2}[^?.\\/]/.test(path)) return "The network path was not found.";
  return "The system cannot find the path specified.";
}
