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

/** Ecdsa-Sig-Value (RFC 3279 §2.2.3) in DER of r and s, each the half of the octets. */
export function encodeEcdsaSignature(halves: Uint8Array): Uint8Array {
  const middle = halves.length / 2;
  return sequence(unsignedInteger(halves.subarray(0, middle)), unsignedInteger(halves.subarray(middle)));
}

/** Reads Ecdsa-Sig-Value in strict DER with nothing behind it; null for anything else. */
export function decodeEcdsaSignature(der: Uint8Array): EcdsaNumbers | null {
  const outer = new DerReader(der);
  const inner = outer.enter(tags.sequence);
  const r = inner?.readInteger() ?? null;
  const s = inner?.readInteger() ?? null;
  return r === null || s === null || !inner?.isEmpty() || !outer.isEmpty() || r < 0n || s < 0n ? null : { r, s };
}

/** Reads Ecdsa-Sig-Value as encoding/asn1 does, whatever follows. Throws GoError that says what is wrong. */
export function parseEcdsaSignature(der: Uint8Array): EcdsaNumbers {
  const { r, s } = unmarshal(signatureType, der).value;
  if (r <= 0n || s <= 0n) throw new GoError("x509: ECDSA signature contained zero or negative values");
  return { r, s };
}

/** r and s as octets of the curve's size after each other (IEEE P1363); null when one is too large. */
export function joinHalves({ r, s }: EcdsaNumbers, curve: CurveName): Uint8Array | null {
  const length = coordinateLength(curve);
  if (r >> BigInt(length * 8) !== 0n || s >> BigInt(length * 8) !== 0n) return null;
  return concat([toBytes(r, length), toBytes(s, length)]);
}
