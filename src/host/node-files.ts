import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { concat } from "../go/bytes.js";
import { GoError } from "../go/errors.js";
import type { Files, NewFile } from "./files.js";
import { nodeFileCalls, pathBytes, writeWhole } from "./node-file-calls.js";
import { type FileCalls, replaceFiles } from "./replace-files.js";
import { sleep } from "./sleep.js";
import { systemReason } from "./system/errors.js";

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Files through node:fs, and through `calls` where files are replaced. */
export function createNodeFiles(calls: FileCalls): Files {
  return {
    tryRead,
    read: (path) => withPath(path, () => readFileSync(pathBytes(path))),
    write: (files) => write(calls, files),
    print,
  };
}

/** Files through node:fs alone. */
export const nodeFiles = createNodeFiles(nodeFileCalls);

function tryRead(path: string, most?: number): Uint8Array | null {
  try {
    return most === undefined ? readFileSync(pathBytes(path)) : readUpTo(path, most);
  } catch {
    return null;
  }
}

/** Null for a file of more than `most` bytes: some have no end (/dev/zero). */
function readUpTo(path: string, most: number): Uint8Array | null {
  const file = openSync(pathBytes(path), "r");
  try {
    const parts: Uint8Array[] = [];
    for (let size = 0; size <= most; ) {
      const part = new Uint8Array(0x10000);
      const count = readSync(file, part);
      if (count === 0) return concat(parts);
      parts.push(part.subarray(0, count));
      size += count;
    }
    return null;
  } finally {
    closeSync(file);
  }
}

function write(calls: FileCalls, files: readonly NewFile[]): void {
  if (files.length > 1 && replace(calls, files)) return;
  for (const file of files) if (!replace(calls, [file])) withPath(file.path, () => writeInPlace(file));
}

/** Ignores the signals by which a user ends a program: temporary files would stay behind. */
function replace(calls: FileCalls, files: readonly NewFile[]): boolean {
  const ignore = () => {};
  for (const signal of endingSignals) process.on(signal, ignore);
  try {
    return replaceFiles(calls, files, throwIfFull);
  } finally {
    for (const signal of endingSignals) process.off(signal, ignore);
  }
}

/**
 * Throws if the disk is full. What did not fit beside a file must not be written in its place: that would lose the old
 * contents.
 */
function throwIfFull(path: string, cause: unknown): void {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  const isFull = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
  if (!isFull && (code !== "EIO" || syscall === "open")) return;
  withPath(path, () => {
    throw cause;
  });
}

/** As Go's os.WriteFile: the mode counts only for a new file, and an existing one is truncated in place. */
function writeInPlace({ path, bytes, mode }: NewFile): void {
  const file = openSync(pathBytes(path), "w", mode);
  try {
    writeWhole(file, bytes);
  } finally {
    closeSync(file);
  }
}

/** Some systems report only at the sync of a file that it does not fit. */
function isWriting(syscall: string | undefined): boolean {
  return syscall === "write" || syscall === "fdatasync" || syscall === "fsync";
}

function withPath<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { syscall } = cause as NodeJS.ErrnoException;
    const text = systemReason(cause as NodeJS.ErrnoException);
    if (text === undefined) throw cause;
    const operation = syscall === "read" ? "read" : isWriting(syscall) ? "write" : "open";
    throw new GoError(`${operation} ${path}: ${text}`, { cause });
  }
}

/** Writes all bytes. If the reader has gone, the program ends, as any other in a pipeline does. */
function print(descriptor: 1 | 2, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      // Windows has two codes for this.
      if (code === "EPIPE" || code === "EOF") process.exit(141);
      if (code !== "EAGAIN") {
        reportLostOutput(descriptor, cause as NodeJS.ErrnoException);
        return;
      }
      sleep(1);
    }
  }
}

/** Upstream carries on when its output cannot be written. Here a lost result must not look like success. */
function reportLostOutput(descriptor: 1 | 2, cause: NodeJS.ErrnoException): void {
  if (descriptor === 1) throw new GoError(`write /dev/stdout: ${systemReason(cause) ?? cause.message}`, { cause });
}
