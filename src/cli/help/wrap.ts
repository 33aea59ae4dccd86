/** Costs more than any other choice: a last line of a single word. */
const orphan = 1e9;

/**
 * The words of a text, which are not broken. What stands between backquotes is one word, so that a command can be copied;
 * so is what no-break spaces (U+00A0) join.
 */
export function wordsOf(text: string): readonly string[] {
  return text.match(/(?:`[^`]*`|[^ \n`])+/g) ?? [];
}

/**
 * Sets words in lines of at most `width` columns, as even as can be, and leaves no single word for the last line. A word
 * that is longer has a line of its own.
 */
export function wrapWords(words: readonly string[], width: number): readonly string[] {
  // From the last word back to the first: the cheapest way to set the words from here on, and where its next line begins.
  const costs = new Array<number>(words.length + 1).fill(0);
  const ends = new Array<number>(words.length + 1).fill(0);
  for (let start = words.length - 1; start >= 0; start--) {
    costs[start] = Number.POSITIVE_INFINITY;
    let size = -1;
    for (let end = start + 1; end <= words.length; end++) {
      size += 1 + (words[end - 1] ?? "").length;
      if (size > width && end > start + 1) break;
      const cost = (costs[end] ?? 0) + lineCost(width - size, end === words.length, end === start + 1 && start > 0);
      if (cost < (costs[start] ?? 0)) [costs[start], ends[start]] = [cost, end];
    }
  }
  const lines: string[] = [];
  for (let at = 0; at < words.length; at = ends[at] ?? words.length) {
    lines.push(words.slice(at, ends[at]).join(" ").replaceAll("\u00a0", " "));
  }
  return lines;
}

function lineCost(space: number, isLast: boolean, isSingle: boolean): number {
  if (isLast) return isSingle ? orphan : 0;
  return space * space;
}
