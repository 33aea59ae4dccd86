import { equalBytes } from "../go/bytes.js";
import type { HashName } from "./names.js";
import { verifyP224 } from "./node-only.js";
import { type BunRuntime, bun, type KeyType, signatureParameters, webAlgorithm, webCrypto } from "./runtime.js";
import { subtleFor } from "./subtle.js";

/**
 * The only door to cryptography, apart from keys.ts, the door to private keys. The runtime's WebCrypto comes first,
 * because it costs nothing to load. node-only.ts has what WebCrypto does not do, or not without a warning.
 */

export {
  type BlockCipher,
  decryptCbc,
  encryptDesEde3,
  generatePrime,
  md5,
  type ScryptParameters,
  scrypt,
} from "./node-only.js";

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
  if (type.kind === "ecdsa" && type.curve === "P-224") return verifyP224(spki, hash, data, signature);
  const subtle = await subtleFor(type);
  const key = await importForVerifying(subtle, type, spki, hash);
  return subtle.verify(signatureParameters(type, hash), key, signature, data);
}

type VerifyingKey = Awaited<ReturnType<Awaited<ReturnType<typeof subtleFor>>["importKey"]>>;

/** The key of the last verification: a CA's is used for many certificates, and importing it takes as long as verifying. */
let lastImported: { readonly spki: Uint8Array; readonly use: string; readonly key: Promise<VerifyingKey> } | null =
  null;

function importForVerifying(
  subtle: Awaited<ReturnType<typeof subtleFor>>,
  type: Parameters<typeof verify>[0],
  spki: Uint8Array,
  hash: HashName,
): Promise<VerifyingKey> {
  const use = `${type.kind} ${hash}`;
  if (lastImported?.use === use && equalBytes(lastImported.spki, spki)) return lastImported.key;
  const key = subtle.importKey("spki", spki, webAlgorithm(type, hash), false, ["verify"]);
  lastImported = { spki: spki.slice(), use, key };
  return key;
}

export async function digest(hash: HashName, data: Uint8Array): Promise<Uint8Array> {
  // WebCrypto hashes on another thread, which takes longer than hashing here.
  if (bun) return hashOf(hash, bun).hash(data);
  return new Uint8Array(await webCrypto().subtle.digest(hash, data));
}

function hashOf(hash: HashName, { SHA1, SHA256, SHA384, SHA512 }: BunRuntime) {
  return { "SHA-1": SHA1, "SHA-256": SHA256, "SHA-384": SHA384, "SHA-512": SHA512 }[hash];
}

/** HMAC with SHA-256 (RFC 2104). */
export function hmacSha256(secret: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  return hmac("SHA-256", secret, data);
}

/** HMAC (RFC 2104) with any hash. WebCrypto refuses an empty key, so a short one is padded with zeros as in §2. */
export async function hmac(hash: HashName, secret: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = webCrypto();
  const filled = secret.length < 64 ? Uint8Array.from({ length: 64 }, (_, at) => secret[at] ?? 0) : secret;
  const key = await subtle.importKey("raw", new Uint8Array(filled), { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, new Uint8Array(data)));
}

/** Decrypts AES-CBC and removes the padding. Rejects for a wrong one. */
export async function decryptAes(secret: Uint8Array, vector: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = webCrypto();
  const key = await subtle.importKey("raw", new Uint8Array(secret), "AES-CBC", false, ["decrypt"]);
  return new Uint8Array(
    await subtle.decrypt({ name: "AES-CBC", iv: new Uint8Array(vector) }, key, new Uint8Array(data)),
  );
}

/** Encrypts with AES in CBC mode, with PKCS #7's padding (RFC 5652 §6.3). The key's length selects the cipher. */
export async function encryptAesCbc(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = webCrypto();
  const imported = await subtle.importKey("raw", key, "AES-CBC", false, ["encrypt"]);
  return new Uint8Array(await subtle.encrypt({ name: "AES-CBC", iv: vector }, imported, data));
}
