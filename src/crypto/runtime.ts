import type { CurveName, HashName } from "./names.js";

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

/** The runtime's WebCrypto. For Ed25519 before Node 24 it may print a warning: then the one of @peculiar/webcrypto. */
export async function subtleFor(type: { readonly kind: string }): Promise<Subtle> {
  if (type.kind !== "ed25519" || isEd25519Stable()) return globalThis.crypto.subtle;
  const { Crypto } = await import("@peculiar/webcrypto");
  return new Crypto().subtle;
}

function isEd25519Stable(): boolean {
  return bun !== undefined || Number.parseInt(process.versions.node, 10) >= 24;
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
