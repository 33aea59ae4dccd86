import { inverse, power } from "../../crypto/modular.js";
import { bigInt, int, sequence, sequenceOf } from "../../go/asn1/types.js";
import { type Asn1Type, unmarshal } from "../../go/asn1/unmarshal.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { encodePublicKey } from "../encode/public-key.js";
import type { PrivateKey } from "../model/key.js";
import { makeMultiPrimeRsaKey, makeRsaKey, type RsaNumbers, type RsaSigningRules } from "./rsa-key.js";

export interface RsaRules extends RsaSigningRules {
  /**
   * Which numbers of a key must fit together. "exponents": the primes and d; the others are ignored. "crt": the numbers
   * for the Chinese remainder theorem; if they do not fit, they are computed from d.
   */
  readonly rsaValidation: "exponents" | "crt";
}

const absentInteger: Asn1Type<bigint | null> = { ...bigInt, zero: null };
const otherPrimeInfo = sequence("pkcs1AdditionalRSAPrime", {
  prime: [bigInt],
  exponent: [bigInt],
  coefficient: [bigInt],
});
const rsaPrivateKey = sequence("pkcs1PrivateKey", {
  version: [int],
  n: [bigInt],
  e: [int],
  d: [bigInt],
  p: [bigInt],
  q: [bigInt],
  dP: [absentInteger, { optional: true }],
  dQ: [absentInteger, { optional: true }],
  qInv: [absentInteger, { optional: true }],
  otherPrimes: [sequenceOf("", otherPrimeInfo), { optional: true }],
});

type ReadKey = typeof rsaPrivateKey.zero;

/**
 * The public key that RSAPrivateKey (RFC 8017 §A.1.2) holds, as SubjectPublicKeyInfo. Nothing proves that the private
 * part is its own.
 *
 * @throws GoError
 */
export function readPkcs1PublicKey(der: Uint8Array): Uint8Array {
  const { n, e } = unmarshal(rsaPrivateKey, der).value;
  return encodePublicKey({ kind: "rsa", n, e });
}

/** Parses RSAPrivateKey (RFC 8017 §A.1.2). Throws GoError for every key that the Go programs refuse. */
export function parsePkcs1(der: Uint8Array, rules: RsaRules): PrivateKey {
  const { value: key, rest } = unmarshal(rsaPrivateKey, der);
  if (rest.length > 0) throw new GoError("asn1: syntax error: trailing data");
  if (key.version > 1n) throw new GoError("x509: unsupported private key version");
  const primes = [key.p, key.q, ...key.otherPrimes.map(({ prime }) => prime)];
  if ([key.n, key.d, ...primes].some((value) => value <= 0n)) {
    throw new GoError("x509: private key contains zero or negative value");
  }
  if (key.e < 2n) throw new GoError("crypto/rsa: public exponent too small or negative");
  if (key.e > 0x7fffffffn) throw new GoError("crypto/rsa: public exponent too large");
  if (rules.rsaValidation === "crt") checkCrt(key, primes);
  else checkExponents(key, primes);
  if (primes.length > 2) return makeMultiPrimeRsaKey(key, rules);
  return makeRsaKey(
    rules.rsaValidation === "crt" ? (readCrtNumbers(key) ?? computeCheckedNumbers(key)) : computeNumbers(key),
    rules,
  );
}

/** Checks that n is the product of the primes, and that d inverts e modulo each prime minus one. */
function checkExponents({ n, e, d }: ReadKey, primes: readonly bigint[]): void {
  if (primes.some((prime) => prime === 1n)) throw new GoError("crypto/rsa: invalid prime value");
  if (primes.reduce((product, prime) => product * prime, 1n) !== n) throw new GoError("crypto/rsa: invalid modulus");
  if (primes.some((prime) => (e * d) % (prime - 1n) !== 1n)) throw new GoError("crypto/rsa: invalid exponents");
}

/** Checks all but the numbers for the theorem. For more than two primes Go checks nearly nothing. */
function checkCrt({ n, e, d, p, q, dP, dQ, qInv }: ReadKey, primes: readonly bigint[]): void {
  if ([dP, dQ, qInv].some((value) => value !== null && value <= 0n)) {
    throw new GoError("x509: private key contains zero or negative value");
  }
  if (n % 2n === 0n) throw new GoError("crypto/rsa: public modulus is even");
  if (e % 2n === 0n) throw new GoError("crypto/rsa: public exponent is even");
  if (d >= n) throw new GoError("input overflows the modulus");
  if (primes.some((prime) => prime === 1n)) throw new GoError("crypto/rsa: prime factor is <= 1");
  if (primes.length === 2) {
    if (p >= n || q >= n) throw new GoError("crypto/rsa: invalid prime");
    if ((p * q) % n !== 0n) throw new GoError("crypto/rsa: p * q != n");
    return;
  }
  primes.reduce((product, prime) => {
    if (inverse(product, prime) === 0n) throw new GoError("crypto/rsa: prime factors are not relatively prime");
    return product * prime;
  });
}

/** The key's own numbers for the theorem; null if one is missing or does not fit. Go ignores d here. */
function readCrtNumbers({ n, e, d, p, q, dP, dQ, qInv }: ReadKey): RsaNumbers | null {
  if (dP === null || dQ === null || qInv === null) return null;
  const isInverse = (exponent: bigint, prime: bigint) => exponent < prime - 1n && (e * exponent) % (prime - 1n) === 1n;
  const fits = isInverse(dP, p) && isInverse(dQ, q) && qInv < p && (q * qInv) % p === 1n;
  return fits ? { n, e, d, p, q, dP, dQ, qInv } : null;
}

/** Computes the numbers for the theorem from d, and checks that they fit. */
function computeCheckedNumbers(key: ReadKey): RsaNumbers {
  const { e, p, q } = key;
  // Go inverts by Fermat's little theorem, which fails if p is not a prime.
  if (power(q, p - 1n, p) !== 1n) throw new GoError("crypto/rsa: invalid CRT coefficient");
  const numbers = computeNumbers(key);
  if ((e * numbers.dP) % (p - 1n) !== 1n || (e * numbers.dQ) % (q - 1n) !== 1n) {
    throw new GoError("crypto/rsa: invalid CRT exponent");
  }
  return numbers;
}

function computeNumbers({ n, e, d, p, q }: ReadKey): RsaNumbers {
  const qInv = inverse(q, p);
  if (qInv === 0n) throw new GoPanic("the two primes of this RSA private key are not coprime");
  return { n, e, d, p, q, dP: d % (p - 1n), dQ: d % (q - 1n), qInv };
}

/** Reads the numbers of a key that the runtime generated. They need no check. */
export function readPkcs1(der: Uint8Array): RsaNumbers {
  const { n, e, d, p, q, dP, dQ, qInv } = unmarshal(rsaPrivateKey, der).value;
  if (dP === null || dQ === null || qInv === null) throw new GoError("an RSA key without its CRT numbers");
  return { n, e, d, p, q, dP, dQ, qInv };
}
