import { encodeUtf8 } from "../utf8.js";

/** The bytes as a string with one character U+0000…U+00FF for each, which is how Go's package time sees a text. */
export function toByteString(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/**
 * Octets in double quotes as Go's package time writes them in its errors, which is not strconv's way: each control
 * and each non-ASCII byte becomes \xNN, DEL stands as it is.
 */
export function quoteByteString(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -\x7f]/g, escapeByte)}"`;
}

/** A Go string as quoteByteString writes its bytes. */
export function quoteText(text: string): string {
  return quoteByteString(toByteString(encodeUtf8(text)));
}

function escapeByte(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
