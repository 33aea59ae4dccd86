import { cleanRanges, lastRune, negateRanges, parseRanges, type Ranges } from "../unicode/ranges.js";
import type { UnicodeVersion } from "../unicode/versions.js";
import { CaseFolding, unicodeRanges } from "../unicode.js";
import { checkUtf8, type ReadRune, readEscape, readRune } from "./escape.js";
import { syntaxError } from "./syntax-error.js";

/** A set of code points that was read, and where the text goes on. */
export interface ReadClass {
  readonly ranges: Ranges;
  readonly end: number;
}

const perlClasses: Readonly<Record<string, string>> = { d: "30-39", s: "9-a c-d 20", w: "30-39 41-5a 5f 61-7a" };

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

/** Reads the classes of one regular expression; each named one is looked up once. */
export class ClassReader {
  readonly folding: CaseFolding;
  readonly #text: string;
  readonly #version: UnicodeVersion;
  readonly #named = new Map<string, Ranges | null>();

  constructor(text: string, version: UnicodeVersion) {
    this.#text = text;
    this.#version = version;
    this.folding = new CaseFolding(version);
  }

  /** The class in brackets at `at`. Throws GoError. */
  readBracketed(at: number, fold: boolean): ReadClass {
    const text = this.#text;
    const negated = text.charAt(at + 1) === "^";
    const first = at + (negated ? 2 : 1);
    const found: number[] = [];
    let next = first;
    while (next === first || text.charAt(next) !== "]") {
      const { ranges, end } =
        this.#readPosix(next, fold) ?? this.readEscaped(next, fold) ?? this.#readRange(next, at, fold);
      for (const bound of ranges) found.push(bound);
      next = end;
    }
    const ranges = cleanRanges(found);
    return { ranges: negated ? negateRanges(ranges) : ranges, end: next + 1 };
  }

  /** The class that an escape at `at` names: \d \s \w \pL \p{Greek} and their negations; null when there is none. */
  readEscaped(at: number, fold: boolean): ReadClass | null {
    const letter = /^\\([dswpDSWP])/.exec(this.#text.slice(at, at + 2))?.[1];
    if (letter === undefined) return null;
    if (letter === "p" || letter === "P") return this.#readUnicode(at, fold);
    const members = perlClasses[letter.toLowerCase()] ?? "";
    const ranges = this.#find(`\\${letter}`, letter < "a", fold, () => parseRanges(members));
    return ranges === null ? null : { ranges, end: at + 2 };
  }

  #readPosix(at: number, fold: boolean): ReadClass | null {
    const close = this.#text.startsWith("[:", at) ? this.#text.indexOf(":]", at + 2) : -1;
    if (close < 0) return null;
    const name = this.#text.slice(at, close + 2);
    const [, sign = "", bare = ""] = /^\[:(\^?)([a-z]+):\]$/.exec(name) ?? [];
    const members = Object.hasOwn(posixClasses, bare) ? posixClasses[bare] : undefined;
    const ranges = this.#find(name, sign === "^", fold, () => (members === undefined ? null : parseRanges(members)));
    if (ranges === null) throw syntaxError("invalid character class range", name);
    return { ranges, end: close + 2 };
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

  /** A character or a range of characters (`a-z`); `start` is where the brackets opened. */
  #readRange(at: number, start: number, fold: boolean): ReadClass {
    const low = this.#readCharacter(at, start);
    const isRange = /^-[^\]]/s.test(this.#text.slice(low.end, low.end + 2));
    const high = isRange ? this.#readCharacter(low.end + 1, start) : low;
    if (high.rune < low.rune) throw syntaxError("invalid character class range", this.#text.slice(at, high.end));
    const ranges = [low.rune, high.rune];
    return { ranges: fold ? this.folding.close(ranges) : ranges, end: high.end };
  }

  #readCharacter(at: number, start: number): ReadRune {
    if (at >= this.#text.length) throw syntaxError("missing closing ]", this.#text.slice(start));
    return this.#text.charAt(at) === "\\" ? readEscape(this.#text, at) : readRune(this.#text, at);
  }

  /** A named class, negated or closed under case folding where wanted; the key is its name and no other's. */
  #find(key: string, negated: boolean, fold: boolean, look: () => Ranges | null): Ranges | null {
    const fullKey = `${negated ? "^" : ""}${fold ? "i" : ""} ${key}`;
    const known = this.#named.get(fullKey);
    if (known !== undefined) return known;
    const plain = look();
    const folded = plain === null || !fold ? plain : this.folding.close(plain);
    const ranges = folded === null || !negated ? folded : negateRanges(folded);
    this.#named.set(fullKey, ranges);
    return ranges;
  }
}
