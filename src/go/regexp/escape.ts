import { lastRune } from "../unicode/ranges.js";
import { syntaxError } from "./syntax-error.js";

/** A code point from the text. `end` is the offset after it. */
export interface ReadRune {
  readonly rune: number;
  readonly end: number;
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

const replacement = 0xfffd;

/** Reads the code point at `at`; U+FFFD at the end of the text. Throws GoError for invalid UTF-8. */
export function readRune(text: string, at: number): ReadRune {
  const rune = text.codePointAt(at);
  if (rune === undefined) return { rune: replacement, end: at };
  if (rune >= 0xd800 && rune <= 0xdfff) throw syntaxError("invalid UTF-8", text.slice(at));
  return { rune, end: at + (rune > 0xffff ? 2 : 1) };
}

/** Throws GoError if the text is not valid UTF-8. */
export function checkUtf8(text: string): void {
  const invalid = text.search(/\p{Surrogate}/u);
  if (invalid >= 0) throw syntaxError("invalid UTF-8", text.slice(invalid));
}

/**
 * Reads an escape that means one code point: a control such as \n, octal \012, hexadecimal \x7f or \x{10FFFF}, or an
 * escaped punctuation mark. `at` is the offset of the backslash. Throws GoError for any other escape.
 */
export function readEscape(text: string, at: number): ReadRune {
  if (at + 1 >= text.length) throw syntaxError("trailing backslash at end of expression", "");
  const { rune, end } = readRune(text, at + 1);
  const char = String.fromCodePoint(rune);
  const control = controls[char];
  if (control !== undefined) return { rune: control, end };
  if (char === "x") return readHexadecimal(text, at);
  const octal = /^(?:[1-7](?=[0-7])|0)[0-7]{0,2}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined) return { rune: Number.parseInt(octal, 8), end: at + 1 + octal.length };
  if (rune < 0x80 && !/[0-9a-z]/i.test(char)) return { rune, end };
  throw syntaxError("invalid escape sequence", text.slice(at, end));
}

function readHexadecimal(text: string, at: number): ReadRune {
  const first = at + 2;
  if (text.charAt(first) === "{") return readBraced(text, at);
  if (first >= text.length) throw syntaxError("invalid escape sequence", text.slice(at));
  const { end } = readRune(text, readRune(text, first).end);
  const digits = text.slice(first, end);
  if (!/^[0-9a-f]{2}$/i.test(digits)) throw syntaxError("invalid escape sequence", text.slice(at, end));
  return { rune: Number.parseInt(digits, 16), end };
}

function readBraced(text: string, at: number): ReadRune {
  let value = 0;
  for (let next = at + 3; next < text.length; ) {
    const { rune, end } = readRune(text, next);
    const digit = Number.parseInt(String.fromCodePoint(rune), 16);
    if (rune === 0x7d && next > at + 3) return { rune: value, end };
    value = value * 16 + digit;
    if (Number.isNaN(digit) || value > lastRune) throw syntaxError("invalid escape sequence", text.slice(at, end));
    next = end;
  }
  throw syntaxError("invalid escape sequence", text.slice(at));
}
