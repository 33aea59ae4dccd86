import { isPrintable, printableMarks } from "../../go/asn1/text.js";
import { compareBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { decodeHex } from "../../go/hex.js";
import { encodeUtf8, isValidUtf8 } from "../../go/utf8.js";
import { encodeUtf16 } from "../../go/utf16.js";

/**
 * Writes DER (X.690 §10) as Go's encoding/asn1 does. Each function returns one whole element (tag, length, contents).
 * Errors have Go's texts.
 */

/** An absent optional field: no bytes. */
export const absent = new Uint8Array();

/** One element around any number of parts. `tag` is the whole identifier byte. */
export function element(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const more = size < 0x80 ? 0 : Math.ceil((32 - Math.clz32(size)) / 8);
  const out = new Uint8Array(2 + more + size);
  out[0] = tag;
  out[1] = more === 0 ? size : 0x80 | more;
  let at = 2;
  for (let rest = more - 1; rest >= 0; rest--) out[at++] = size >>> (8 * rest);
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** SEQUENCE of the arguments. Use sequenceOf for a list: it may be too long for arguments. */
export function sequence(...fields: readonly Uint8Array[]): Uint8Array {
  return element(0x30, fields);
}

/** SEQUENCE OF the encoded items. */
export function sequenceOf<T>(items: readonly T[], encode: (item: T) => Uint8Array): Uint8Array {
  return element(0x30, encodeAll(items, encode));
}

export function encodeAll<T>(items: readonly T[], encode: (item: T) => Uint8Array): Uint8Array[] {
  const elements: Uint8Array[] = [];
  for (const item of items) elements.push(encode(item));
  return elements;
}

/** SET OF whole elements, in ascending order of their encodings (X.690 §11.6). */
export function setOf(parts: readonly Uint8Array[]): Uint8Array {
  return element(0x31, parts.length < 2 ? parts : [...parts].sort(compareBytes));
}

/** INTEGER, in the fewest bytes of two's complement. */
export function integer(value: bigint): Uint8Array {
  return element(0x02, [signedContents(value)]);
}

/** ENUMERATED, in the fewest bytes of two's complement. */
export function enumerated(value: bigint): Uint8Array {
  return element(0x0a, [signedContents(value)]);
}

function signedContents(value: bigint): Uint8Array {
  if (value >= 0n) return unsignedContents(toBytes(value));
  // The complement has the same length and the same sign bit, inverted.
  return unsignedContents(toBytes(~value)).map((byte) => byte ^ 0xff);
}

function toBytes(value: bigint): Uint8Array {
  const digits = value.toString(16);
  return decodeHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}

/** INTEGER of an unsigned big-endian number of any length. Leading zeros are allowed; no bytes mean 0. */
export function unsignedInteger(bytes: Uint8Array): Uint8Array {
  return element(0x02, [unsignedContents(bytes)]);
}

/** Removes leading zeros, but keeps one where the first bit would become the sign. */
function unsignedContents(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  const needsZero = start === bytes.length || (bytes[start] ?? 0) >= 0x80;
  if (!needsZero) return bytes.subarray(start);
  const contents = new Uint8Array(1 + bytes.length - start);
  contents.set(bytes.subarray(start), 1);
  return contents;
}

/**
 * OBJECT IDENTIFIER of dotted decimal arcs. Like Go, it writes no bytes for an arc below zero. Throws GoError for fewer
 * than two arcs, or for first arcs that X.660 does not know.
 */
export function objectIdentifier(dotted: string): Uint8Array {
  const known = identifiers.get(dotted);
  if (known) return known;
  const arcs = dotted === "" ? [] : dotted.split(".");
  const encoded = element(0x06, [encodeSmallArcs(arcs) ?? encodeLargeArcs(arcs)]);
  if (identifiers.size < mostIdentifiers) identifiers.set(dotted, encoded);
  return encoded;
}

/** A certificate has twenty, the same ones each time: 10 µs of 90 to encode it. */
const identifiers = new Map<string, Uint8Array>();
const mostIdentifiers = 100;

/** The fast path: encodes arcs of up to eight digits without BigInt. Null for other arcs and for invalid ones. */
function encodeSmallArcs(arcs: readonly string[]): Uint8Array | null {
  const bytes: number[] = [];
  let first = 0;
  for (let at = 0; at < arcs.length; at++) {
    const text = arcs[at] ?? "";
    const arc = Number(text);
    if (text.length > 8 || String(arc) !== text || arc < 0) return null;
    if (at === 0) first = arc;
    else pushBase128(bytes, at === 1 ? first * 40 + arc : arc);
    if (first > 2 || (at === 1 && first < 2 && arc >= 40)) return null;
  }
  return arcs.length < 2 ? null : new Uint8Array(bytes);
}

function pushBase128(bytes: number[], arc: number): void {
  let shift = 0;
  while (arc >>> (shift + 7) > 0) shift += 7;
  for (; shift > 0; shift -= 7) bytes.push(((arc >>> shift) & 0x7f) | 0x80);
  bytes.push(arc & 0x7f);
}

function encodeLargeArcs(texts: readonly string[]): Uint8Array {
  const [first, second, ...rest] = texts.map(BigInt);
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second >= 40n)) {
    throw new GoError("asn1: structure error: invalid object identifier");
  }
  const bytes: number[] = [];
  // Go's ints wrap at 64 bits.
  for (const arc of [BigInt.asIntN(64, first * 40n + second), ...rest]) {
    for (const byte of encodeBase128(arc)) bytes.push(byte);
  }
  return new Uint8Array(bytes);
}

