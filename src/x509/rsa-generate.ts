import { bitLength, inverse } from "./modular.js";
import { parsePkcs8 } from "./pkcs8.js";
import { generatePkcs8, generatePrime, generatesRsaSize } from "./provider.js";
import { privateExponent, type RsaNumbers } from "./rsa-key.js";
import { readPkcs1 } from "./rsa-parse.js";

const publicExponent = 65537n;

/**
 * The numbers of a new RSA key of two primes whose modulus has just this many bits; p is the larger prime.
 *
 * @param exponentModulus what the private exponent is reduced by: λ(n) or φ(n)
 */
export async function generateRsaNumbers(bits: number, exponentModulus: "lambda" | "phi"): Promise<RsaNumbers> {
  const numbers = generatesRsaSize(bits)
    ? readPkcs1(parsePkcs8(await generatePkcs8({ kind: "rsa", bits })).privateKey)
    : await generateFromPrimes(bits);
  const { n, e, p, q } = numbers;
  if (bitLength(n) !== bits) throw new Error(`the runtime generated an RSA key of ${bitLength(n)} bits, not ${bits}`);
  return { ...numbers, d: privateExponent(e, p, q, exponentModulus) };
}

/** For sizes that the runtime has no keys of, though primes: both have their two highest bits set, so none is lost. */
async function generateFromPrimes(bits: number): Promise<RsaNumbers> {
  const e = publicExponent;
  for (;;) {
    const size = Math.ceil(bits / 2);
    const [a, b] = await Promise.all([generatePrime(size), generatePrime(bits - size)]);
    const [p, q] = a > b ? [a, b] : [b, a];
    const d = inverse(e, (p - 1n) * (q - 1n));
    // FIPS 186-5 §A.1.3: the primes lie apart.
    if (d === 0n || bitLength(p - q) <= bits / 2 - 100) continue;
    return { n: p * q, e, d, p, q, dP: d % (p - 1n), dQ: d % (q - 1n), qInv: inverse(q, p) };
  }
}
