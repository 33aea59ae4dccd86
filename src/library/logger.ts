import { createLogger as createCoreLogger, type Logger } from "../cfssl/log.js";
import { type Given, givenFunction, wrongKind } from "./argument.js";

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
 * const log = createLogger(1, () => "2030/01/01 00:00:00", (line) => lines.push(line));
 * await genkey({ CN: "web" }, { log });
 * console.log(lines[0]?.trim()); // 2030/01/01 00:00:00 [INFO] generate received request
 * ```
 *
 * @throws TypeError for an argument of a wrong kind, RangeError for a threshold that is no whole number
 */
export function createLogger(threshold: number | bigint, stamp: () => string, write: (line: string) => void): Logger {
  const level = givenThreshold({ name: "threshold", value: threshold });
  const stampOf = givenFunction<[]>({ name: "stamp", value: stamp });
  const writeTo = givenFunction<[string]>({ name: "write", value: write });
  return createCoreLogger(
    level,
    () => String(stampOf()),
    (line) => {
      writeTo(line);
    },
  );
}

function givenThreshold(given: Given): bigint {
  const { name, value } = given;
  if (typeof value === "bigint") return value;
  if (typeof value !== "number") throw wrongKind(given, "a number");
  if (!Number.isInteger(value)) throw new RangeError(`${name} must be a whole number`);
  return BigInt(value);
}
