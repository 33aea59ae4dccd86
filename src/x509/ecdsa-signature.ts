import { sequence, unsignedInteger } from "./der.js";

/** Ecdsa-Sig-Value (RFC 3279 §2.2.3) in DER of r and s, each the half of the octets. */
export function encodeEcdsaSignature(halves: Uint8Array): Uint8Array {
  const middle = halves.length / 2;
  return sequence(unsignedInteger(halves.subarray(0, middle)), unsignedInteger(halves.subarray(middle)));
}
