/**
 * Go strings are bytes, JavaScript's are not. We hold a Go string as a JavaScript string in which the lone surrogate
 * U+DC00 + byte (U+DC80…U+DCFF) replaces each byte that is not part of valid UTF-8. This loses nothing:
 * encodeUtf8(decodeUtf8(bytes)) gives the same bytes for any input.
 */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Converts bytes to a Go string; never fails. */
export function decodeUtf8(bytes: Uint8Array): string {
  // A fatal decoder would create an error for invalid UTF-8, which takes 15 µs: too much for a million strings.
  const text = decoder.decode(bytes);
  return text.includes("\ufffd") ? decodeEscaping(bytes) : text;
}

/** The bytes of a Go string. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  // No UTF-16 unit takes more than three bytes.
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (let at = 0; at < text.length; ) {
    const end = findEndOfRun(text, at);
    if (end > at) {
      const run = encoder.encode(text.slice(at, end));
      bytes.set(run, size);
      size += run.length;
      at = end;
    } else {
      bytes[size++] = text.charCodeAt(at++) - 0xdc00;
    }
  }
  return bytes.slice(0, size);
}

/** The offset of the next byte that is not part of valid UTF-8, or the end. */
function findEndOfRun(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code >= 0xdc80 && code <= 0xdcff) return at;
    at += code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return at;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Whether every byte of the Go string is part of valid UTF-8. */
export function isValidUtf8(text: string): boolean {
  return text.isWellFormed();
}

/** Replaces each invalid byte by U+FFFD, as Go does when it converts a string to runes. */
export function toValidUtf8(text: string): string {
  return text.toWellFormed();
}

function decodeEscaping(bytes: Uint8Array): string {
  let text = "";
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceLength(bytes, at);
    if (size === 0) {
      if (at > start) text += decoder.decode(bytes.subarray(start, at));
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      start = at + 1;
    }
    at += size || 1;
  }
  return text + decoder.decode(bytes.subarray(start));
}

/** The length of the well-formed sequence at `at` (Unicode 15, table 3-7); 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let n = 2; n < size; n++) if (((bytes[at + n] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}
