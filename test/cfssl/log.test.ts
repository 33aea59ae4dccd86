import { bufferLog, createLogger } from "../../src/cfssl/log.js";

test("flush prints the held lines in order, and later lines are printed at once", () => {
  const lines: string[] = [];
  const log = createLogger(
    0n,
    () => "NOW",
    (line) => lines.push(line),
  );
  const { held, flush } = bufferLog(log);
  held.debug("first of the held");
  log.info("said meanwhile");
  held.warning("second of the held");
  expect(lines).toEqual(["NOW [INFO] said meanwhile\n"]);
  flush();
  held.error("afterwards");
  flush();
  expect(lines.slice(1)).toEqual([
    "NOW [DEBUG] first of the held\n",
    "NOW [WARNING] second of the held\n",
    "NOW [ERROR] afterwards\n",
  ]);
});

const all = ["[DEBUG] d", "[INFO] i", "[WARNING] w", "[ERROR] e", "[CRITICAL] c"];

test.each([
  [0n, all],
  [1n, all.slice(1)],
  [2n, all.slice(2)],
  [3n, all.slice(3)],
  [4n, all.slice(4)],
  [5n, []],
  [-1n, all],
] as const)("lines are printed from -loglevel %s on, and those of another library always", (threshold, expected) => {
  const lines: string[] = [];
  const log = createLogger(
    threshold,
    () => "NOW",
    (line) => lines.push(line),
  );
  log.debug("d");
  log.info("i");
  log.warning("w");
  log.error("e");
  log.critical("c");
  log.plain("p\n");
  expect(lines).toEqual([...expected.map((line) => `NOW ${line}\n`), "NOW p\n"]);
  expect(log.showsDebug).toBe(threshold <= 0n);
});
