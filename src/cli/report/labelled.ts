import { wordsOf, wrapWords } from "../help/wrap.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";

const margin = 9;

/** A text behind a word, on lines that fit the width. */
export function labelledLines(word: string, text: string, { width, hasColor }: Look): readonly string[] {
  const start = word.padEnd(margin);
  const first = hasColor ? `\x1b[1m${start}\x1b[0m` : start;
  return wrapWords(wordsOf(printable(text)), width - margin).map(
    (each, at) => (at === 0 ? first : " ".repeat(margin)) + each,
  );
}
