import { bufferLog, createLogger } from "../../src/cfssl/log.js";

test("lines that are held back come in their order when they are let go, and the later ones at once", () => {
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
