import { GoPanic } from "../go/errors.js";
import type { Host } from "../host/host.js";
import { chooseRelease, levelInName, unknownLevel } from "../release/choose-release.js";
import type { Release } from "../release/release.js";

/** A program: it does its work in the world that `host` is, and answers the exit code. */
export type Program = (host: Host) => Promise<number>;

/** Our own fault (sysexits.h: EX_SOFTWARE); upstream has no such code. */
export const internalError = 70;

/**
 * Chooses the release and runs a program's body. CFSSL_COMPAT says which, or else the program's name, which survives
 * where the environment is cleared. Every error that the body throws becomes its line on standard error and
 * its exit code: 1 for an error of upstream's, 2 where upstream crashes, 70 with an apology for a bug of ours.
 */
export async function runProgram(host: Host, body: (release: Release) => Promise<number>): Promise<number> {
  const compat = host.env("CFSSL_COMPAT");
  const release = chooseRelease(compat || levelInName(host.programName));
  if (!release) {
    host.stderr(`${unknownLevel(compat ?? "")}\n`);
    return 2;
  }
  try {
    return await body(release);
  } catch (error) {
    if (error instanceof GoPanic) {
      host.stderr(`${error.message}\n`);
      return 2;
    }
    // A run without an error does not load what words one.
    const { errorText, isExpected } = await import("../cfssl/errors.js");
    if (isExpected(error)) {
      host.stderr(`${errorText(error, release.issuing.json)}\n`);
      return 1;
    }
    host.stderr("Sorry, this is a bug in cfssl-ts, not in your input. Please report it with what follows.\n");
    host.stderr(`${error instanceof Error ? error.stack : String(error)}\n`);
    return internalError;
  }
}
