import { decodeHex } from "../go/hex.js";

/** Arithmetic that BigInt lacks. It is not constant-time: runtimes sign, this code checks and converts. */

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The modular inverse of `value`; 0 if it has none. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return rest === 1n ? (factor + modulus) % modulus : 0n;
}

/** `base` to the power of `exponent`, modulo `modulus`. The exponent must not be negative. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

/** The number of bits of a positive number. */
export function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** The big-endian bytes of a number that is not negative, padded to `length` with leading zeros. */
export function toBytes(value: bigint, length: number): Uint8Array {
  return decodeHex(value.toString(16).padStart(length * 2, "0"));
}
