import { type Sign, signWithRsa } from "../../crypto/keys.js";
import { bitLength, greatestCommonDivisor, inverse } from "../../crypto/modular.js";
import type { HashName } from "../../crypto/names.js";
import { GoError } from "../../go/errors.js";
import { integer, sequenceOf } from "../encode/der.js";
import { encodePublicKey, rsaAlgorithm } from "../encode/public-key.js";
import { signatureAlgorithmFor } from "../encode/signing-algorithm.js";
import type { PrivateKey } from "../model/key.js";
import { encodePkcs8 } from "./pkcs8.js";
import { fitsModulus, type RsaExponents, signWithExponent } from "./rsa-signature.js";

/** An RSA private key of two primes (RFC 8017 §3.2). */
export interface RsaNumbers extends RsaExponents {
  readonly p: bigint;
  readonly q: bigint;
  readonly dP: bigint;
  readonly dQ: bigint;
  readonly qInv: bigint;
}

export interface RsaSigningRules {
  /** The error for a key that is too short for a signature. */
  readonly rsaMessageTooLong: string;
  /** The error for a key whose numbers give no valid signature. */
  readonly rsaSigningFailed: string;
}

/** Encodes RSAPrivateKey, version 0 (RFC 8017 §A.1.2). */
export function encodePkcs1({ n, e, d, p, q, dP, dQ, qInv }: RsaNumbers): Uint8Array {
  return sequenceOf([0n, n, e, d, p, q, dP, dQ, qInv], integer);
}

/** The inverse of e modulo λ(n) or φ(n), for a key of two primes. */
export function computePrivateExponent(e: bigint, p: bigint, q: bigint, modulus: "lambda" | "phi"): bigint {
  const phi = (p - 1n) * (q - 1n);
  return inverse(e, modulus === "phi" ? phi : phi / greatestCommonDivisor(p - 1n, q - 1n));
}

/**
 * Makes a private key of two primes. The caller has checked the numbers.
 *
 * @param sign given if the runtime has imported the key already
 */
export function makeRsaKey(numbers: RsaNumbers, rules: RsaSigningRules, sign?: Sign): PrivateKey {
  if (sign) return makeKey(numbers, rules, sign);
  // Runtimes refuse keys of fewer bits.
  if (bitLength(numbers.n) < 512) return makeMultiPrimeRsaKey(numbers, rules);
  // Runtimes always check d, upstream does not. Signing with two primes does not use it.
  const { n, e, p, q } = numbers;
  const isInverse = (e * numbers.d) % (p - 1n) === 1n && (e * numbers.d) % (q - 1n) === 1n;
  const d = isInverse && numbers.d < n ? numbers.d : computePrivateExponent(e, p, q, "lambda");
  const pkcs8 = encodePkcs8(rsaAlgorithm(), encodePkcs1({ ...numbers, d }));
  return makeKey(numbers, rules, signWithRsa(pkcs8));
}

/** Makes a private key of any number of primes. It signs with the private exponent alone. */
export function makeMultiPrimeRsaKey(exponents: RsaExponents, rules: RsaSigningRules): PrivateKey {
  return makeKey(exponents, rules, (hash, data) => signWithExponent(exponents, hash, data));
}

function makeKey(
  { n, e }: RsaExponents,
  rules: RsaSigningRules,
  signHashed: (hash: HashName, data: Uint8Array) => Promise<Uint8Array>,
): PrivateKey {
  const key: PrivateKey = {
    kind: "rsa",
    bits: bitLength(n),
    spki: encodePublicKey({ kind: "rsa", n, e }),
    async sign(data, algorithm = signatureAlgorithmFor(key)) {
      const hash = algorithm.hash ?? "SHA-256";
      if (!fitsModulus(hash, n)) throw new GoError(rules.rsaMessageTooLong);
      return signHashed(hash, data).catch((cause: unknown) => {
        throw new GoError(rules.rsaSigningFailed, { cause });
      });
    },
  };
  return key;
}
