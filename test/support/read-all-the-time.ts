import type { ShellOutcome } from "./shell.js";

/** Reads that follow each other without a pause. */
export interface Reads {
  readonly failures: readonly ShellOutcome[];
  /** Ends them, once some more have been done. */
  stop(): Promise<void>;
}

/** Does a read again and again, in the background, and keeps those that fail. */
export function readAllTheTime(read: () => Promise<ShellOutcome>): Reads {
  const failures: ShellOutcome[] = [];
  let left = Number.POSITIVE_INFINITY;
  const running = (async () => {
    for (; left > 0; left--) {
      const outcome = await read();
      if (outcome.exitCode !== 0) failures.push(outcome);
    }
  })();
  return {
    failures,
    async stop() {
      left = 3;
      await running;
    },
  };
}
