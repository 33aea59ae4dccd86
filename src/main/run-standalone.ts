import type { Program } from "../cli/program.js";
import { createBunHost } from "../host/bun/bun-host.js";
import { failIfUnfinished } from "./unfinished.js";

/** Runs a program in this process, which ends with the program's exit code. `called` is its name as typed. */
export async function runStandalone(called: string, load: () => Promise<Program>): Promise<void> {
  const host = createBunHost(called);
  failIfUnfinished(host);
  const program = await load();
  // All output is written by then. What may still run is the search for an RSA key that lost its race (crypto/keys).
  host.exit(await program(host));
}
