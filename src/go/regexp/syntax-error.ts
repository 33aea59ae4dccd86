import { GoError } from "../errors.js";

/** The faults of a regular expression, in the words of Go's regexp/syntax. */
export type SyntaxFault =
  | "expression nests too deeply"
  | "expression too large"
  | "invalid UTF-8"
  | "invalid character class range"
  | "invalid escape sequence"
  | "invalid named capture"
  | "invalid nested repetition operator"
  | "invalid or unsupported Perl syntax"
  | "invalid repeat count"
  | "missing argument to repetition operator"
  | "missing closing )"
  | "missing closing ]"
  | "trailing backslash at end of expression"
  | "unexpected )";

/** Makes the error of Go's regexp.Compile. `piece` is the part of the expression that it blames. */
export function syntaxError(fault: SyntaxFault, piece: string): GoError {
  return new GoError(`error parsing regexp: ${fault}: \`${piece}\``);
}
