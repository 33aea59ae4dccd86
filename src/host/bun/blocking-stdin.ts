import { readSync } from "node:fs";
import { GoError } from "../../go/errors.js";
import { sleep } from "../sleep.js";
import { systemReason } from "../system-errors.js";
import { readToEnd } from "./libc-files.js";

/** The writer has gone (Windows has two ways to say so), or standard input is closed. */
const endCodes: readonly string[] = ["EOF", "EPIPE", "EBADF"];

/** Idle readers look again after this many milliseconds at the latest. */
const longestSleep = 16;

/**
 * The rest of standard input, read by blocking calls. The runtime's own streams are no alternative: on Windows
 * Bun's do not keep the program alive until the input has come.
 *
 * @throws GoError with Go's text: `read /dev/stdin: is a directory`
 */
export function readStdin(): Uint8Array {
  return readToEnd({ read }, 0).bytes;
}

function read(file: number, bytes: Uint8Array): number {
  for (let pause = 1; ; pause = Math.min(2 * pause, longestSleep)) {
    try {
      return readSync(file, bytes);
    } catch (cause) {
      const { code = "" } = cause as NodeJS.ErrnoException;
      if (endCodes.includes(code)) return 0;
      // A terminal or a pipe that does not block: there may be more later.
      if (code !== "EAGAIN") throw stdinError(cause as NodeJS.ErrnoException);
      sleep(pause);
    }
  }
}

function stdinError(cause: NodeJS.ErrnoException): GoError {
  return new GoError(`read /dev/stdin: ${systemReason(cause) ?? cause.message}`, { cause });
}
