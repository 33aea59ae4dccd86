import { internalError } from "../cli/exit-code.js";
import type { Host } from "../host/host.js";

/**
 * A process whose event loop has nothing left to wait for ends with success, even if its program still waits: for a
 * stream that the runtime has forgotten, say. From here on it says so, and fails.
 */
export function failIfUnfinished(host: Pick<Host, "stderr">): void {
  process.once("beforeExit", () => {
    if (process.exitCode !== undefined) return;
    process.exitCode = internalError;
    host.stderr("The program ended before its work was done. This is a bug in cfssl-ts: please report it.\n");
  });
}
