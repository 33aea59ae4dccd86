import type { Program } from "../cli/program.js";
import { createBunHost } from "../host/bun/bun-host.js";
import { failIfUnfinished } from "./unfinished.js";

/** Runs a program as this process, which ends with the program's exit code. `called` is its name as typed. */
export async function runStandalone(called: string, load: () => Promise<Program>): Promise<void> {
  const host = createBunHost(called);
  failIfUnfinished(host);
  const program = await load();
  // All is written by then; what still runs is the search for a key that lost its race (crypto/keys).
  host.exit(await program(host));
}
