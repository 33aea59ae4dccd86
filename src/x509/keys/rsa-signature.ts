import { bitLength, power, toBytes } from "../../crypto/modular.js";
import type { HashName } from "../../crypto/names.js";
import { digest } from "../../crypto/primitives.js";
import { toUnsigned } from "../../go/asn1/value.js";
import { concat } from "../../go/bytes.js";
import { nullValue, objectIdentifier, octetString, sequence } from "../encode/der.js";

/** Modulus and exponents of an RSA key of any number of primes. */
export interface RsaExponents {
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
}

const digestAlgorithms: Readonly<Record<HashName, { readonly oid: string; readonly length: number }>> = {
  "SHA-1": { oid: "1.3.14.3.2.26", length: 20 },
  "SHA-256": { oid: "2.16.840.1.101.3.4.2.1", length: 32 },
  "SHA-384": { oid: "2.16.840.1.101.3.4.2.2", length: 48 },
  "SHA-512": { oid: "2.16.840.1.101.3.4.2.3", length: 64 },
};

/** Whether a modulus is long enough for a signature with this hash (RFC 8017 §9.2, step 3). */
export function fitsModulus(hash: HashName, n: bigint): boolean {
  return modulusLength(n) >= encodeDigestInfo(hash, new Uint8Array(digestAlgorithms[hash].length)).length + 11;
}

/** DigestInfo (RFC 8017 §A.2.4). */
function encodeDigestInfo(hash: HashName, value: Uint8Array): Uint8Array {
  return sequence(sequence(objectIdentifier(digestAlgorithms[hash].oid), nullValue()), octetString(value));
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2), as a number. */
async function encodeMessage(n: bigint, hash: HashName, data: Uint8Array): Promise<bigint> {
  const info = encodeDigestInfo(hash, await digest(hash, data));
  const padding = new Uint8Array(modulusLength(n) - info.length - 3).fill(0xff);
  return toUnsigned(concat([Uint8Array.of(0, 1), padding, Uint8Array.of(0), info]));
}

function modulusLength(n: bigint): number {
  return Math.ceil(bitLength(n) / 8);
}

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1) for keys that runtimes refuse: with more than two primes, or fewer than 512 bits.
 * Like Go for such keys, it uses d alone and verifies its own signature.
 *
 * @throws Error if the exponents do not belong together
 */
export async function signWithExponent({ n, e, d }: RsaExponents, hash: HashName, data: Uint8Array) {
  const message = await encodeMessage(n, hash, data);
  const signature = power(message, d, n);
  if (power(signature, e, n) !== message) throw new Error("the private exponent does not undo the public one");
  return toBytes(signature, modulusLength(n));
}

/**
 * Verifies an RSASSA-PKCS1-v1_5 signature (RFC 8017 §8.2.2). The runtime cannot do this, because it accepts fewer keys
 * than Go.
 */
export async function verifyWithExponent(
  { n, e }: Pick<RsaExponents, "n" | "e">,
  hash: HashName,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!fitsModulus(hash, n) || signature.length !== modulusLength(n)) return false;
  const value = toUnsigned(signature);
  return value < n && power(value, e, n) === (await encodeMessage(n, hash, data));
}
