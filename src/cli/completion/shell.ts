import type { Answer } from "./grammar.js";
import type { OpenWord, Quoting } from "./typed-line.js";

/** The names that a script completes command lines for. Not mkbundle: another program has that name too. */
export const programNames: readonly string[] = [
  ...["cfssl", "cfssl-ts", "cfssljson", "cfssl-certinfo", "cfssl-bundle", "cfssl-newkey"],
];

/** The word at the cursor. */
export interface Place {
  readonly last: OpenWord;
  /** What is typed after the answer's lead. */
  readonly part: string;
  /** The end of the word as typed, which is all that bash replaces. */
  readonly replaced: string;
  readonly home: string;
}

export interface Shell {
  readonly quoting: Quoting;
  /** The script that makes a shell ask, with the ways to install it at its head. */
  readonly script: string;
  /** The answer in the form that the script reads. */
  format(answer: Answer, place: Place): string;
}

/** The candidates that go on as the word begins. */
export function matching({ candidates }: Answer, part: string): Answer["candidates"] {
  return candidates.filter(({ value }) => value.startsWith(part));
}

/** A description on one line, without what a terminal would obey. */
export function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\u00a0]+/gu, " ");
}

/** The part with the home folder in place of a tilde. */
export function expandTilde(part: string, home: string): string {
  return home !== "" && /^~(\/|$)/.test(part) ? home + part.slice(1) : part;
}
