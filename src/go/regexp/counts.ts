import { maxRepeat } from "./limits.js";
import { syntaxError } from "./syntax-error.js";

/** The counts of a repetition. */
export interface ReadCounts {
  readonly min: number;
  /** Infinity when there is no limit. */
  readonly max: number;
  /** Where the text goes on. */
  readonly end: number;
}

/** Reads {n}, {n,} or {n,m} at `at`; null for a brace that begins none of them. Throws GoError. */
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
