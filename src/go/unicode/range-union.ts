import { cleanRanges, type Ranges, uniteRanges } from "./ranges.js";

/** Sets of so few numbers are rather copied than kept. */
const few = 16;

/** How many numbers are gathered before they are cleaned; twice as many as stay then, from there on. */
const pairLimit = 1 << 12;
const setLimit = 1 << 20;

/** A set of code points that others are added to; the same set added again and again takes neither time nor space. */
export class RangeUnion {
  #pairs: number[] = [];
  #pairLimit = pairLimit;
  readonly #sets = new Set<Ranges>();
  #setLength = 0;
  #setLimit = setLimit;

  /** Adds a clean set, which must stay as it is. */
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

  /** All that was added; clean. */
  clean(): Ranges {
    let sets: Ranges[] = [cleanRanges(this.#pairs), ...this.#sets];
    // Neighbours are united, then what came of them, so that no large set is gone through for every small one.
    while (sets.length > 1) {
      const united: Ranges[] = [];
      for (let n = 0; n < sets.length; n += 2) united.push(uniteRanges(sets[n] ?? [], sets[n + 1] ?? []));
      sets = united;
    }
    return sets[0] ?? [];
  }
}
