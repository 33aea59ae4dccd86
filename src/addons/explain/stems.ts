/** Finds many short texts in a long one at once, in any case, by the algorithm of Wu and Manber. */
export interface StemFinder {
  /** Where the next stem begins, at or behind an offset; -1 if there is none. */
  next(text: string, from: number): number;
  /** Whether a text has a stem that is not among these. */
  hasOther(text: string, seen: ReadonlySet<number>): boolean;
  /** The numbers of all stems in a text. */
  all(text: string): ReadonlySet<number>;
}

/** So many characters tell how far it is to the next stem at least. */
const block = 3;

/** @param stems in lower case, none shorter than a block */
export function createStemFinder(stems: readonly string[]): StemFinder {
  const window = stems.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const shifts = new Uint8Array(32_768).fill(window - block + 1);
  const ending: (readonly number[] | undefined)[] = Array.from({ length: shifts.length });
  stems.forEach((stem, number) => {
    for (let end = block; end <= window; end++) {
      const hash = hashAt(stem, end - block);
      shifts[hash] = Math.min(shifts[hash] as number, window - end);
      if (end === window) ending[hash] = [...(ending[hash] ?? []), number];
    }
  });
  /** Calls for each stem, until the answer is true, and tells where that one begins. */
  const scan = (text: string, from: number, isEnough: (stem: number) => boolean): number => {
    const last = text.length - window;
    for (let at = from; at <= last; ) {
      const hash = hashAt(text, at + window - block);
      const shift = shifts[hash] as number;
      if (shift > 0) at += shift;
      else {
        for (const stem of ending[hash] as readonly number[]) {
          if (startsWith(text, stems[stem] as string, at) && isEnough(stem)) return at;
        }
        at++;
      }
    }
    return -1;
  };
  return {
    next: (text, from) => scan(text, from, () => true),
    hasOther: (text, seen) => scan(text, 0, (stem) => !seen.has(stem)) >= 0,
    all(text) {
      const found = new Set<number>();
      scan(text, 0, (stem) => {
        found.add(stem);
        return false;
      });
      return found;
    },
  };
}

/** Five bits of each character are the same in both cases. */
function hashAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31);
}

function startsWith(text: string, stem: string, at: number): boolean {
  for (let offset = 0; offset < stem.length; offset++) {
    const code = text.charCodeAt(at + offset);
    const lower = code >= 0x41 && code <= 0x5a ? code + 32 : code;
    if (lower !== stem.charCodeAt(offset)) return false;
  }
  return true;
}
