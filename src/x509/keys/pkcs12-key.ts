import type { HashName } from "../../crypto/names.js";
import { digest } from "../../crypto/primitives.js";
import { concat } from "../../go/bytes.js";

/** What a key is derived from, besides the password. */
export interface Pkcs12Derivation {
  readonly hash: HashName;
  /** 1 for a key, 2 for a vector, 3 for a MAC. */
  readonly purpose: 1 | 2 | 3;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly length: number;
}

/** Derives a key as PKCS #12 does (RFC 7292 appendix B.2). The password is a BMPString with its two zeros at the end. */
export async function deriveFromBmp(
  { hash, purpose, salt, rounds, length }: Pkcs12Derivation,
  password: Uint8Array,
): Promise<Uint8Array> {
  const block = hash === "SHA-384" || hash === "SHA-512" ? 128 : 64;
  const diversifier = new Uint8Array(block).fill(purpose);
  const input = concat([repeat(salt, block), repeat(password, block)]);
  const parts: Uint8Array[] = [];
  for (let size = 0; size < length; size += parts.at(-1)?.length ?? length) {
    let part = await digest(hash, concat([diversifier, input]));
    for (let round = 1; round < rounds; round++) part = await digest(hash, part);
    parts.push(part);
    addToBlocks(input, repeat(part, block).subarray(0, block), block);
  }
  return concat(parts).slice(0, length);
}

/** Repeats bytes until they fill whole blocks. */
function repeat(bytes: Uint8Array, block: number): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / block) * block);
  for (let at = 0; at < filled.length; at++) filled[at] = bytes[at % bytes.length] ?? 0;
  return filled;
}

/** Adds a number, and one, to each block, which are numbers too. */
function addToBlocks(input: Uint8Array, addend: Uint8Array, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += (input[start + at] ?? 0) + (addend[at] ?? 0);
      input[start + at] = carry;
      carry >>= 8;
    }
  }
}
