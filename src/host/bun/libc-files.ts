import { encodeUtf8 } from "../../go/utf8.js";
import type { Files } from "../files.js";
import type { LibC } from "./libc.js";
import { replaceByLibc } from "./libc-replace.js";

/** Flags of open(2) on Linux, the same on x64 and arm64. */
const closeOnExec = 0o2000000;
const forReading = closeOnExec;

/**
 * Files by calls of the C library. What does not simply succeed is done again by the files that `others` loads: they
 * know why it fails, and what then.
 */
export function createLibcFiles(libc: LibC, others: () => Files): Files {
  const tryRead = (path: string, most?: number) => {
    const file = path.includes("\0") ? -1 : libc.open(encodeUtf8(`${path}\0`), forReading, 0);
    if (file < 0) return null;
    const { octets, isWhole } = readToEnd(libc, file, most);
    libc.close(file);
    return isWhole ? octets : null;
  };
  return {
    tryRead,
    read: (path) => tryRead(path) ?? others().read(path),
    write(list) {
      if (!replaceByLibc(libc, list)) others().write(list);
    },
    print(descriptor, octets) {
      const size = writeOut(libc, descriptor, octets);
      if (size < octets.length) others().print(descriptor, octets.subarray(size));
    },
  };
}

/** What can be read from an open file, and whether that is all up to its end; past `most` nothing is asked for. */
export function readToEnd(
  libc: Pick<LibC, "read">,
  file: number,
  most = Number.POSITIVE_INFINITY,
): { readonly octets: Uint8Array; readonly isWhole: boolean } {
  let octets = new Uint8Array(0x2000);
  let size = 0;
  for (;;) {
    const count = libc.read(file, octets.subarray(size), octets.length - size);
    if (count <= 0) return { octets: octets.subarray(0, size), isWhole: count === 0 };
    size += count;
    if (size > most) return { octets: octets.subarray(0, size), isWhole: false };
    if (size < octets.length) continue;
    const longer = new Uint8Array(octets.length * 4);
    longer.set(octets);
    octets = longer;
  }
}

/** How many octets could be written. */
export function writeOut(libc: LibC, file: number, octets: Uint8Array): number {
  let at = 0;
  while (at < octets.length) {
    const count = libc.write(file, octets.subarray(at), octets.length - at);
    if (count <= 0) break;
    at += count;
  }
  return at;
}
