import type { CurveName, HashName } from "./names.js";
import { UnavailableError } from "./unavailable.js";

/** What the other files here share: the runtime, its WebCrypto and WebCrypto's names. */

export type KeyType =
  | { readonly kind: "rsa" }
  | { readonly kind: "ecdsa"; readonly curve: CurveName }
  | { readonly kind: "ed25519" };

export type Subtle = typeof globalThis.crypto.subtle;
type Algorithm = Parameters<Subtle["importKey"]>[2];

export type WebKey = Parameters<Subtle["sign"]>[1];

interface Hash {
  hash(data: Uint8Array): Uint8Array;
}

/**
 * Signs with the hash of the algorithm (null for Ed25519). An ECDSA signature is r followed by s, each of the curve's
 * size (IEEE P1363).
 */
export type Sign = (hash: HashName | null, data: Uint8Array) => Promise<Uint8Array>;

/** A private key that the runtime has imported. */
export interface OpenedKey {
  /** The uncompressed point (SEC 1 §2.3.3), or the 32 bytes of Ed25519 (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** What Bun offers beyond the standards. */
export interface BunRuntime {
  /** Whether this is a standalone program. */
  readonly isStandaloneExecutable: boolean;
  readonly SHA1: Hash;
  readonly SHA256: Hash;
  readonly SHA384: Hash;
  readonly SHA512: Hash;
}

/** Undefined on Node. */
export const { Bun: bun } = globalThis as { readonly Bun?: BunRuntime };

/** How many threads can run at once; 1 if unknown (Node before 21). */
export function countThreads(): number {
  const { navigator } = globalThis as { readonly navigator?: { readonly hardwareConcurrency: number } };
  return navigator?.hardwareConcurrency ?? 1;
}

/** Deno says that it is some version of Node. */
export const isDeno = "Deno" in globalThis;

/** The runtime's WebCrypto. A browser has none for a page that came without https. */
export function webCrypto(): typeof globalThis.crypto {
  const { crypto } = globalThis as { readonly crypto?: Partial<typeof globalThis.crypto> };
  if (crypto?.subtle) return globalThis.crypto;
  throw new UnavailableError(
    "cryptography",
    "there is no WebCrypto; browsers have it for pages that come by https",
    "here",
  );
}

/** The algorithm for importing a key. */
export function webAlgorithm(type: KeyType | { readonly kind: "rsa-pss" }, hash: HashName): Algorithm {
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

/** The parameters of signing and verifying. */
export function signatureParameters(type: { readonly kind: string }, hash: HashName) {
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
