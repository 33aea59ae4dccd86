import type { CurveName, HashName } from "./names.js";
import { openP224Key, raceRsaKeys, rsaSizeStep } from "./node-only.js";
import { uncompressedPoint } from "./point.js";
import {
  bun,
  countThreads,
  type KeyType,
  type OpenedKey,
  type Sign,
  signatureParameters,
  type WebKey,
  webAlgorithm,
  webCrypto,
} from "./runtime.js";
import { subtleFor } from "./subtle.js";

export type { OpenedKey, Sign } from "./runtime.js";

/** How the runtime generates private keys, imports them and signs with them. */

/** The kind of key to generate. */
export type KeyRequest =
  | { readonly kind: "rsa"; readonly bits: number }
  | { readonly kind: "ecdsa"; readonly curve: "P-256" | "P-384" | "P-521" }
  | { readonly kind: "ed25519" };

/** Whether the runtime generates RSA keys of exactly this size. */
export function generatesRsaSize(bits: number): boolean {
  return bits % rsaSizeStep === 0;
}

/**
 * Generates an RSA key as DER of PKCS #8 (RFC 5208). Call generatesRsaSize first.
 *
 * @param hash the hash for the key's signatures
 */
export async function generateRsaKey(
  bits: number,
  hash: HashName,
): Promise<{ readonly pkcs8: Uint8Array; readonly sign: Sign }> {
  if (bun?.isStandaloneExecutable && countThreads() > 1) {
    const pkcs8 = await raceRsaKeys(bits);
    return { pkcs8, sign: signWithRsa(pkcs8) };
  }
  const { subtle } = webCrypto();
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash,
    modulusLength: bits,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const { privateKey } = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await subtle.exportKey("pkcs8", privateKey));
  return { pkcs8, sign: signWithRsa(pkcs8, new Map([[hash, privateKey]])) };
}

/** Generates an Ed25519 key as DER of PKCS #8 (RFC 8410 §7). */
export async function generateEd25519Pkcs8(): Promise<Uint8Array> {
  const subtle = await subtleFor({ kind: "ed25519" });
  const pair = await subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("WebCrypto generated no key pair");
  return new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey));
}

/** Generates an ECDSA key. Its scalar is padded to the curve's size. */
export async function generateEcKey(
  curve: Exclude<CurveName, "P-224">,
): Promise<OpenedKey & { readonly scalar: Uint8Array }> {
  const { subtle } = webCrypto();
  const { privateKey } = await subtle.generateKey({ name: "ECDSA", namedCurve: curve }, true, ["sign", "verify"]);
  // Reading a JWK is faster than reading PKCS #8.
  const { d = "", x = "", y } = await subtle.exportKey("jwk", privateKey);
  return {
    scalar: fromBase64Url(d),
    publicKey: decodeCoordinates(x, y),
    sign: signWith({ kind: "ecdsa" }, privateKey),
  };
}

/** Imports a private key (DER of PKCS #8), which need not contain its public key. */
export async function openKey(type: Exclude<KeyType, { kind: "rsa" }>, pkcs8: Uint8Array): Promise<OpenedKey> {
  if (type.kind === "ecdsa" && type.curve === "P-224") return openP224Key(pkcs8);
  const subtle = await subtleFor(type);
  const key = await subtle.importKey("pkcs8", pkcs8, webAlgorithm(type, "SHA-256"), true, ["sign"]);
  const { x = "", y } = await subtle.exportKey("jwk", key);
  return { publicKey: decodeCoordinates(x, y), sign: signWith(type, key) };
}

function signWith(type: { readonly kind: "ecdsa" | "ed25519" }, key: WebKey): Sign {
  return async (hash, data) => {
    const subtle = await subtleFor(type);
    return new Uint8Array(await subtle.sign(signatureParameters(type, hash ?? "SHA-512"), key, data));
  };
}

/**
 * Returns how an RSA key (DER of PKCS #8) signs. WebCrypto binds an RSA key to one hash: each hash imports it anew, on
 * first use.
 *
 * @param opened the keys that are imported already
 */
export function signWithRsa(pkcs8: Uint8Array, opened: Map<HashName, WebKey> = new Map()): Sign {
  const type = { kind: "rsa" } as const;
  const { subtle } = webCrypto();
  const open = (hash: HashName) => subtle.importKey("pkcs8", pkcs8, webAlgorithm(type, hash), false, ["sign"]);
  return async (hash, data) => {
    const digest = hash ?? "SHA-256";
    const key = opened.get(digest) ?? (await open(digest));
    opened.set(digest, key);
    return new Uint8Array(await subtle.sign(signatureParameters(type, digest), key, data));
  };
}

/** The public key of a JWK: a point of two coordinates (RFC 7518 §6.2.1), or Ed25519's only one (RFC 8037 §2). */
function decodeCoordinates(x: string, y: string | undefined): Uint8Array {
  return y === undefined ? fromBase64Url(x) : uncompressedPoint(fromBase64Url(x), fromBase64Url(y));
}

/** RFC 4648 §5, without padding. */
function fromBase64Url(text: string): Uint8Array {
  const { fromBase64 } = Uint8Array as { fromBase64?(text: string, options: { alphabet: "base64url" }): Uint8Array };
  if (fromBase64) return fromBase64.call(Uint8Array, text, { alphabet: "base64url" });
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
