import { createLogger as createCoreLogger, type Logger } from "../cfssl/log.js";
import { givenFunction, wrongKind } from "./argument.js";

/**
 * A logger of upstream's lines: `YYYY/MM/DD HH:MM:SS [LEVEL] message`.
 *
 * @param threshold the number given with -loglevel; 0 is DEBUG, 5 FATAL
 * @param stamp the moment of a line
 * @param write gets each line with its newline
 * @throws TypeError for arguments of a wrong kind
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
