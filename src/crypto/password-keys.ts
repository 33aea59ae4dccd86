import { concat } from "../go/bytes.js";
import { encodeUtf16 } from "../go/utf16.js";
import type { HashName } from "./names.js";
import { iterateHash } from "./node-only.js";
import { webCrypto } from "./runtime.js";

/** How keys are derived from passwords. What is slow about it on purpose is the runtime's work. */

/** PBKDF2 with HMAC (RFC 8018 §5.2). */
export async function pbkdf2(
  hash: HashName,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  const { subtle } = webCrypto();
  const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash, salt, iterations }, key, length * 8));
}

/** What a key of PKCS #12 is for (RFC 7292 appendix B.3). */
export type Pkcs12Use = "key" | "vector" | "mac";

const uses: Readonly<Record<Pkcs12Use, number>> = { key: 1, vector: 2, mac: 3 };

/**
 * Derives a key as PKCS #12 does (RFC 7292 appendix B.2).
 *
 * @param password a BMPString with its two zero bytes (appendix B.1), see encodeBmpPassword
 */
export async function derivePkcs12Key(
  use: Pkcs12Use,
  { hash, password, salt, iterations }: Pkcs12Password,
  length: number,
): Promise<Uint8Array> {
  const blockLength = hash === "SHA-384" || hash === "SHA-512" ? 128 : 64;
  const diversifier = new Uint8Array(blockLength).fill(uses[use]);
  const input = concat([fillBlocks(salt, blockLength), fillBlocks(password, blockLength)]);
  const blocks: Uint8Array[] = [];
  for (let size = 0; size < length; ) {
    const block = await iterateHash(hash, concat([diversifier, input]), iterations);
    blocks.push(block);
    size += block.length;
    addToBlocks(input, fillBlocks(block, blockLength).subarray(0, blockLength));
  }
  return concat(blocks).subarray(0, length);
}

/** A password and how often it is hashed with its salt. */
export interface Pkcs12Password {
  readonly hash: HashName;
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Repeats the bytes to fill whole blocks; the last copy may be cut off. No bytes stay none. */
function fillBlocks(bytes: Uint8Array, blockLength: number): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / blockLength) * blockLength);
  for (let at = 0; at < filled.length; at += bytes.length) {
    filled.set(bytes.subarray(0, filled.length - at), at);
  }
  return filled;
}

/** Adds `addend` plus one to each block of `input`, as big-endian numbers that may overflow. */
function addToBlocks(input: Uint8Array, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1;
    for (let at = addend.length - 1; at >= 0; at--) {
      carry += (input[start + at] ?? 0) + (addend[at] ?? 0);
      input[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** A password as PKCS #12 hashes it: a BMPString with a zero character at the end (RFC 7292 appendix B.1). */
export function encodeBmpPassword(password: string): Uint8Array {
  return encodeUtf16(`${password}\0`);
}
