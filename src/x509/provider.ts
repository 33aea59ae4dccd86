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

type Subtle = typeof globalThis.crypto.subtle;
type Algorithm = Parameters<Subtle["importKey"]>[2];

/** The runtime's WebCrypto, unless it would print a warning: before Node 24 Ed25519 may be experimental. */
async function subtleFor(type: KeyType): Promise<Subtle> {
  if (type.kind !== "ed25519" || isEd25519Stable()) return globalThis.crypto.subtle;
  const { Crypto } = await import("@peculiar/webcrypto");
  return new Crypto().subtle;
}

function isEd25519Stable(): boolean {
  return process.versions["bun"] !== undefined || Number.parseInt(process.versions.node, 10) >= 24;
}

function webAlgorithm(type: KeyType, hash: HashName): Algorithm {
  switch (type.kind) {
    case "rsa":
      return { name: "RSASSA-PKCS1-v1_5", hash };
    case "ecdsa":
      return { name: "ECDSA", namedCurve: type.curve };
    case "ed25519":
      return { name: "Ed25519" };
  }
}

/** A new private key: DER of PKCS #8 (RFC 5208). */
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
  const how = type.kind === "ecdsa" ? { name: "ECDSA", hash: digest } : algorithm;
  return new Uint8Array(await subtle.sign(how, key, data));
}

/** The hash of the data. */
export async function digest(hash: HashName, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await globalThis.crypto.subtle.digest(hash, data));
}
