import { concat } from "../go/bytes.js";
import type { HashName } from "./names.js";
import { bun, isDeno, type OpenedKey, type Subtle, webCrypto } from "./runtime.js";

/**
 * What no WebCrypto does, done by node:crypto and @peculiar/webcrypto, which are loaded on first use. Bun and Deno have
 * node:crypto too. In the build for browsers, web-only.ts replaces this file.
 */

export { raceRsaKeys } from "./race-rsa-keys.js";

/**
 * The runtime generates RSA keys whose sizes are multiples of this: BoringSSL (Bun) rounds down to a multiple of 128
 * bits, OpenSSL (Node) to an even number.
 */
export const rsaSizeStep = bun ? 128 : 2;

/** A WebCrypto with Ed25519. Before Node 24 the runtime's own may print a warning. */
export async function ed25519Subtle(): Promise<Subtle> {
  if (bun || isDeno || Number.parseInt(process.versions.node, 10) >= 24) return webCrypto().subtle;
  const { Crypto } = await import("@peculiar/webcrypto");
  return new Crypto().subtle;
}

/** Imports a private key of the curve P-224 (DER of PKCS #8). */
export async function openP224Key(pkcs8: Uint8Array): Promise<OpenedKey> {
  const node = await import("node:crypto");
  const key = node.createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const spki = node.createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    publicKey: new Uint8Array(spki.subarray(-57)),
    sign: async (hash, data) =>
      new Uint8Array(node.sign(hash?.replace("-", ""), data, { key, dsaEncoding: "ieee-p1363" })),
  };
}

/** Verifies a signature (IEEE P1363) of the curve P-224. The key is DER of SubjectPublicKeyInfo. */
export async function verifyP224(
  spki: Uint8Array,
  hash: HashName,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const node = await import("node:crypto");
  const key = node.createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  return node.verify(hash.replace("-", ""), data, { key, dsaEncoding: "ieee-p1363" }, signature);
}

/** MD5 (RFC 1321) of the joined parts. */
export async function md5(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

export type BlockCipher = "des" | "des-ede3" | "aes-128" | "aes-192" | "aes-256";

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

/** Encrypts with triple DES in CBC mode, with PKCS #7's padding (RFC 5652 §6.3). */
export async function encryptDesEde3(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { createCipheriv } = await import("node:crypto");
  const cipher = createCipheriv("des-ede3-cbc", key, vector);
  const first = cipher.update(data);
  return concat([first, cipher.final()]);
}

/** Other work of the process gets a turn after so many hashes. */
const hashesAtOnce = 20_000;

/** Hashes the data, then the hash, and so on: `count` times. A second for a million in the standalone program. */
export async function iterateHash(hash: HashName, data: Uint8Array, count: number): Promise<Uint8Array> {
  const node = await import("node:crypto");
  const name = hash.replace("-", "").toLowerCase();
  // Since Node 20.12, and faster.
  const once = node.hash
    ? (bytes: Uint8Array) => node.hash(name, bytes, "buffer")
    : (bytes: Uint8Array) => node.createHash(name).update(bytes).digest();
  let last = data;
  for (let done = 0; done < count; done++) {
    if (done % hashesAtOnce === hashesAtOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    last = once(last);
  }
  return new Uint8Array(last);
}

/** scrypt (RFC 7914). `cost` is N. */
export async function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  { cost, blockSize, parallelization }: ScryptParameters,
  length: number,
): Promise<Uint8Array> {
  const node = await import("node:crypto");
  // Twice what the algorithm needs, for runtimes count differently.
  const options = { cost, blockSize, parallelization, maxmem: 256 * blockSize * (cost + parallelization + 2) };
  return new Promise((resolve, reject) => {
    node.scrypt(password, salt, length, options, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}

/** The parameters of RFC 7914 §2: N, r and p. */
export interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** Generates a random prime of this size, with its two highest bits set. */
export async function generatePrime(bits: number): Promise<bigint> {
  const node = await import("node:crypto");
  return new Promise((resolve, reject) => {
    node.generatePrime(bits, { bigint: true }, (error, prime) => (error ? reject(error) : resolve(prime)));
  });
}

/** What a key object of a caller's holds. */
export type ExportedKey =
  /** DER of PKCS #8 (RFC 5208). */
  | { readonly kind: "exported"; readonly pkcs8: Uint8Array }
  /** A public or a secret key. */
  | { readonly kind: "otherType"; readonly type: string }
  /** A CryptoKey that is not extractable. */
  | { readonly kind: "sealed" }
  /** No key at all. */
  | { readonly kind: "none" };

/** Exports a KeyObject of node:crypto; null for any other object. It may throw whatever a subclass throws. */
export async function exportKeyObject(value: object): Promise<ExportedKey | null> {
  const { KeyObject } = await import("node:crypto");
  if (!(value instanceof KeyObject)) return null;
  const { type } = value;
  if (type === "public" || type === "secret") return { kind: "otherType", type };
  // A subclass of the caller's may override this method: then the caller chose that key.
  const pkcs8: unknown = value.export({ format: "der", type: "pkcs8" });
  return ArrayBuffer.isView(pkcs8)
    ? { kind: "exported", pkcs8: new Uint8Array(pkcs8 as Uint8Array) }
    : { kind: "none" };
}
