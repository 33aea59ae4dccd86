import { RangeUnion } from "../unicode/range-union.js";
import { cleanRanges, lastRune, negateRanges, parseRanges, type Ranges } from "../unicode/ranges.js";
import type { UnicodeVersion } from "../unicode/versions.js";
import { type CaseFolding, caseFolding, unicodeRanges } from "../unicode.js";
import { checkUtf8, type ReadRune, readEscape, readRune } from "./escape.js";
import { syntaxError } from "./syntax-error.js";

/** A class from the text. `end` is the offset after it. */
export interface ReadClass {
  readonly ranges: Ranges;
  readonly end: number;
}

const backslash = 0x5c;
const closingBracket = 0x5d;
const hyphen = 0x2d;

const perlClasses: ReadonlyMap<string, string> = new Map([
  ["d", "30-39"],
  ["s", "9-a c-d 20"],
  ["w", "30-39 41-5a 5f 61-7a"],
]);

const posixClasses: Readonly<Record<string, string>> = {
  alnum: "30-39 41-5a 61-7a",
  alpha: "41-5a 61-7a",
  ascii: "0-7f",
  blank: "9 20",
  cntrl: "0-1f 7f",
  digit: "30-39",
  graph: "21-7e",
  lower: "61-7a",
  print: "20-7e",
  punct: "21-2f 3a-40 5b-60 7b-7e",
  space: "9-d 20",
  upper: "41-5a",
  word: "30-39 41-5a 5f 61-7a",
  xdigit: "30-39 41-46 61-66",
};

/** The named classes found so far, shared by all expressions: by version, then by the key that #find makes. */
const namedClasses: Record<UnicodeVersion, Map<string, Ranges>> = { "13.0.0": new Map(), "15.0.0": new Map() };

/**
 * Reads the classes of one regular expression. Classes with the same text are one object, so a repeated class takes
 * neither time nor space.
 */
export class ClassReader {
  readonly folding: CaseFolding;
  readonly #text: string;
  readonly #version: UnicodeVersion;
  readonly #named: Map<string, Ranges>;
  /** The classes in brackets by their text, without and with case folding. */
  readonly #bracketed = new Map<string, Ranges>();
  readonly #bracketedFold = new Map<string, Ranges>();
  /** The result of the last search for `:]`: its offset, or -1. */
  #posixEnd = 0;

  constructor(text: string, version: UnicodeVersion) {
    this.#text = text;
    this.#version = version;
    this.folding = caseFolding(version);
    this.#named = namedClasses[version];
  }

  /** Reads the class in brackets at `at`. Throws GoError. */
  readBracketed(at: number, fold: boolean): ReadClass {
    const text = this.#text;
    const negated = text.charAt(at + 1) === "^";
    const first = at + (negated ? 2 : 1);
    const named = new Set<Ranges>();
    const own: number[] = [];
    let next = first;
    while (next === first || text.charCodeAt(next) !== closingBracket) {
      const found = this.#readPosix(next, fold) ?? this.readEscaped(next, fold);
      if (found !== null) named.add(found.ranges);
      next = found === null ? this.#readRange(next, at, own) : found.end;
    }
    const end = next + 1;
    const known = fold ? this.#bracketedFold : this.#bracketed;
    const source = text.slice(at, end);
    let ranges = known.get(source);
    if (ranges === undefined) {
      ranges = this.#unite(own, named, fold);
      if (negated) ranges = negateRanges(ranges);
      known.set(source, ranges);
    }
    return { ranges, end };
  }

