import { cleanRanges, hasRune, lastRune, parseRanges, type Ranges, subtractRanges } from "./unicode/ranges.js";
import { type UnicodeVersion, unicodeVersions } from "./unicode/versions.js";

const categories =
  "C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs";

/** Only these planes need a search. The others have no characters, except for private use. */
const searched = [
  [0, 0x3ffff],
  [0xe0000, 0xe0fff],
] as const;

// Surrogates are not text: a search of the block 0xd000 stops before them.
const surrogates = [0xd800, 0xdfff];
const privatePlanes = [0xf0000, 0xffffd, 0x100000, 0x10fffd];

/**
 * Returns the clean set of a general category (`Lu`, `L`; `C` leaves out unassigned code points) or of a script
 * (`Greek`), by the names of Go's package unicode. Null if that Unicode version has no such name.
 */
export function unicodeRanges(name: string, version: UnicodeVersion): Ranges | null {
  const data = unicodeVersions[version];
  if (categories.split(" ").includes(name)) {
    const found = subtractRanges(findCategory(name), parseRanges(data.unassigned));
    return move(found, data.recategorized, (category) => category.startsWith(name));
  }
  if (!data.scripts.split(" ").includes(name)) return null;
  const found = subtractRanges(findRanges(new RegExp(`\\p{Script=${name}}+`, "gu")), parseRanges(data.unassigned));
  return move(found, data.rescripted, (script) => script === name);
}

const foldings = new Map<UnicodeVersion, CaseFolding>();

/** The case folding of a Unicode version. It is shared, because building its table takes milliseconds. */
export function caseFolding(version: UnicodeVersion): CaseFolding {
  const known = foldings.get(version);
  if (known !== undefined) return known;
  const folding = new CaseFolding(version);
  foldings.set(version, folding);
  return folding;
}

/** The simple case folding (CaseFolding.txt, status C and S) of a Unicode version. */
export class CaseFolding {
  readonly #version: UnicodeVersion;
  #orbits: Map<number, readonly number[]> | null = null;
  #foldable: readonly number[] = [];
  readonly #orbitRanges = new Map<readonly number[], Ranges>();

  constructor(version: UnicodeVersion) {
    this.#version = version;
  }

  /**
   * The sorted code points that differ from this one only in case, itself included. If there are several, all of them
   * share one list object.
   */
  orbit(rune: number): readonly number[] {
    if (rune >= 0x80) return this.#table().get(rune) ?? [rune];
    let orbit = asciiOrbits[rune];
    if (orbit === undefined) {
      orbit = makeAsciiOrbit(rune);
      for (const member of orbit) if (member < 0x80) asciiOrbits[member] = orbit;
    }
    return orbit;
  }

  /** The orbit as ranges; again, all members share one object. */
  orbitRanges(rune: number): Ranges {
    const orbit = this.orbit(rune);
    if (orbit.length === 1) return [rune, rune];
    let ranges = this.#orbitRanges.get(orbit);
    if (ranges === undefined) {
      ranges = orbit.flatMap((member) => [member, member]);
      this.#orbitRanges.set(orbit, ranges);
    }
    return ranges;
  }

  /** Adds every code point that differs from a member only in case; clean. */
  close(ranges: Ranges): number[] {
    const closed: number[] = [];
    for (let at = 0; at < ranges.length; at += 2) this.#closeRange(ranges[at] ?? 0, ranges[at + 1] ?? 0, closed);
    return cleanRanges(closed);
  }

