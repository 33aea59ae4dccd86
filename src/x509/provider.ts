import type { HashName } from "./algorithm.js";
import type { CurveName } from "./oid.js";

/**
 * The one door to cryptography: everything that needs an implementation of it comes in here, and each is loaded on
 * first use. The runtime's own WebCrypto comes first, because it costs nothing to load; @peculiar/webcrypto does what
 * the runtime does not do (or not quietly); node:crypto does what no WebCrypto does.
 */

/** The key that an operation is for. */
export type KeyType =
  | { readonly kind: "rsa" }
  | { readonly kind: "ecdsa"; readonly curve: CurveName }
  | { readonly kind: "ed25519" };

/** What a key can be generated for. */
export type KeyRequest =
  | { readonly kind: "rsa"; readonly bits: number }
  | { readonly kind: "ecdsa"; readonly curve: "P-256" | "P-384" | "P-521" }
  | { readonly kind: "ed25519" };

/**
 * Whether the runtime generates RSA keys of just this size: BoringSSL (Bun) rounds down to a multiple of 128 bits,
 * OpenSSL (Node) to an even number.
 */
export function generatesRsaSize(bits: number): boolean {
  return bits % (process.versions["bun"] === undefined ? 2 : 128) === 0;
}

type Subtle = typeof globalThis.crypto.subtle;
type Algorithm = Parameters<Subtle["importKey"]>[2];

/** The runtime's WebCrypto, unless it would print a warning: before Node 24 Ed25519 may be experimental. */
async function subtleFor(type: { readonly kind: string }): Promise<Subtle> {
  if (type.kind !== "ed25519" || isEd25519Stable()) return globalThis.crypto.subtle;
  const { Crypto } = await import("@peculiar/webcrypto");
  return new Crypto().subtle;
}

function isEd25519Stable(): boolean {
  return process.versions["bun"] !== undefined || Number.parseInt(process.versions.node, 10) >= 24;
}

function webAlgorithm(type: KeyType | { readonly kind: "rsa-pss" }, hash: HashName): Algorithm {
  switch (type.kind) {
    case "rsa-pss":
      return { name: "RSA-PSS", hash };
    case "rsa":
      return { name: "RSASSA-PKCS1-v1_5", hash };
    case "ecdsa":
      return { name: "ECDSA", namedCurve: type.curve };
    case "ed25519":
      return { name: "Ed25519" };
  }
}

/** A new private key: DER of PKCS #8 (RFC 5208). For RSA ask generatesRsaSize first. */
export async function generatePkcs8(request: KeyRequest): Promise<Uint8Array> {
  const subtle = await subtleFor(request);
  const algorithm =
    request.kind === "rsa"
      ? {
          name: "RSASSA-PKCS1-v1_5",
          hash: "SHA-256",
          modulusLength: request.bits,
          publicExponent: Uint8Array.of(1, 0, 1),
        }
      : webAlgorithm(request, "SHA-256");
  const pair = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("WebCrypto generated no key pair");
  return new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey));
}

/**
 * A new ECDSA key: the scalar, and the uncompressed point (SEC 1 §2.3.3) that belongs to it, both of the curve's size.
 * Asked for as JWK, which is read faster than PKCS #8.
 */
export async function generateEcKey(
  curve: Exclude<CurveName, "P-224">,
): Promise<{ scalar: Uint8Array; point: Uint8Array }> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: curve }, true, ["sign", "verify"]);
  const { d = "", x = "", y = "" } = await subtle.exportKey("jwk", pair.privateKey);
  return { scalar: fromBase64Url(d), point: Uint8Array.of(4, ...fromBase64Url(x), ...fromBase64Url(y)) };
}

/**
 * The public key that belongs to a private one (DER of PKCS #8), which need not hold it: an uncompressed point
 * (SEC 1 §2.3.3) or the 32 octets of Ed25519 (RFC 8032 §5.1.5).
 */
export async function derivePublicKey(type: KeyType & { kind: "ecdsa" | "ed25519" }, pkcs8: Uint8Array) {
  if (type.kind === "ecdsa" && type.curve === "P-224") return derivePublicPoint(pkcs8);
  const subtle = await subtleFor(type);
  const key = await subtle.importKey("pkcs8", pkcs8, webAlgorithm(type, "SHA-256"), true, ["sign"]);
  const { x = "", y } = await subtle.exportKey("jwk", key);
  return y === undefined ? fromBase64Url(x) : Uint8Array.of(4, ...fromBase64Url(x), ...fromBase64Url(y));
}

