import { createLogger as createCoreLogger, type Logger } from "../cfssl/log.js";
import { givenFunction, wrongKind } from "./argument.js";

/**
 * Makes a logger that writes upstream's lines: `YYYY/MM/DD HH:MM:SS [LEVEL] message`.
 *
 * @param threshold the number for -loglevel: 0 is DEBUG, 5 FATAL
 * @param stamp returns the date and time of a line
 * @param write gets each line with its newline
 *
 * @example
 * ```ts
 * import { createLogger, genkey } from "cfssl-ts";
 *
 * const lines: string[] = [];
 * const log = createLogger(1n, () => "2030/01/01 00:00:00", (line) => lines.push(line));
 * await genkey({ CN: "web" }, { log });
 * console.log(lines[0]?.trim()); // 2030/01/01 00:00:00 [INFO] generate received request
 * ```
 *
 * @throws TypeError for an argument of a wrong kind
 */
export function createLogger(threshold: bigint, stamp: () => string, write: (line: string) => void): Logger {
  const given = { name: "threshold", value: threshold };
  if (typeof given.value !== "bigint") throw wrongKind(given, "a bigint");
  const stampOf = givenFunction<[]>({ name: "stamp", value: stamp });
  const writeTo = givenFunction<[string]>({ name: "write", value: write });
  return createCoreLogger(
    threshold,
    () => String(stampOf()),
    (line) => {
      writeTo(line);
    },
  );
}
