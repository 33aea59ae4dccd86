import { GoPanic } from "../go/errors.js";
import type { JsonRules } from "../go/json/encode.js";
import type { Host } from "../host/host.js";

/** Our own fault (sysexits.h: EX_SOFTWARE); upstream has no such code. */
export const internalError = 70;

/** A refusal of a command of ours, by the exit code that its manual page says. Its message is printed. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/**
 * Prints an error on standard error and returns the exit code: 1 for an error of upstream's, 2 where upstream crashes,
 * 70 with an apology for a bug of ours.
 */
export async function exitCodeFor(error: unknown, host: Host, rules: JsonRules): Promise<number> {
  if (error instanceof Refusal) {
    if (error.message !== "") host.stderr(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof GoPanic) {
    host.stderr(`${error.message}\n`);
    return 2;
  }
  // Loaded here, so that runs without an error do not load it.
  const { errorText, isExpected } = await import("../cfssl/errors.js");
  if (isExpected(error)) {
    host.stderr(`${errorText(error, rules)}\n`);
    return 1;
  }
  host.stderr("Sorry, this is a bug in cfssl-ts, not in your input. Please report it with what follows.\n");
  host.stderr(`${error instanceof Error ? error.stack : String(error)}\n`);
  return internalError;
}
