import type { JsonRules } from "../go/json/encode.js";
import { errorText, isExpected } from "./errors.js";
import type { Logger } from "./log.js";

/**
 * Runs a step of some work. If it fails, a critical line says which step it was, and the error is passed on.
 */
export async function runCritically<T>(
  failure: string,
  { log, rules }: { readonly log: Pick<Logger, "critical">; readonly rules: { readonly json: JsonRules } },
  step: () => T | Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (isExpected(error)) log.critical(`${failure}: ${errorText(error, rules.json)}`);
    throw error;
  }
}
