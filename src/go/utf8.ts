/**
 * Go strings are bytes, JavaScript's are not. A Go string is held here as a JavaScript string in which a byte that
 * is no part of valid UTF-8 stands as the lone surrogate U+DC00 + byte (U+DC80…U+DCFF), so that nothing is lost:
 * encodeUtf8(decodeUtf8(bytes)) gives the same bytes for any input.
 */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The Go string with these bytes; never fails. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

/** The bytes of a Go string. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const parts: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else for (const byte of encoder.encode(char)) parts.push(byte);
  }
  return Uint8Array.from(parts);
}

/** Whether every byte of the Go string is part of valid UTF-8. */
export function isValidUtf8(text: string): boolean {
  return text.isWellFormed();
}

/** The Go string as Go converts it to runes: each invalid byte becomes U+FFFD. */
export function toValidUtf8(text: string): string {
  return text.toWellFormed();
}

function decodeEscaping(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceLength(bytes, at);
    if (size === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += strict.decode(bytes.subarray(at, at + size));
      at += size;
    }
  }
  return text;
}

/** How many bytes the well-formed sequence at `at` has (Unicode 15, table 3-7); 0 when there is none. */
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
