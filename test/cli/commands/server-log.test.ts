import { createServerLog } from "../../../src/cli/commands/server-log.js";

function createWorld() {
  const written: string[] = [];
  const world = { now: Date.parse("2026-02-03T04:05:06.900Z"), formatted: 0 };
  let wake = () => {};
  const { log, flush } = createServerLog(1n, {
    stderr: (text) => void written.push(text),
    wait: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
    now: () => world.now,
    localTime(at) {
      world.formatted++;
      return new Date(at).toISOString().slice(0, 19);
    },
  });
  const wait = async () => {
    wake();
    await Promise.resolve();
  };
  return { log, flush, written, world, wait };
}

test("the lines of a moment are written together, in their order", async () => {
  const { log, written, wait } = createWorld();
  log.info("a");
  log.plain("b");
  log.debug("not shown");
  expect(written).toEqual([]);
  await wait();
  expect(written).toEqual(["2026-02-03T04:05:06 [INFO] a\n2026-02-03T04:05:06 b\n"]);
  log.error("c");
  await wait();
  expect(written).toHaveLength(2);
});

test("what waits is written at once when somebody else is about to write", () => {
  const { log, flush, written } = createWorld();
  log.warning("a");
  flush();
  flush();
  expect(written).toEqual(["2026-02-03T04:05:06 [WARNING] a\n"]);
});

test("a moment is formatted once a second", () => {
  const { log, flush, written, world } = createWorld();
  log.info("a");
  log.info("b");
  world.now += 200;
  log.info("c");
  flush();
  expect(world.formatted).toBe(2);
  expect(written.join("").split("\n")[2]).toBe("2026-02-03T04:05:07 [INFO] c");
});
