import { type MimeHeader, trimBlanks } from "../mime-header.js";

/** The first value of a header; empty if absent. `name` is in lower case. */
export function firstValue(header: MimeHeader, name: string): string {
  return header.get(name)?.[0] ?? "";
}

/** Whether a word stands in the first value of a header, between blanks, commas or ends. The case does not matter. */
export function hasWord(header: MimeHeader, name: string, word: string): boolean {
  const value = firstValue(header, name);
  return value !== "" && ` ${value.toLowerCase()} `.replace(/[,\t]/g, " ").includes(` ${word} `);
}

/** Whether a token is in a list of tokens (RFC 9110 §5.6.1) that spreads over all values of a header. */
export function hasToken(header: MimeHeader, name: string, token: string): boolean {
  const values = header.get(name) ?? [];
  return values.some((value) => value.split(",").some((part) => trimBlanks(part).toLowerCase() === token));
}
