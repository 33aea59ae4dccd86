import { GoError, GoPanic } from "../go/errors.js";
import type { JsonRules } from "../go/json/encode.js";
import type { Host } from "../host/host.js";

/** Our own fault (sysexits.h: EX_SOFTWARE); upstream has no such code. */
const internalError = 70;

/**
 * Runs a program's body; every error that it throws becomes its line on standard error and its exit code: 1 for an
 * error of upstream's, 2 where upstream crashes, 70 with an apology for a defect of ours.
 */
export async function runProgram(host: Host, rules: JsonRules, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof GoPanic) {
      host.stderr(`${error.message}\n`);
      return 2;
    }
    // A run without an error does not load what words one.
    const { CfsslError, errorText } = await import("../cfssl/errors.js");
    if (error instanceof CfsslError || error instanceof GoError) {
      host.stderr(`${errorText(error, rules)}\n`);
      return 1;
    }
    host.stderr(`Sorry, this is a defect of the program and not of your input. Please report it with what follows.\n`);
    host.stderr(`${error instanceof Error ? error.stack : String(error)}\n`);
    return internalError;
  }
}
