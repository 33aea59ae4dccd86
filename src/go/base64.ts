import { GoError } from "./errors.js";

const wellFormed = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The bytes of a text in the standard alphabet with padding (RFC 4648 §4), as Go's base64.StdEncoding reads it: line
 * breaks are skipped, spare bits ignored. Throws GoError `illegal base64 data at input byte N`.
 */
export function decodeBase64(text: string): Uint8Array {
  const compact = text.replace(/[\r\n]/g, "");
  if (!wellFormed.test(compact)) throw new GoError(`illegal base64 data at input byte ${defectOffset(text)}`);
  return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
}

/** The bytes in the standard alphabet with padding, on one line. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  }
  return btoa(binary);
}

/**
 * Where Go sees the defect, in bytes. All that stands before a defect is ASCII, so counting characters is the same.
 * A text that ends within a group of four points back by the number of its characters in that group.
 */
function defectOffset(text: string): number {
  let inGroup = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\r" || char === "\n") continue;
    if (char === "=") return paddingDefect(text, at, inGroup);
    if (!/[A-Za-z0-9+/]/.test(char)) return at;
    inGroup = (inGroup + 1) % 4;
  }
  return text.length - inGroup;
}

/** Where the defect at or after the first padding character at `at` is. */
function paddingDefect(text: string, at: number, inGroup: number): number {
  if (inGroup < 2) return at;
  let next = skipLineBreaks(text, at + 1);
  if (inGroup === 2) {
    if (next === text.length) return next;
    // One before the offending character: so Go counts.
    if (text.charAt(next) !== "=") return next - 1;
    next = skipLineBreaks(text, next + 1);
  }
  return next;
}

function skipLineBreaks(text: string, at: number): number {
  let next = at;
  while (/[\r\n]/.test(text.charAt(next))) next++;
  return next;
}
