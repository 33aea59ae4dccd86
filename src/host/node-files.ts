import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { concat } from "../go/bytes.js";
import { GoError } from "../go/errors.js";
import { encodeUtf8, isValidUtf8 } from "../go/utf8.js";
import type { Files } from "./files.js";
import { sleep } from "./sleep.js";
import { systemReason } from "./system-errors.js";

/** Files by node:fs. */
export const nodeFiles: Files = {
  tryRead,
  read: (path) => withPath(path, () => readFileSync(pathOctets(path))),
  write: (path, octets, mode) => withPath(path, () => writeWhole(path, octets, mode)),
  print,
};

function tryRead(path: string, most?: number): Uint8Array | null {
  try {
    return most === undefined ? readFileSync(pathOctets(path)) : readUpTo(path, most);
  } catch {
    return null;
  }
}

/** A file may be without end: /dev/zero. */
function readUpTo(path: string, most: number): Uint8Array | null {
  const file = openSync(pathOctets(path), "r");
  try {
    const parts: Uint8Array[] = [];
    for (let size = 0; size <= most; ) {
      const part = new Uint8Array(0x10000);
      const count = readSync(file, part);
      if (count === 0) return concat(...parts);
      parts.push(part.subarray(0, count));
      size += count;
    }
    return null;
  } finally {
    closeSync(file);
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
    const { syscall } = cause as NodeJS.ErrnoException;
    const text = systemReason(cause as NodeJS.ErrnoException);
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
      // Windows says it in two ways.
      if (code === "EPIPE" || code === "EOF") process.exit(141);
      if (code !== "EAGAIN") {
        loseOutput(descriptor, cause as NodeJS.ErrnoException);
        return;
      }
      sleep(1);
    }
  }
}

/** Upstream goes on where its output cannot be written; a result that is lost must not look like success. */
function loseOutput(descriptor: 1 | 2, cause: NodeJS.ErrnoException): void {
  if (descriptor === 1) throw new GoError(`write /dev/stdout: ${systemReason(cause) ?? cause.message}`, { cause });
}
