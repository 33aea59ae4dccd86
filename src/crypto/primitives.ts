import { concat } from "../go/bytes.js";
import type { HashName } from "./names.js";
import { type BunRuntime, bun, type KeyType, signatureParameters, subtleFor, webAlgorithm } from "./runtime.js";

/**
 * The only door to cryptography, apart from keys.ts, the door to private keys. Each implementation is loaded on first
 * use. The runtime's WebCrypto comes first, because it costs nothing to load. @peculiar/webcrypto does what the runtime
 * does not do, or not without a warning. node:crypto does what no WebCrypto does.
 */

/**
 * Verifies a signature in the form that a `Sign` makes. The key is DER of SubjectPublicKeyInfo. RSASSA-PSS uses one
 * hash for message and mask, and a salt of the hash's length.
 */
export async function verify(
  type: Exclude<KeyType, { kind: "rsa" }> | { readonly kind: "rsa-pss" },
  spki: Uint8Array,
  hash: HashName,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (type.kind === "ecdsa" && type.curve === "P-224") {
    const node = await import("node:crypto");
    const key = node.createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    return node.verify(hash.replace("-", ""), data, { key, dsaEncoding: "ieee-p1363" }, signature);
  }
  const subtle = await subtleFor(type);
  const algorithm = webAlgorithm(type, hash);
  const key = await subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  return subtle.verify(signatureParameters(type, hash), key, signature, data);
}

export async function digest(hash: HashName, data: Uint8Array): Promise<Uint8Array> {
  // WebCrypto hashes on another thread, which takes longer than hashing here.
  if (bun) return hashOf(hash, bun).hash(data);
  return new Uint8Array(await globalThis.crypto.subtle.digest(hash, data));
}

function hashOf(hash: HashName, { SHA1, SHA256, SHA384, SHA512 }: BunRuntime) {
  return { "SHA-1": SHA1, "SHA-256": SHA256, "SHA-384": SHA384, "SHA-512": SHA512 }[hash];
}

/** HMAC with SHA-256 (RFC 2104). */
export async function hmacSha256(secret: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  // WebCrypto refuses an empty key. RFC 2104 §2 pads a short key with zeros to the size of a block.
  const filled = secret.length < 64 ? Uint8Array.from({ length: 64 }, (_, at) => secret[at] ?? 0) : secret;
  const key = await subtle.importKey("raw", filled, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, data));
}

export type BlockCipher = "des" | "des-ede3" | "aes-128" | "aes-192" | "aes-256";

/** MD5 (RFC 1321), which WebCrypto lacks. */
export async function md5(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Decrypts whole blocks in CBC mode and keeps the padding, which WebCrypto always removes. */
export async function decryptCbc(
  cipher: BlockCipher,
  key: Uint8Array,
  vector: Uint8Array,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { createDecipheriv } = await import("node:crypto");
  // OpenSSL 3 has no single DES. Triple DES with the same key three times does the same.
  const isSingleDes = cipher === "des";
  const secret = isSingleDes ? concat([key, key, key]) : key;
  const decipher = createDecipheriv(`${isSingleDes ? "des-ede3" : cipher}-cbc`, secret, vector).setAutoPadding(false);
  const first = decipher.update(data);
  return concat([first, decipher.final()]);
}

/** Generates a random prime of this size, with its two highest bits set. */
export async function generatePrime(bits: number): Promise<bigint> {
  const node = await import("node:crypto");
  return new Promise((resolve, reject) => {
    node.generatePrime(bits, { bigint: true }, (error, prime) => (error ? reject(error) : resolve(prime)));
  });
}
