import { decodeHex } from "../go/hex.js";

/** Arithmetic of large numbers that BigInt does not have. Not constant-time: runtimes sign, this checks and converts. */

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The number between 0 and the modulus whose product with `value` leaves 1; 0 when there is none. */
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

/** What `base` to the power of `exponent` (not negative) leaves. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

/** How many bits a positive number has. */
export function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** Big-endian octets of a number that is not negative, with zeros in front. */
export function toBytes(value: bigint, length: number): Uint8Array {
  return decodeHex(value.toString(16).padStart(length * 2, "0"));
}
