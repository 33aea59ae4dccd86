/** The cost of a last line of a single word: more than any other choice. */
const orphan = 1e9;

/**
 * The words of a text. Text between backquotes is one word, so that no line break cuts a command. No-break spaces
 * (U+00A0) join words too.
 */
export function wordsOf(text: string): readonly string[] {
  return text.match(/(?:`[^`]*`|[^ \n`])+/g) ?? [];
}

/**
 * Breaks words into lines of at most `width` columns. The lines are as even as possible, and the last one is not a
 * single word. A word that is too long gets a line of its own.
 *
 * @param joint what no-break spaces become
 */
export function wrapWords(words: readonly string[], width: number, joint = " "): readonly string[] {
  // From the last word to the first: the lowest cost of the words from here on, and the word that begins their second
  // line.
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
    lines.push(words.slice(at, ends[at]).join(" ").replaceAll("\u00a0", joint));
  }
  return lines;
}

function lineCost(space: number, isLast: boolean, isSingle: boolean): number {
  if (isLast) return isSingle ? orphan : 0;
  return space * space;
}
