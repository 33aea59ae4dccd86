import { encodeUtf8 } from "../../go/utf8.js";
import type { Files } from "../files.js";
import type { LibC } from "./libc.js";
import { replaceByLibc } from "./libc-replace.js";

/** Flags of open(2) on Linux, the same on x64 and arm64. */
const closeOnExec = 0o2000000;
const forReading = closeOnExec;

/**
 * Files through calls of the C library. If a call fails, the files that `others` loads try again: they know the reasons
 * for errors, and what to do then.
 */
export function createLibcFiles(libc: LibC, others: () => Files): Files {
  const tryRead = (path: string, most?: number) => {
    const file = path.includes("\0") ? -1 : libc.open(encodeUtf8(`${path}\0`), forReading, 0);
    if (file < 0) return null;
    const { bytes, isWhole } = readToEnd(libc, file, most);
    libc.close(file);
    return isWhole ? bytes : null;
  };
  return {
    tryRead,
    read: (path) => tryRead(path) ?? others().read(path),
    write(list) {
      if (!replaceByLibc(libc, list)) others().write(list);
    },
    print(descriptor, bytes) {
      const size = writeOut(libc, descriptor, bytes);
      if (size < bytes.length) others().print(descriptor, bytes.subarray(size));
    },
  };
}

/**
 * Reads an open file to its end, or until it has read more than `most` bytes. `isWhole` is false if it stopped early or
 * a read failed.
 */
export function readToEnd(
  libc: Pick<LibC, "read">,
  file: number,
  most = Number.POSITIVE_INFINITY,
): { readonly bytes: Uint8Array; readonly isWhole: boolean } {
  let bytes = new Uint8Array(0x2000);
  let size = 0;
  for (;;) {
    const count = libc.read(file, bytes.subarray(size), bytes.length - size);
    if (count <= 0) return { bytes: bytes.subarray(0, size), isWhole: count === 0 };
    size += count;
    if (size > most) return { bytes: bytes.subarray(0, size), isWhole: false };
    if (size < bytes.length) continue;
    const longer = new Uint8Array(bytes.length * 4);
    longer.set(bytes);
    bytes = longer;
  }
}

/** Writes as many bytes as it can, and returns their number. */
function writeOut(libc: LibC, file: number, bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const count = libc.write(file, bytes.subarray(at), bytes.length - at);
    if (count <= 0) break;
    at += count;
  }
  return at;
}
