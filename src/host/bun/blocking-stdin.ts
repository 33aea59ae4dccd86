import { readSync } from "node:fs";
import { GoError } from "../../go/errors.js";
import { sleep } from "../sleep.js";
import { systemReason } from "../system/errors.js";
import { readToEnd } from "./libc-files.js";

/**
 * Error codes that mean the end of the input: the writer has gone (Windows has two codes for that), or standard input
 * is closed.
 */
const endCodes: readonly string[] = ["EOF", "EPIPE", "EBADF"];

/** More does not make it faster. */
const partSize = 1 << 18;

/** The longest pause before looking at an idle input again, in milliseconds. */
const longestSleep = 16;

/**
 * Reads the rest of standard input with blocking calls. Bun's own streams will not do: on Windows they do not keep the
 * program alive until the input arrives.
 *
 * @throws GoError with Go's text: `read /dev/stdin: is a directory`
 */
export function readStdin(): Uint8Array {
  return readToEnd({ read }, 0).bytes;
}

/** Reads the rest of standard input in parts of some size, which hold only until the next one. */
export function* stdinParts(): Iterable<Uint8Array> {
  const buffer = new Uint8Array(partSize);
  for (;;) {
    const length = read(0, buffer);
    if (length === 0) return;
    yield buffer.subarray(0, length);
  }
}

function read(file: number, bytes: Uint8Array): number {
  for (let pause = 1; ; pause = Math.min(2 * pause, longestSleep)) {
    try {
      return readSync(file, bytes);
    } catch (cause) {
      const { code = "" } = cause as NodeJS.ErrnoException;
      if (endCodes.includes(code)) return 0;
      // A terminal or a non-blocking pipe may have more to read later.
      if (code !== "EAGAIN") throw stdinError(cause as NodeJS.ErrnoException);
      sleep(pause);
    }
  }
}

function stdinError(cause: NodeJS.ErrnoException): GoError {
  return new GoError(`read /dev/stdin: ${systemReason(cause) ?? cause.message}`, { cause });
}
