import { encodeUtf8 } from "../utf8.js";

/**
 * The Go string in double quotes as Go's package time writes it in its errors, which is not strconv's way: every byte
 * of a control or non-ASCII character becomes \xNN, DEL stands as it is.
 */
export function quoteBytes(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -\x7f]/gu, escapeBytes)}"`;
}

function escapeBytes(char: string): string {
  let escaped = "";
  for (const byte of encodeUtf8(char)) escaped += `\\x${byte.toString(16).padStart(2, "0")}`;
  return escaped;
}
