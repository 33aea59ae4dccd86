/** `; did you mean "server"?` for the known word that a mistyped one is near to; "" if there is none. */
export function didYouMean(word: string, known: Iterable<string>): string {
  let best = "";
  let fewest = Math.min(3, Math.ceil(word.length / 2) + 1);
  for (const each of known) {
    const edits = each.toLowerCase() === word.toLowerCase() ? 0 : editDistance(word, each, fewest);
    if (edits < fewest) [best, fewest] = [each, edits];
  }
  return best === "" ? "" : `; did you mean ${JSON.stringify(best)}?`;
}

/** Levenshtein's distance, or `most` if it is that or more. */
function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) >= most || one.length > 100) return most;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swapped = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped));
    }
    row = next;
  }
  return Math.min(row[other.length] ?? most, most);
}
