import { GoError } from "../errors.js";
import { structureError, syntaxError } from "./errors.js";

/** Tag classes of X.690 §8.1.2.2. */
export const classUniversal = 0;
export const classContextSpecific = 2;

/** The tag and the length of one element. `next` is the offset of its contents. */
export interface Header {
  readonly class: number;
  readonly tag: number;
  readonly length: number;
  readonly isCompound: boolean;
  readonly next: number;
}

/**
 * Reads tag and length (X.690 §8.1.2, §8.1.3, §10.1) as strictly as Go's encoding/asn1, and with its errors. The
 * caller checks whether the contents are complete.
 */
export function parseHeader(bytes: Uint8Array, offset: number): Header {
  const lead = bytes[offset];
  if (lead === undefined) throw new GoError("asn1: internal error in parseTagAndLength");
  const identifier = (lead & 0x1f) === 0x1f ? parseHighTag(bytes, offset + 1) : { tag: lead & 0x1f, next: offset + 1 };
  const { length, next } = parseLength(bytes, identifier.next);
  return { class: lead >> 6, tag: identifier.tag, length, isCompound: (lead & 0x20) !== 0, next };
}

function parseHighTag(bytes: Uint8Array, offset: number): { tag: number; next: number } {
  const { value, next } = parseBase128(bytes, offset);
  if (value < 0x1f) throw syntaxError("non-minimal tag");
  return { tag: value, next };
}

function parseLength(bytes: Uint8Array, offset: number): { length: number; next: number } {
  const lead = byteAt(bytes, offset);
  if (lead < 0x80) return { length: lead, next: offset + 1 };
  const count = lead & 0x7f;
  if (count === 0) throw syntaxError("indefinite length found (not DER)");
  let length = 0;
  for (let at = offset + 1; at <= offset + count; at++) {
    const byte = byteAt(bytes, at);
    if (length >= 1 << 23) throw structureError("length too large");
    length = length * 256 + byte;
    if (length === 0) throw structureError("superfluous leading zeros in length");
  }
  if (length < 0x80) throw structureError("non-minimal length");
  return { length, next: offset + 1 + count };
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw syntaxError("truncated tag or length");
  return byte;
}

/**
 * Reads an integer of up to five groups of seven bits (X.690 §8.1.2.4.2, §8.19.2) that fits 31 bits. `next` is the
 * offset after it. `padded` allows leading zero groups. Throws GoError with Go's text.
 */
export function parseBase128(
  bytes: Uint8Array,
  offset: number,
  padded = false,
  end = bytes.length,
): { value: number; next: number } {
  let value = 0;
  for (let at = offset; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (at === offset + 5) throw structureError("base 128 integer too large");
    if (at === offset && byte === 0x80 && !padded) throw syntaxError("integer is not minimally encoded");
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (value > 0x7fffffff) throw structureError("base 128 integer too large");
    return { value, next: at + 1 };
  }
  throw syntaxError("truncated base 128 integer");
}
