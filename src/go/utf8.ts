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
  // No UTF-16 unit takes more than three bytes. A loop, because an OCSP response has an escaped byte in every three.
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code >= 0xdc80 && code <= 0xdcff) {
      bytes[size++] = code - 0xdc00;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(at + 1);
      const isPair = code < 0xdc00 && isLowSurrogate(low);
      code = isPair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
      if (isPair) at++;
    }
    size = writeCodePoint(code, bytes, size);
  }
  return bytes.slice(0, size);
}

/** Writes a code point at an offset. Returns the offset after it. */
function writeCodePoint(code: number, bytes: Uint8Array, start: number): number {
  if (code < 0x80) {
    bytes[start] = code;
    return start + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  bytes[start] = (0xf00 >> (more + 1)) | (code >> (6 * more));
  for (let n = 1; n <= more; n++) bytes[start + n] = 0x80 | ((code >> (6 * (more - n))) & 0x3f);
  return start + more + 1;
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
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const size = sequenceLength(bytes, at);
    if (size === 0) units[count++] = 0xdc00 + lead;
    else if (size === 1) units[count++] = lead;
    else {
      let code = lead & (0x7f >> size);
      for (let n = 1; n < size; n++) code = (code << 6) | ((bytes[at + n] ?? 0) & 0x3f);
      if (size === 4) units[count++] = 0xd7c0 + (code >> 10);
      units[count++] = size === 4 ? 0xdc00 + (code & 0x3ff) : code;
    }
    at += size || 1;
  }
  return fromUnits(units.subarray(0, count));
}

/** A string of UTF-16 units, of which some are lone surrogates. */
function fromUnits(units: Uint16Array): string {
  let text = "";
  // So many arguments fit on any stack.
  for (let at = 0; at < units.length; at += 8192) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(at, at + 8192));
  }
  return text;
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
