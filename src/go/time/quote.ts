import { encodeUtf8 } from "../utf8.js";

/** Makes a byte string: one character U+0000…U+00FF for each byte. Go's package time works on bytes. */
export function toByteString(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/**
 * Quotes a byte string as Go's package time does in errors. Unlike strconv, it writes each control and each non-ASCII
 * byte as \xNN, and DEL unchanged.
 */
export function quoteByteString(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -\x7f]/g, escapeByte)}"`;
}

/** Quotes the bytes of a Go string like quoteByteString. */
export function quoteText(text: string): string {
  return quoteByteString(toByteString(encodeUtf8(text)));
}

function escapeByte(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