  #unite(own: readonly number[], named: ReadonlySet<Ranges>, fold: boolean): Ranges {
    const union = new RangeUnion();
    const clean = cleanRanges(own);
    union.add(fold ? this.folding.close(clean) : clean);
    for (const ranges of named) union.add(ranges);
    return union.clean();
  }

  /** Reads \d \s \w \pL \p{Greek} or a negation of these at `at`; null for anything else. Throws GoError. */
  readEscaped(at: number, fold: boolean): ReadClass | null {
    if (this.#text.charCodeAt(at) !== backslash) return null;
    const letter = this.#text.charAt(at + 1);
    if (letter === "p" || letter === "P") return this.#readUnicode(at, fold);
    const members = perlClasses.get(letter.toLowerCase());
    if (members === undefined) return null;
    const ranges = this.#find(`\\${letter}`, letter < "a", fold, () => parseRanges(members));
    return ranges === null ? null : { ranges, end: at + 2 };
  }

  #readPosix(at: number, fold: boolean): ReadClass | null {
    const close = this.#text.startsWith("[:", at) ? this.#findPosixEnd(at + 2) : -1;
    if (close < 0) return null;
    const name = this.#text.slice(at, close + 2);
    const [, sign = "", bare = ""] = /^\[:(\^?)([a-z]+):\]$/.exec(name) ?? [];
    const members = Object.hasOwn(posixClasses, bare) ? posixClasses[bare] : undefined;
    const ranges = this.#find(name, sign === "^", fold, () => (members === undefined ? null : parseRanges(members)));
    if (ranges === null) throw syntaxError("invalid character class range", name);
    return { ranges, end: close + 2 };
  }

  /** The offset of the first `:]` from `from` on, or -1. It searches again only after it has passed the last result. */
  #findPosixEnd(from: number): number {
    if (this.#posixEnd >= 0 && this.#posixEnd < from) this.#posixEnd = this.#text.indexOf(":]", from);
    return this.#posixEnd;
  }

  #readUnicode(at: number, fold: boolean): ReadClass {
    const text = this.#text;
    let { end } = readRune(text, at + 2);
    let name = text.slice(at + 2, end);
    if (name === "{") {
      const close = text.indexOf("}", at);
      if (close < 0) {
        checkUtf8(text.slice(at));
        throw syntaxError("invalid character class range", text.slice(at));
      }
      name = text.slice(at + 3, close);
      checkUtf8(name);
      end = close + 1;
    }
    const negated = name.startsWith("^");
    if (negated) name = name.slice(1);
    const ranges = this.#find(`\\p${name}`, negated !== (text.charAt(at + 1) === "P"), fold, () =>
      name === "Any" ? [0, lastRune] : unicodeRanges(name, this.#version),
    );
    if (ranges === null) throw syntaxError("invalid character class range", text.slice(at, end));
    return { ranges, end };
  }

  /**
   * Reads a character or a range (`a-z`), adds it to the ranges and returns the offset after it. `start` is the offset
   * of the opening bracket.
   */
  #readRange(at: number, start: number, ranges: number[]): number {
    const text = this.#text;
    const low = this.#readCharacter(at, start);
    const { end } = low;
    const isRange =
      text.charCodeAt(end) === hyphen && end + 1 < text.length && text.charCodeAt(end + 1) !== closingBracket;
    const high = isRange ? this.#readCharacter(end + 1, start) : low;
    if (high.rune < low.rune) throw syntaxError("invalid character class range", text.slice(at, high.end));
    ranges.push(low.rune, high.rune);
    return high.end;
  }

  #readCharacter(at: number, start: number): ReadRune {
    if (at >= this.#text.length) throw syntaxError("missing closing ]", this.#text.slice(start));
    return this.#text.charCodeAt(at) === backslash ? readEscape(this.#text, at) : readRune(this.#text, at);
  }

  /** Finds a named class, and if asked folds and negates it. The key must be unique to the name. */
  #find(key: string, negated: boolean, fold: boolean, look: () => Ranges | null): Ranges | null {
    const fullKey = `${negated ? "^" : ""}${fold ? "i" : ""} ${key}`;
    const known = this.#named.get(fullKey);
    if (known !== undefined) return known;
    const plain = look();
    const folded = plain === null || !fold ? plain : this.folding.close(plain);
    const ranges = folded === null || !negated ? folded : negateRanges(folded);
    if (ranges !== null) this.#named.set(fullKey, ranges);
    return ranges;
  }
}
