import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const space = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const outerSpace = new RegExp(`^${space}|${space}$`, "g");

/** The Go string without the blanks at its ends; blank is what Go's unicode.IsSpace says (U+0085, but not U+FEFF). */
export function trimSpace(text: string): string {
  return text.replace(outerSpace, "");
}

/** trimSpace for bytes, read as UTF-8. */
export function trimSpaceBytes(bytes: Uint8Array): Uint8Array {
  return encodeUtf8(trimSpace(decodeUtf8(bytes)));
}