async function derivePublicPoint(pkcs8: Uint8Array): Promise<Uint8Array> {
  const { createPrivateKey, createPublicKey } = await import("node:crypto");
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(-57));
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** Signs; ECDSA signatures are the two numbers of the curve's size after each other (IEEE P1363). */
export async function sign(
  type: KeyType,
  pkcs8: Uint8Array,
  hash: HashName | null,
  data: Uint8Array,
): Promise<Uint8Array> {
  const digest = hash ?? "SHA-512";
  if (type.kind === "ecdsa" && type.curve === "P-224") {
    const node = await import("node:crypto");
    const key = node.createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
    return new Uint8Array(node.sign(digest.replace("-", ""), data, { key, dsaEncoding: "ieee-p1363" }));
  }
  const subtle = await subtleFor(type);
  const algorithm = webAlgorithm(type, digest);
  const key = await subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  return new Uint8Array(await subtle.sign(how(type, digest), key, data));
}

/**
 * Whether the signature is the key's (DER of SubjectPublicKeyInfo), in the form that `sign` makes. RSASSA-PSS is taken
 * with one hash for message and mask, and a salt of its length.
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
  return subtle.verify(how(type, hash), key, signature, data);
}

/** The parameters of signing and verifying. */
function how(type: { readonly kind: string }, hash: HashName) {
  switch (type.kind) {
    case "rsa-pss":
      return { name: "RSA-PSS", saltLength: Number(hash.slice(4)) / 8 };
    case "rsa":
      return { name: "RSASSA-PKCS1-v1_5" };
    case "ecdsa":
      return { name: "ECDSA", hash };
    default:
      return { name: "Ed25519" };
  }
}

/** The hash of the data. */
export async function digest(hash: HashName, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await globalThis.crypto.subtle.digest(hash, data));
}

/** HMAC with SHA-256 (RFC 2104). */
export async function hmacSha256(secret: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  // WebCrypto takes no empty key; RFC 2104 §2 fills a short one with zeros to the size of a block.
  const filled = secret.length < 64 ? Uint8Array.from({ length: 64 }, (_, at) => secret[at] ?? 0) : secret;
  const key = await subtle.importKey("raw", filled, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, data));
}

export type BlockCipher = "des" | "des-ede3" | "aes-128" | "aes-192" | "aes-256";

/** MD5 (RFC 1321), which is no part of WebCrypto. */
export async function md5(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Decrypts whole blocks in CBC mode; padding is the caller's. WebCrypto cannot leave the padding alone. */
export async function decryptCbc(
  cipher: BlockCipher,
  key: Uint8Array,
  vector: Uint8Array,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { createDecipheriv } = await import("node:crypto");
  // OpenSSL 3 has no single DES, which triple DES with one key three times is.
  const isSingleDes = cipher === "des";
  const secret = isSingleDes ? Uint8Array.of(...key, ...key, ...key) : key;
  const decipher = createDecipheriv(`${isSingleDes ? "des-ede3" : cipher}-cbc`, secret, vector).setAutoPadding(false);
  const first = decipher.update(data);
  return Uint8Array.of(...first, ...decipher.final());
}

/** A random prime of this size with its two highest bits set. */
export async function generatePrime(bits: number): Promise<bigint> {
  const node = await import("node:crypto");
  return new Promise((resolve, reject) => {
    node.generatePrime(bits, { bigint: true }, (error, prime) => (error ? reject(error) : resolve(prime)));
  });
}

/** A certificate or a request as @peculiar/x509 has it, for callers who work with that library. */
export async function toX509Certificate(der: Uint8Array) {
  const { X509Certificate } = await loadX509();
  return new X509Certificate(Uint8Array.from(der));
}

export async function toX509Request(der: Uint8Array) {
  const { Pkcs10CertificateRequest } = await loadX509();
  return new Pkcs10CertificateRequest(Uint8Array.from(der));
}

async function loadX509() {
  // The library's own demand: it finds its parts by decorators.
  await import("reflect-metadata");
  return import("@peculiar/x509");
}
