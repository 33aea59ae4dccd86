import { maxRepeat } from "./limits.js";
import { syntaxError } from "./syntax-error.js";

/** The counts of a repetition in braces. */
export interface ReadCounts {
  readonly min: number;
  /** Infinity if there is no limit. */
  readonly max: number;
  /** The offset after the closing brace. */
  readonly end: number;
}

/** Reads {n}, {n,} or {n,m} at `at`; null if the brace begins none of these. Throws GoError for counts out of range. */
export function readCounts(text: string, at: number): ReadCounts | null {
  const counts = /\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y;
  counts.lastIndex = at;
  const [matched, least, comma, most] = counts.exec(text) ?? [];
  if (matched === undefined) return null;
  const min = Number(least);
  const max = most !== undefined ? Number(most) : comma === undefined ? min : Number.POSITIVE_INFINITY;
  if (min > maxRepeat || (max > maxRepeat && most !== undefined) || min > max) {
    throw syntaxError("invalid repeat count", matched);
  }
  return { min, max, end: at + matched.length };
}
