import type { CommandLineRules } from "../../release/release.js";
import { UsageError } from "../arguments.js";

const messages = {
  one: "only one argument is accepted, please check with usage",
  many: "too many arguments are provided, please check with usage",
} as const;

/**
 * Refuses further arguments if the release does.
 *
 * @throws UsageError in upstream's words, of which it has two kinds
 */
export function refuseExtraArguments(
  rest: readonly string[],
  rules: CommandLineRules,
  kind: keyof typeof messages = "one",
): void {
  if (rest.length > 0 && rules.extraArgumentsAreErrors) throw new UsageError(messages[kind]);
}
