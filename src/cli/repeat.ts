import type { Host } from "../host/host.js";

/** The longest time that a timer of the runtimes takes, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * Does a round of work at once, and then each `every` milliseconds, or as soon as a longer round ends, until the program
 * is told to stop. The round in work is told so by `isStopped`, and waited for. What it throws ends the program.
 */
export async function repeatUntilStopped(
  every: number,
  host: Pick<Host, "now" | "wait" | "untilStopped">,
  round: (isStopped: () => boolean) => Promise<void>,
): Promise<void> {
  let stop = () => {};
  let isStopped = false;
  const stopped = new Promise<void>((resolve) => {
    stop = () => {
      isStopped = true;
      resolve();
    };
  });
  const work = (async () => {
    while (!isStopped) {
      const began = host.now();
      await round(() => isStopped);
      // A clock that was set back must not make the pause longer.
      let left = Math.min(every, every - (host.now() - began));
      for (; left > 0 && !isStopped; left -= longestTimer) {
        await Promise.race([host.wait(Math.min(left, longestTimer)), stopped]);
      }
    }
  })();
  // Only a fault of the work ends it here: after its end, the signal does.
  const failed = new Promise<never>((_, reject) => void work.catch(reject));
  const ended = host.untilStopped(async () => {
    stop();
    await work;
  });
  await Promise.race([failed, ended]);
}
