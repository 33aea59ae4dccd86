import { decodeUtf8, encodeUtf8 } from "./utf8.js";

/** Trims white space as Go's unicode.IsSpace defines it: with U+0085, but without U+FEFF. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  return code < 0x80
    ? isAsciiSpace(code)
    : /[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(String.fromCharCode(code));
}

/** Like trimSpace, for bytes in UTF-8. */
export function trimSpaceBytes(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && isAsciiSpace(bytes[start])) start++;
  while (end > start && isAsciiSpace(bytes[end - 1])) end--;
  const trimmed = bytes.subarray(start, end);
  const isPlain = (trimmed[0] ?? 0) < 0x80 && (trimmed[trimmed.length - 1] ?? 0) < 0x80;
  return isPlain ? trimmed : encodeUtf8(trimSpace(decodeUtf8(trimmed)));
}

function isAsciiSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
