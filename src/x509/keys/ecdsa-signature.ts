import { toBytes } from "../../crypto/modular.js";
import type { CurveName } from "../../crypto/names.js";
import { bigInt, sequence as sequenceType } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { concat } from "../../go/bytes.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { sequence, unsignedInteger } from "../encode/der.js";
import { coordinateLength } from "../encode/public-key.js";

/** The two numbers of an ECDSA signature. */
export interface EcdsaNumbers {
  readonly r: bigint;
  readonly s: bigint;
}

const signatureType = sequenceType("", { r: [bigInt], s: [bigInt] });

/** Encodes Ecdsa-Sig-Value (RFC 3279 §2.2.3). The first half of the bytes is r, the second half is s. */
export function encodeEcdsaSignature(halves: Uint8Array): Uint8Array {
  const middle = halves.length / 2;
  return sequence(unsignedInteger(halves.subarray(0, middle)), unsignedInteger(halves.subarray(middle)));
}

/**
 * Decodes Ecdsa-Sig-Value in strict DER without trailing data: r and s, each padded to the curve's size (IEEE P1363);
 * null for anything else.
 */
export function decodeEcdsaSignature(der: Uint8Array, curve: CurveName): Uint8Array | null {
  const outer = new DerReader(der);
  const inner = outer.enter(tags.sequence);
  const r = inner?.read(tags.integer) ?? null;
  const s = inner?.read(tags.integer) ?? null;
  if (r === null || s === null || !inner?.isEmpty() || !outer.isEmpty()) return null;
  const length = coordinateLength(curve);
  const halves = new Uint8Array(2 * length);
  return placeUnsigned(r, halves, length) && placeUnsigned(s, halves, 2 * length) ? halves : null;
}

/** Writes an INTEGER's contents (X.690 §8.3) right before `end`; false if it is negative, not minimal or too large. */
function placeUnsigned(contents: Uint8Array, halves: Uint8Array, end: number): boolean {
  const [first = 0x80, second = 0x80] = contents;
  if (first >= 0x80 || (first === 0 && contents.length > 1 && second < 0x80)) return false;
  const size = contents.length - (first === 0 ? 1 : 0);
  if (size > halves.length / 2) return false;
  for (let at = 1; at <= size; at++) halves[end - at] = contents[contents.length - at] ?? 0;
  return true;
}

/** Parses Ecdsa-Sig-Value as encoding/asn1 does, and ignores trailing data. Throws GoError. */
export function parseEcdsaSignature(der: Uint8Array): EcdsaNumbers {
  const { r, s } = unmarshal(signatureType, der).value;
  if (r <= 0n || s <= 0n) throw new GoError("x509: ECDSA signature contained zero or negative values");
  return { r, s };
}

/** Joins r and s, each padded to the curve's size (IEEE P1363); null if one is too large. */
export function joinHalves({ r, s }: EcdsaNumbers, curve: CurveName): Uint8Array | null {
  const length = coordinateLength(curve);
  if (r >> BigInt(length * 8) !== 0n || s >> BigInt(length * 8) !== 0n) return null;
  return concat([toBytes(r, length), toBytes(s, length)]);
}
