import type { Host } from "../host/host.js";
import { chooseRelease, unknownLevel } from "../release/choose-release.js";
import { levelInName } from "../release/level-in-name.js";
import type { Release } from "../release/release.js";
import { exitCodeFor } from "./exit-code.js";

/** A program: it does its work in the world that `host` is, and answers the exit code. */
export type Program = (host: Host) => Promise<number>;

/**
 * Chooses the release and runs a program's body. CFSSL_COMPAT says which, or else the program's name, which survives
 * where the environment is cleared. Every error that the body throws becomes its line on standard error and its exit
 * code.
 */
export async function runProgram(host: Host, body: (release: Release) => Promise<number>): Promise<number> {
  const compat = host.env("CFSSL_COMPAT");
  const release = chooseRelease(compat || levelInName(host.programName));
  if (!release) {
    host.stderr(`${unknownLevel("CFSSL_COMPAT", compat ?? "")}\n`);
    return 2;
  }
  try {
    return await body(release);
  } catch (error) {
    return exitCodeFor(error, host, release.issuing.json);
  }
}
