import type { ShellOutcome } from "./shell.js";

/** Reads that follow each other without a pause. */
export interface Reads {
  readonly failures: readonly ShellOutcome[];
  /** Ends them, once some more have been done. */
  stop(): Promise<void>;
}

/**
 * Does a read again and again, in the background. It keeps those that fail twice, because a server that ends may break
 * off one, and each that fails because of a certificate.
 */
export function readAllTheTime(read: () => Promise<ShellOutcome>): Reads {
  const failures: ShellOutcome[] = [];
  let left = Number.POSITIVE_INFINITY;
  const running = (async () => {
    for (; left > 0; left--) {
      const first = await read();
      if (/x509|tls|certificate|authori[sz]/i.test(first.stderr)) failures.push(first);
      else if (first.exitCode !== 0) {
        const again = await read();
        if (again.exitCode !== 0) failures.push(again);
      }
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
