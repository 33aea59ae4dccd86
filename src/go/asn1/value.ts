import { encodeHex } from "../hex.js";
import { structureError, syntaxError } from "./errors.js";
import { parseBase128 } from "./header.js";

/** A BIT STRING (X.690 §8.6). The unused bits of the last byte are zero. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly bitLength: number;
}

/** Parses BOOLEAN contents (X.690 §8.2, §11.1). Throws GoError with Go's text. */
export function parseBoolean(contents: Uint8Array): boolean {
  const byte = contents[0];
  if (contents.length !== 1 || (byte !== 0 && byte !== 0xff)) throw syntaxError("invalid boolean");
  return byte === 0xff;
}

/** Parses INTEGER contents (X.690 §8.3) of any size. Throws GoError with Go's text. */
export function parseInteger(contents: Uint8Array): bigint {
  const first = contents[0];
  const second = contents[1];
  if (first === undefined) throw structureError("empty integer");
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw structureError("integer not minimally-encoded");
  }
  const value = toUnsigned(contents);
  return first < 0x80 ? value : BigInt.asIntN(contents.length * 8, value);
}

/** Parses INTEGER contents of at most 64 bits. Throws GoError with Go's text. */
export function parseInt64(contents: Uint8Array): bigint {
  const value = parseInteger(contents);
  if (contents.length > 8) throw structureError("integer too large");
  return value;
}

/** Parses INTEGER or ENUMERATED contents (X.690 §8.3, §8.4) of at most 32 bits. Throws GoError with Go's text. */
export function parseInt32(contents: Uint8Array): bigint {
  const value = parseInt64(contents);
  if (BigInt.asIntN(32, value) !== value) throw structureError("integer too large");
  return value;
}

/** Reads the bytes as a big-endian unsigned number. */
export function toUnsigned(bytes: Uint8Array): bigint {
  return BigInt(`0x0${encodeHex(bytes)}`);
}

/** Parses BIT STRING contents (X.690 §8.6, §11.2). Throws GoError with Go's text. */
export function parseBitString(contents: Uint8Array): BitString {
  const padding = contents[0];
  if (padding === undefined) throw syntaxError("zero length BIT STRING");
  const last = contents[contents.length - 1] ?? 0;
  // If no byte follows the count, `last` is the count itself. A count of 0 alone is an empty string.
  if (padding > 7 || (contents.length === 1 && padding > 0) || (last & ((1 << padding) - 1)) !== 0) {
    throw syntaxError("invalid padding bits in BIT STRING");
  }
  return { bytes: contents.subarray(1), bitLength: (contents.length - 1) * 8 - padding };
}

/** Moves the unused bits from the end to the front. */
export function rightAlign({ bytes, bitLength }: BitString): Uint8Array {
  const shift = (8 - (bitLength % 8)) % 8;
  if (shift === 0) return bytes;
  return bytes.map((byte, at) => (((bytes[at - 1] ?? 0) << (8 - shift)) | (byte >> shift)) & 0xff);
}

/** Whether a bit is set, counted from the first. Bits beyond the end are not set. */
export function hasBit({ bytes, bitLength }: BitString, index: number): boolean {
  return index < bitLength && ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}

/**
 * Decodes OBJECT IDENTIFIER contents (X.690 §8.19), all of the bytes or those from `start` to `end`, to dotted form. No
 * arc may exceed 31 bits. Only `padded` allows leading zeros in an arc. Throws GoError with Go's text.
 */
export function parseOid(bytes: Uint8Array, padded = false, start = 0, end = bytes.length): string {
  if (start === end) throw syntaxError("zero length OBJECT IDENTIFIER");
  const { value, next } = parseBase128(bytes, start, padded, end);
  const first = Math.min(Math.floor(value / 40), 2);
  let dotted = `${first}.${value - first * 40}`;
  for (let at = next; at < end; ) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      dotted += `.${byte}`;
      at++;
      continue;
    }
    const arc = parseBase128(bytes, at, padded, end);
    dotted += `.${arc.value}`;
    at = arc.next;
  }
  return dotted;
}
