import { GoError } from "../go/errors.js";
import { encodeUtf8, isValidUtf8 } from "../go/utf8.js";

/**
 * A writer of DER (X.690 §10) with the habits of Go's encoding/asn1: each function answers one whole element (tag,
 * length, contents), and what cannot be written is refused in its words.
 */

/** One element: `tag` is the whole identifier octet. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const length = lengthOctets(size);
  const out = new Uint8Array(1 + length.length + size);
  out[0] = tag;
  out.set(length, 1);
  let at = 1 + length.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function lengthOctets(size: number): readonly number[] {
  if (size < 0x80) return [size];
  const octets: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

/** SEQUENCE (or SEQUENCE OF) of whole elements. */
export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...parts);
}

/** SET OF whole elements, in the order that DER asks for: ascending by encoding (X.690 §11.6). */
export function setOf(parts: readonly Uint8Array[]): Uint8Array {
  return element(0x31, ...[...parts].sort(compareOctets));
}

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** INTEGER, in as few octets of two's complement as hold the value. */
export function integer(value: bigint): Uint8Array {
  // Negative: the complement has the same length and the same sign bit, inverted.
  const magnitude = value < 0n ? ~value : value;
  const hex = magnitude.toString(16);
  const octets = hexOctets(hex.length % 2 === 0 ? hex : `0${hex}`);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return element(0x02, Uint8Array.from(value < 0n ? octets.map((octet) => octet ^ 0xff) : octets));
}

function hexOctets(hex: string): number[] {
  const octets: number[] = [];
  for (let at = 0; at < hex.length; at += 2) octets.push(Number.parseInt(hex.slice(at, at + 2), 16));
  return octets;
}

/** INTEGER of an unsigned big-endian number of any length, leading zeros allowed; no octets stand for 0. */
export function unsignedInteger(octets: Uint8Array): Uint8Array {
  const start = octets.findIndex((octet) => octet !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : octets.subarray(start);
  return (digits[0] ?? 0) >= 0x80 ? element(0x02, Uint8Array.of(0), digits) : element(0x02, digits);
}

/**
 * OBJECT IDENTIFIER of dotted decimal arcs; as Go, an arc below zero is written as no octets. Throws GoError for
 * fewer than two arcs, or first arcs that X.660 does not know.
 */
export function objectIdentifier(dotted: string): Uint8Array {
  const arcs = dotted === "" ? [] : dotted.split(".").map(BigInt);
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second >= 40n)) {
    throw new GoError("asn1: structure error: invalid object identifier");
  }
  const octets: number[] = [];
  // Go's ints wrap at 64 bits.
  for (const arc of [BigInt.asIntN(64, first * 40n + second), ...rest]) octets.push(...base128(arc));
  return element(0x06, Uint8Array.from(octets));
}

function base128(arc: bigint): readonly number[] {
  if (arc < 0n) return [];
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return element(0x04, bytes);
}

/** BIT STRING; `unusedBits` counts the bits at the end of the last octet that are none of the value's. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return element(0x03, Uint8Array.of(unusedBits), bytes);
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return element(0x01, Uint8Array.of(value ? 0xff : 0));
}

/** NULL. */
export function nullValue(): Uint8Array {
  return element(0x05);
}

/** A constructed element of context-specific tag [n]: around a whole element when explicit, around fields when not. */
export function explicit(n: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 | n, ...parts);
}

/** A primitive element of context-specific tag [n], for IMPLICIT strings. */
export function contextPrimitive(n: number, bytes: Uint8Array): Uint8Array {
  return element(0x80 | n, bytes);
}

/** UTF8String; the text is not checked. */
export function utf8String(text: string): Uint8Array {
  return element(0x0c, encodeUtf8(text));
}

/** IA5String. Throws GoError for a character outside ASCII. */
export function ia5String(text: string): Uint8Array {
  if (!isAscii(text)) throw new GoError("asn1: structure error: IA5String contains invalid character");
  return element(0x16, encodeUtf8(text));
}

/** Whether every character is ASCII, as IA5String needs it. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/**
 * A string as encoding/asn1 writes one of no declared type: PrintableString when X.680 §41.4 allows every character,
 * UTF8String otherwise. Throws GoError for invalid UTF-8.
 */
export function goString(text: string): Uint8Array {
  if (/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) return element(0x13, encodeUtf8(text));
  if (!isValidUtf8(text)) throw new GoError("asn1: string not valid UTF-8");
  return utf8String(text);
}

/**
 * A moment (seconds since 1970, UTC) as RFC 5280 §4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime after (and
 * before 1950). Throws GoError for a year of other than four digits.
 *
 * @param offset minutes east of UTC that the clock is to show; RFC 5280 wants 0
 */
export function time(seconds: number, offset = 0): Uint8Array {
  const moment = new Date((seconds + offset * 60) * 1000);
  const year = moment.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) {
    throw new GoError("asn1: structure error: cannot represent time as GeneralizedTime");
  }
  const parts = [moment.getUTCMonth() + 1, moment.getUTCDate()];
  parts.push(moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds());
  const short = year >= 1950 && year < 2050;
  const text = [short ? year % 100 : String(year).padStart(4, "0"), ...parts].map((part) =>
    String(part).padStart(2, "0"),
  );
  return element(short ? 0x17 : 0x18, encodeUtf8(text.join("") + zone(offset)));
}

function zone(offset: number): string {
  if (offset === 0) return "Z";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? "-" : "+"}${[hours, minutes].map((part) => String(part).padStart(2, "0")).join("")}`;
}

/** Whether both are the same octets. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, at) => octet === b[at]);
}
