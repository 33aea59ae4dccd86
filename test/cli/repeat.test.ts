import { repeatUntilStopped } from "../../src/cli/repeat.js";

/** A host whose clock only moves while somebody waits, or as a round says, and that is stopped by the test. */
function createScripted() {
  let now = 1_000_000;
  let stop = () => {};
  const waits: number[] = [];
  const isToldToStop = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    waits,
    stop: () => stop(),
    pass(milliseconds: number) {
      now += milliseconds;
    },
    host: {
      now: () => now,
      async wait(milliseconds: number) {
        waits.push(milliseconds);
        now += milliseconds;
      },
      async untilStopped(finish: () => Promise<void>) {
        await isToldToStop;
        await finish();
      },
    },
  };
}

test.each<[string, number, readonly number[], readonly number[]]>([
  ["comes after the rest of the time", 1000, [300, 0, 999], [700, 1000, 1]],
  ["comes at once after a round that took longer", 1000, [1000, 5000, 10], [990]],
  ["does not come later because the clock was set back", 1000, [-90_000, 0], [1000, 1000]],
  ["may come after more than a timer can wait", 2 ** 31 + 5, [0], [2 ** 31 - 1, 6]],
])("the next round %s", async (_, every, lasts, waits) => {
  const scripted = createScripted();
  let rounds = 0;
  await repeatUntilStopped(every, scripted.host, async () => {
    const last = lasts[rounds++];
    if (last === undefined) scripted.stop();
    else scripted.pass(last);
    // The stop arrives while the last round works.
    if (last === undefined) await new Promise((resolve) => setImmediate(resolve));
  });
  expect(scripted.waits).toEqual(waits);
  expect(rounds).toBe(lasts.length + 1);
});

test("a round in work is told to stop, and waited for", async () => {
  const { host, stop } = createScripted();
  const told: boolean[] = [];
  await repeatUntilStopped(1000, host, async (isStopped) => {
    told.push(isStopped());
    stop();
    await new Promise((resolve) => setImmediate(resolve));
    told.push(isStopped());
  });
  expect(told).toEqual([false, true]);
});

test("a stop does not wait for the next round", async () => {
  const { host, stop } = createScripted();
  let rounds = 0;
  const wait = () => {
    stop();
    return new Promise<void>(() => {});
  };
  await repeatUntilStopped(1000, { ...host, wait }, async () => void rounds++);
  expect(rounds).toBe(1);
});

test("what a round throws ends the program", async () => {
  const { host } = createScripted();
  const failing = repeatUntilStopped(1000, host, async () => {
    throw new Error("a fault");
  });
  await expect(failing).rejects.toThrow("a fault");
});