  #closeRange(low: number, high: number, closed: number[]): void {
    closed.push(low, high);
    if (high < 0x80) {
      const last = Math.min(high, 0x7a);
      for (let rune = Math.max(low, 0x41); rune <= last; rune++) this.#pushOrbit(rune, low, high, closed);
      return;
    }
    this.#table();
    const foldable = this.#foldable;
    if (low <= (foldable[0] ?? 0) && high >= (foldable.at(-1) ?? lastRune)) return;
    for (let at = findFirstAtLeast(foldable, low); at < foldable.length; at++) {
      const rune = foldable[at] ?? lastRune;
      if (rune > high) return;
      this.#pushOrbit(rune, low, high, closed);
    }
  }

  /** Adds the code points of the orbit that lie outside the range. */
  #pushOrbit(rune: number, low: number, high: number, closed: number[]): void {
    for (const other of this.orbit(rune)) if (other < low || other > high) closed.push(other, other);
  }

  #table(): ReadonlyMap<number, readonly number[]> {
    if (this.#orbits !== null) return this.#orbits;
    const unassigned = parseRanges(unicodeVersions[this.#version].unassigned);
    const byFolded = new Map<number, number[]>();
    const cased = findRanges(/[\p{CWL}\p{CWU}\p{CWT}]+/gu);
    for (let at = 0; at < cased.length; at += 2) {
      for (let rune = cased[at] ?? 0; rune <= (cased[at + 1] ?? 0); rune++) {
        const folded = fold(rune, unassigned);
        const orbit = byFolded.get(folded);
        if (orbit === undefined) byFolded.set(folded, [rune]);
        else orbit.push(rune);
      }
    }
    this.#orbits = new Map();
    for (const orbit of byFolded.values()) {
      if (orbit.length > 1) for (const rune of orbit) this.#orbits.set(rune, orbit);
    }
    this.#foldable = [...this.#orbits.keys()].sort((a, b) => a - b);
    return this.#orbits;
  }
}

/** One representative for all code points that differ only in case. */
function fold(rune: number, unassigned: Ranges): number {
  const dotlessI = 0x131;
  if (rune === dotlessI || hasRune(unassigned, rune)) return rune;
  const step = (from: number, text: string) => {
    const to = text.codePointAt(0) ?? 0;
    // Skip mappings to several characters, which are not simple, and characters of later versions.
    return String.fromCodePoint(to) !== text || hasRune(unassigned, to) ? from : to;
  };
  const upper = step(rune, String.fromCodePoint(rune).toUpperCase());
  return step(upper, String.fromCodePoint(upper).toLowerCase());
}

const asciiOrbits: (readonly number[] | undefined)[] = [];

function makeAsciiOrbit(rune: number): readonly number[] {
  const char = String.fromCharCode(rune);
  if (!/[a-z]/i.test(char)) return [rune];
  const orbit = [char.toUpperCase().charCodeAt(0), char.toLowerCase().charCodeAt(0)];
  const longS = 0x17f;
  const kelvin = 0x212a;
  if (/s/i.test(char)) orbit.push(longS);
  if (/k/i.test(char)) orbit.push(kelvin);
  return orbit;
}

function findCategory(name: string): Ranges {
  const pattern = name === "C" ? /[\p{Cc}\p{Cf}\p{Co}]+/gu : new RegExp(`\\p{${name}}+`, "gu");
  const found = name === "Cs" ? [] : findRanges(pattern);
  const added = [
    ...(name === "C" || name === "Cs" ? surrogates : []),
    ...(name === "C" || name === "Co" ? privatePlanes : []),
  ];
  return cleanRanges([...found, ...added]);
}

/** The code points of a class, as the engine knows it. The pattern matches runs of them. */
function findRanges(runs: RegExp): number[] {
  const found: number[] = [];
  const block = 0x1000;
  for (const [first, last] of searched) {
    for (let start: number = first; start <= last; start += block) {
      const length = start === 0xd000 ? 0x800 : block;
      const text = textOf(start, start + length);
      for (const { index, 0: run } of text.matchAll(runs)) {
        const low = text.codePointAt(index) ?? 0;
        found.push(low, low + run.length / String.fromCodePoint(low).length - 1);
      }
    }
  }
  return cleanRanges(found);
}

/**
 * Makes the text of the code points from `first` up to `end`, which must not include surrogates. It decodes UTF-16,
 * because that is fastest: a standalone program compiles \pL in 21 ms instead of 43, and Node in 45 ms instead of 58.
 */
function textOf(first: number, end: number): string {
  const units = new Uint16Array(2 * (end - first));
  let count = 0;
  for (let rune = first; rune < end; rune++) {
    if (rune > 0xffff) units[count++] = 0xd7c0 + (rune >> 10);
    units[count++] = rune > 0xffff ? 0xdc00 + (rune & 0x3ff) : rune;
  }
  return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(new Uint8Array(units.buffer, 0, 2 * count));
}

function move(
  ranges: Ranges,
  moved: readonly (readonly [range: string, name: string])[],
  belongs: (name: string) => boolean,
): Ranges {
  let result = ranges;
  for (const [range, name] of moved) {
    const runes = parseRanges(range);
    result = belongs(name) ? cleanRanges([...result, ...runes]) : subtractRanges(result, runes);
  }
  return result;
}

/** The index of the first number in the sorted list that is at least `least`. */
function findFirstAtLeast(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
