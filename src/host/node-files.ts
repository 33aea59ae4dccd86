import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { GoError } from "../go/errors.js";
import { encodeUtf8, isValidUtf8 } from "../go/utf8.js";
import type { Files } from "./files.js";

/** Texts of the operating system's errors as Go words them. */
const systemErrors: Readonly<Record<string, string>> = {
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

/** Files by node:fs. */
export const nodeFiles: Files = {
  tryRead,
  read: (path) => withPath(path, () => readFileSync(pathOctets(path))),
  write: (path, octets, mode) => withPath(path, () => writeWhole(path, octets, mode)),
  print,
};

function tryRead(path: string): Uint8Array | null {
  try {
    return readFileSync(pathOctets(path));
  } catch {
    return null;
  }
}

/** As Go's os.WriteFile: the mode counts for a new file only, an existing one is truncated in place. */
function writeWhole(path: string, octets: Uint8Array, mode: number): void {
  const file = openSync(pathOctets(path), "w", mode);
  try {
    for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at);
  } finally {
    closeSync(file);
  }
}

/** The path for the system, which knows octets; a runtime would encode what is no UTF-8 as something else. */
function pathOctets(path: string): string | Buffer {
  return isValidUtf8(path) ? path : Buffer.from(encodeUtf8(path));
}

function withPath<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    const text = systemErrors[code ?? ""];
    if (text === undefined) throw cause;
    throw new GoError(`${syscall === "read" ? "read" : syscall === "write" ? "write" : "open"} ${path}: ${text}`, {
      cause,
    });
  }
}

/** A reader that has gone ends the program, as it ends any other one in a pipeline. */
function print(descriptor: 1 | 2, octets: Uint8Array): void {
  for (let at = 0; at < octets.length; ) {
    try {
      at += writeSync(descriptor, octets, at);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EPIPE") process.exit(141);
      if (code !== "EAGAIN") {
        loseOutput(descriptor, cause as NodeJS.ErrnoException);
        return;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Upstream goes on where its output cannot be written; a result that is lost must not look like success. */
function loseOutput(descriptor: 1 | 2, cause: NodeJS.ErrnoException): void {
  if (descriptor === 1)
    throw new GoError(`write /dev/stdout: ${systemErrors[cause.code ?? ""] ?? cause.message}`, { cause });
}
