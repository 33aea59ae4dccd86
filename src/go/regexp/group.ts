import { checkUtf8, readRune } from "./escape.js";
import { syntaxError } from "./syntax-error.js";

/** The flags that hold at a place of an expression, by the letters of Perl: i, m, s and U. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotMatchesNewline: boolean;
  readonly lazy: boolean;
}

export const noFlags: Flags = { ignoreCase: false, multiline: false, dotMatchesNewline: false, lazy: false };

const flagNames: Readonly<Record<string, keyof Flags>> = {
  i: "ignoreCase",
  m: "multiline",
  s: "dotMatchesNewline",
  U: "lazy",
};

export interface GroupRules {
  /** Whether a group may be named as `(?<name>…)` and not only as `(?P<name>…)`. */
  readonly shortNamedGroups: boolean;
}

/** What follows an opening parenthesis. */
export interface ReadOpening {
  /** A capturing group, a group that captures nothing, or no group at all: flags for the rest of the one around it. */
  readonly kind: "capture" | "group" | "flags";
  /** The flags after it. */
  readonly flags: Flags;
  /** Where the text goes on. */
  readonly end: number;
}

/** Reads the opening parenthesis at `at`, with the name or the flags behind it. Throws GoError. */
export function readOpening(text: string, at: number, flags: Flags, rules: GroupRules): ReadOpening {
  if (!text.startsWith("(?", at)) return { kind: "capture", flags, end: at + 1 };
  const named = rules.shortNamedGroups ? /\(\?(?:P<|<)(?=.)/sy : /\(\?P<(?=.)/sy;
  named.lastIndex = at;
  const opening = named.exec(text)?.[0];
  if (opening === undefined) return readFlags(text, at, flags);
  return { kind: "capture", flags, end: readName(text, at, at + opening.length) };
}

/** Reads the name of a group and returns where the text goes on. */
function readName(text: string, at: number, nameStart: number): number {
  const close = text.indexOf(">", at);
  if (close < 0) {
    const rest = text.slice(at);
    checkUtf8(rest);
    throw syntaxError("invalid named capture", rest);
  }
  const name = text.slice(nameStart, close);
  checkUtf8(name);
  if (!/^\w+$/.test(name)) throw syntaxError("invalid named capture", text.slice(at, close + 1));
  return close + 1;
}

/** (?flags) sets flags up to the end of the group around it, (?flags:…) for a group of its own. */
function readFlags(text: string, start: number, before: Flags): ReadOpening {
  let flags = before;
  let value = true;
  let isSignFollowed = true;
  for (let at = start + 2; at < text.length; ) {
    const { rune, end } = readRune(text, at);
    const char = String.fromCodePoint(rune);
    const name = Object.hasOwn(flagNames, char) ? flagNames[char] : undefined;
    at = end;
    if (name !== undefined) {
      flags = { ...flags, [name]: value };
      isSignFollowed = true;
    } else if (char === "-" && value) {
      value = false;
      isSignFollowed = false;
    } else if ((char === ":" || char === ")") && isSignFollowed) {
      return { kind: char === ":" ? "group" : "flags", flags, end: at };
    } else {
      throw syntaxError("invalid or unsupported Perl syntax", text.slice(start, at));
    }
  }
  throw syntaxError("invalid or unsupported Perl syntax", text.slice(start));
}
