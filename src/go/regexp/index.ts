import { toValidUtf8 } from "../utf8.js";
import { Matcher } from "./matcher.js";
import { parseRegexp, type SyntaxRules } from "./parser.js";
import { compileProgram } from "./program.js";

/** How Go releases differ in parsing regular expressions. */
export type RegexpRules = SyntaxRules;

/** A regular expression in the dialect of Go's package regexp (RE2). */
export interface Regexp {
  /** Whether the expression matches any part of the Go string. The time is linear in the length of the text. */
  match(text: string): boolean;
}

/**
 * Compiles an expression as Go's regexp.Compile does. Throws GoError with Go's text
 * (`error parsing regexp: missing closing ): \`(\``).
 */
export function compileRegexp(expression: string, rules: RegexpRules): Regexp {
  const { root, classes } = parseRegexp(expression, rules);
  const matcher = new Matcher(compileProgram(root, classes.folding, expression));
  return { match: (text) => matcher.matchesAnywhere(toValidUtf8(text)) };
}
