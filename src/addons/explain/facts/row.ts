import type { MessageFacts } from "./message-facts.js";

export type Facts = { -readonly [Name in keyof MessageFacts]: MessageFacts[Name] };

/** What a part of a message tells. Rows are tried in their order; a later one may say what an earlier one has left open. */
export type FactRow = readonly [pattern: RegExp, read: (found: RegExpExecArray, facts: Facts) => void];

/** Quotes may be escaped, where a message stands in JSON or in another message. */
export const quote = String.raw`\\*["'\u0060\u2018\u201c]`;
export const unquote = String.raw`\\*["'\u2019\u201d]`;
export const host = String.raw`\[?([A-Za-z0-9_*.:-]*[A-Za-z0-9_*])\.?\]?`;

/** The words between the quotes of a list, or between its commas. */
export function listOf(names: string): readonly string[] {
  return names
    .split(/,\s*/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
