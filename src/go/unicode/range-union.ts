import { cleanRanges, type Ranges, uniteRanges } from "./ranges.js";

/** Sets up to this length are copied; longer ones are kept. */
const few = 16;

/** How many numbers we collect before we clean them. The next limit is twice what remains, if that is more. */
const pairLimit = 1 << 12;
const setLimit = 1 << 20;

/** A growing set of code points. Adding the same set again takes neither time nor space. */
export class RangeUnion {
  #pairs: number[] = [];
  #pairLimit = pairLimit;
  readonly #sets = new Set<Ranges>();
  #setLength = 0;
  #setLimit = setLimit;

  /** Adds a clean set, which nobody may change afterwards. */
  add(ranges: Ranges): void {
    if (ranges.length <= few) this.#addPairs(ranges);
    else if (!this.#sets.has(ranges)) this.#addSet(ranges);
  }

  #addPairs(ranges: Ranges): void {
    for (const bound of ranges) this.#pairs.push(bound);
    if (this.#pairs.length <= this.#pairLimit) return;
    this.#pairs = cleanRanges(this.#pairs);
    this.#pairLimit = Math.max(pairLimit, this.#pairs.length * 2);
  }

  #addSet(ranges: Ranges): void {
    this.#sets.add(ranges);
    this.#setLength += ranges.length;
    if (this.#setLength <= this.#setLimit) return;
    const clean = this.clean();
    this.#sets.clear();
    this.#sets.add(clean);
    this.#setLength = clean.length;
    this.#setLimit = Math.max(setLimit, clean.length * 2);
  }

  /** The clean union of all sets. */
  clean(): Ranges {
    let sets: Ranges[] = [cleanRanges(this.#pairs), ...this.#sets];
    // Unite neighbours, then the results, so that no large set is scanned again for each small one.
    while (sets.length > 1) {
      const united: Ranges[] = [];
      for (let n = 0; n < sets.length; n += 2) united.push(uniteRanges(sets[n] ?? [], sets[n + 1] ?? []));
      sets = united;
    }
    return sets[0] ?? [];
  }
}