function encodeBase128(arc: bigint): readonly number[] {
  if (arc < 0n) return [];
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return element(0x04, [bytes]);
}

/** BIT STRING. `unusedBits` is the number of unused bits at the end of the last byte. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return element(0x03, [Uint8Array.of(unusedBits), bytes]);
}

/** BOOLEAN. */
export function boolean(value: boolean): Uint8Array {
  return element(0x01, [Uint8Array.of(value ? 0xff : 0)]);
}

/** NULL. */
export function nullValue(): Uint8Array {
  return element(0x05, []);
}

/** A constructed element of context-specific tag [n]: around a whole element if explicit, otherwise around fields. */
export function explicit(n: number, contents: Uint8Array): Uint8Array {
  return element(0xa0 | n, [contents]);
}

/** A primitive element of context-specific tag [n], for IMPLICIT strings. */
export function contextPrimitive(n: number, bytes: Uint8Array): Uint8Array {
  return element(0x80 | n, [bytes]);
}

/** UTF8String. Does not check the text. */
export function utf8String(text: string): Uint8Array {
  return element(0x0c, [encodeUtf8(text)]);
}

/** BMPString (X.690 §8.23.8). */
export function bmpString(text: string): Uint8Array {
  return element(0x1e, [encodeUtf16(text)]);
}

/** IA5String. Throws GoError for a character outside ASCII. */
export function ia5String(text: string): Uint8Array {
  if (!isAscii(text)) throw new GoError("asn1: structure error: IA5String contains invalid character");
  return element(0x16, [encodeUtf8(text)]);
}

/** Whether every character is ASCII, as IA5String requires. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/**
 * A string without a declared type, as encoding/asn1 writes it: PrintableString if X.680 §41.4 allows every character,
 * otherwise UTF8String. Throws GoError for invalid UTF-8.
 */
export function goString(text: string): Uint8Array {
  if (isPrintable(text, printableMarks)) return element(0x13, [encodeUtf8(text)]);
  if (!isValidUtf8(text)) throw new GoError("asn1: string not valid UTF-8");
  return utf8String(text);
}

/**
 * A time by RFC 5280 §4.1.2.5: UTCTime from 1950 through 2049, otherwise GeneralizedTime. Throws GoError for a year
 * outside 0…9999.
 *
 * @param seconds since 1970 (UTC)
 * @param offset minutes east of UTC for the written time; RFC 5280 requires 0
 */
export function time(seconds: number, offset = 0): Uint8Array {
  const digits = timeDigits(seconds, offset);
  const isShort = digits >= "1950" && digits < "2050";
  return element(isShort ? 0x17 : 0x18, [encodeUtf8((isShort ? digits.slice(2) : digits) + formatZone(offset))]);
}

/** GeneralizedTime in UTC (RFC 5280 §4.1.2.5.2). Throws GoError for a year outside 0…9999. */
export function generalizedTime(seconds: number): Uint8Array {
  return element(0x18, [encodeUtf8(`${timeDigits(seconds, 0)}Z`)]);
}

/** `YYYYMMDDhhmmss`. */
function timeDigits(seconds: number, offset: number): string {
  const moment = new Date((seconds + offset * 60) * 1000);
  const year = moment.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) {
    throw new GoError("asn1: structure error: cannot represent time as GeneralizedTime");
  }
  const day = twoDigits(moment.getUTCMonth() + 1) + twoDigits(moment.getUTCDate());
  const clock = twoDigits(moment.getUTCHours()) + twoDigits(moment.getUTCMinutes()) + twoDigits(moment.getUTCSeconds());
  return twoDigits(Math.floor(year / 100)) + twoDigits(year % 100) + day + clock;
}

function formatZone(offset: number): string {
  if (offset === 0) return "Z";
  const size = Math.abs(offset);
  return (offset < 0 ? "-" : "+") + twoDigits(Math.floor(size / 60)) + twoDigits(size % 60);
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
