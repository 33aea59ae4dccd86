import { encodeUtf8 } from "../utf8.js";

/** The bytes as a string with one character U+0000…U+00FF for each, which is how Go's package time sees a text. */
export function toOctets(bytes: Uint8Array): string {
  let octets = "";
  for (const byte of bytes) octets += String.fromCharCode(byte);
  return octets;
}

/**
 * Octets in double quotes as Go's package time writes them in its errors, which is not strconv's way: each control
 * and each non-ASCII byte becomes \xNN, DEL stands as it is.
 */
export function quoteOctets(octets: string): string {
  return `"${octets.replace(/["\\]/g, "\\$&").replace(/[^ -\x7f]/g, escapeOctet)}"`;
}

/** A Go string as quoteOctets writes its bytes. */
export function quoteText(text: string): string {
  return quoteOctets(toOctets(encodeUtf8(text)));
}

function escapeOctet(octet: string): string {
  return `\\x${octet.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
