import type { Host } from "../host/host.js";
import { chooseRelease, unknownLevel } from "../release/choose-release.js";
import { levelInName } from "../release/level-in-name.js";
import type { Release } from "../release/release.js";
import { exitCodeFor } from "./exit-code.js";

/** A program: does its work through `host` and returns the exit code. */
export type Program = (host: Host) => Promise<number>;

/**
 * Chooses the release and runs a program's body. CFSSL_COMPAT names the release, or else the program's own name does,
 * which works where the environment is cleared. An error of the body is printed and becomes the exit code.
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
