/** A set of code points: pairs of first and last. It is clean if the pairs are sorted and do not touch. */
export type Ranges = readonly number[];

export const lastRune = 0x10ffff;

/** Cleans a set. */
export function cleanRanges(ranges: Ranges): number[] {
  const sorted = isSorted(ranges) ? ranges : sortPairs(ranges);
  const clean: number[] = [];
  let end = -2;
  for (let at = 0; at < sorted.length; at += 2) end = append(clean, end, sorted[at] ?? 0, sorted[at + 1] ?? 0);
  return clean;
}

/** The clean union of two clean sets. */
export function uniteRanges(ranges: Ranges, other: Ranges): Ranges {
  if (ranges.length === 0) return other;
  if (other.length === 0) return ranges;
  const united: number[] = [];
  let end = -2;
  let at = 0;
  let otherAt = 0;
  while (at < ranges.length || otherAt < other.length) {
    if ((ranges[at] ?? Number.POSITIVE_INFINITY) <= (other[otherAt] ?? Number.POSITIVE_INFINITY)) {
      end = append(united, end, ranges[at] ?? 0, ranges[at + 1] ?? 0);
      at += 2;
    } else {
      end = append(united, end, other[otherAt] ?? 0, other[otherAt + 1] ?? 0);
      otherAt += 2;
    }
  }
  return united;
}

/** Appends a pair to a clean set that ends at `end`, and returns the new end. Pairs must come sorted. */
function append(clean: number[], end: number, low: number, high: number): number {
  if (low > end + 1) clean.push(low, high);
  else if (high > end) clean[clean.length - 1] = high;
  else return end;
  return high;
}

function isSorted(ranges: Ranges): boolean {
  for (let at = 2; at < ranges.length; at += 2) if ((ranges[at] ?? 0) < (ranges[at - 2] ?? 0)) return false;
  return true;
}

function sortPairs(ranges: Ranges): number[] {
  // Put both code points of a pair into one number, so that the engine sorts plain numbers.
  const shift = 0x200000;
  const pairs = new Float64Array(ranges.length / 2);
  for (let n = 0; n < pairs.length; n++) pairs[n] = (ranges[n * 2] ?? 0) * shift + (ranges[n * 2 + 1] ?? 0);
  pairs.sort();
  const sorted: number[] = [];
  for (const pair of pairs) sorted.push(Math.floor(pair / shift), pair % shift);
  return sorted;
}

/** The clean complement of a clean set. */
export function negateRanges(ranges: Ranges): number[] {
  const negated: number[] = [];
  let next = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    const low = ranges[at] ?? 0;
    if (next < low) negated.push(next, low - 1);
    next = (ranges[at + 1] ?? 0) + 1;
  }
  if (next <= lastRune) negated.push(next, lastRune);
  return negated;
}

/** The clean set `ranges` without the clean set `other`. */
export function subtractRanges(ranges: Ranges, other: Ranges): number[] {
  return negateRanges(cleanRanges([...negateRanges(ranges), ...other]));
}

/** Whether the clean set has the code point. */
export function hasRune(ranges: Ranges, rune: number): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rune > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low * 2 < ranges.length && rune >= (ranges[low * 2] ?? 0);
}

/** Parses hexadecimal ranges with blanks between them (`41-5a 5f`). */
export function parseRanges(text: string): number[] {
  const ranges: number[] = [];
  for (const range of text.split(" ")) {
    const [low = "", high = low] = range.split("-");
    ranges.push(Number.parseInt(low, 16), Number.parseInt(high, 16));
  }
  return cleanRanges(ranges);
}
