import { checkUtf8, readRune } from "./escape.js";
import { syntaxError } from "./syntax-error.js";

/** The flags i, m, s and U of Perl syntax. */
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
  /** Whether a group may be named by `(?<name>…)` too, and not only by `(?P<name>…)`. */
  readonly shortNamedGroups: boolean;
}

/** The meaning of an opening parenthesis, with the name or the flags after it. */
export interface ReadOpening {
  /** A capturing group, a group without capture, or only flags, which hold until the end of the enclosing group. */
  readonly kind: "capture" | "group" | "flags";
  /** The flags from here on. */
  readonly flags: Flags;
  /** The offset after it. */
  readonly end: number;
}

/** Reads the opening parenthesis at `at`, with the name or the flags after it. Throws GoError. */
export function readOpening(text: string, at: number, flags: Flags, rules: GroupRules): ReadOpening {
  if (!text.startsWith("(?", at)) return { kind: "capture", flags, end: at + 1 };
  const named = rules.shortNamedGroups ? /\(\?(?:P<|<)(?=.)/sy : /\(\?P<(?=.)/sy;
  named.lastIndex = at;
  const opening = named.exec(text)?.[0];
  if (opening === undefined) return readFlags(text, at, flags);
  return { kind: "capture", flags, end: readName(text, at, at + opening.length) };
}

/** Checks the name of a group and returns the offset after it. */
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

/** Reads `(?flags)` or `(?flags:`. The second form opens a group, and the flags hold only inside it. */
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
