import { encodeHex } from "../go/hex.js";

/** Bytes in upper-case hexadecimal, separated by colons, as OpenSSL prints them. */
export function formatHex(bytes: Uint8Array): string {
  return (encodeHex(bytes).toUpperCase().match(/../g) ?? []).join(":");
}
