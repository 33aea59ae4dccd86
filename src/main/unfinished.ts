import { internalError } from "../cli/exit-code.js";
import type { Host } from "../host/host.js";

/**
 * Reports a program that never finished. A process ends with success when its event loop has nothing left to wait for,
 * even if the program still waits: for a stream that the runtime has forgotten, say. After this call it prints an error
 * and fails instead.
 */
export function failIfUnfinished(host: Pick<Host, "stderr">): void {
  process.once("beforeExit", () => {
    if (process.exitCode !== undefined) return;
    process.exitCode = internalError;
    host.stderr("The program ended before its work was done. This is a bug in cfssl-ts: please report it.\n");
  });
}
