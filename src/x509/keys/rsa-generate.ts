import { generateRsaKey, generatesRsaSize, type Sign } from "../../crypto/keys.js";
import { bitLength, inverse } from "../../crypto/modular.js";
import { generatePrime } from "../../crypto/primitives.js";
import { rsaHashFor } from "../encode/signing-algorithm.js";
import type { PrivateKey } from "../model/key.js";
import { parsePkcs8 } from "./pkcs8.js";
import { computePrivateExponent, makeRsaKey, type RsaNumbers, type RsaSigningRules } from "./rsa-key.js";
import { readPkcs1 } from "./rsa-parse.js";

const publicExponent = 65537n;

export interface RsaGenerationRules extends RsaSigningRules {
  /** The modulus for the private exponent of a new RSA key: λ(n) or φ(n) (RFC 8017 §3.2). */
  readonly rsaExponentModulus: "lambda" | "phi";
}

/** Generates an RSA key of two primes whose modulus has exactly this many bits; p is the larger prime. */
export async function generateRsa(
  bits: number,
  rules: RsaGenerationRules,
): Promise<{ readonly numbers: RsaNumbers; readonly key: PrivateKey }> {
  const { made, sign } = generatesRsaSize(bits) ? await generateAtOnce(bits) : await generateFromPrimes(bits);
  const { n, e, p, q } = made;
  if (bitLength(n) !== bits) throw new Error(`the runtime generated an RSA key of ${bitLength(n)} bits, not ${bits}`);
  const numbers = { ...made, d: computePrivateExponent(e, p, q, rules.rsaExponentModulus) };
  return { numbers, key: makeRsaKey(numbers, rules, sign) };
}

interface MadeNumbers {
  readonly made: RsaNumbers;
  readonly sign?: Sign;
}

async function generateAtOnce(bits: number): Promise<MadeNumbers> {
  const { pkcs8, sign } = await generateRsaKey(bits, rsaHashFor(bits));
  return { made: readPkcs1(parsePkcs8(pkcs8).privateKey), sign };
}

/**
 * Generates a key of a size that the runtime does not offer. Both primes have their two highest bits set, so the
 * modulus has all its bits.
 */
async function generateFromPrimes(bits: number): Promise<MadeNumbers> {
  const e = publicExponent;
  for (;;) {
    const size = Math.ceil(bits / 2);
    const [a, b] = await Promise.all([generatePrime(size), generatePrime(bits - size)]);
    const [p, q] = a > b ? [a, b] : [b, a];
    const d = inverse(e, (p - 1n) * (q - 1n));
    // FIPS 186-5 §A.1.3: the primes must not be close to each other.
    if (d === 0n || bitLength(p - q) <= bits / 2 - 100) continue;
    return { made: { n: p * q, e, d, p, q, dP: d % (p - 1n), dQ: d % (q - 1n), qInv: inverse(q, p) } };
  }
}
