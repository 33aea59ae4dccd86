import { type PemKeyRules, parsePemKey } from "../cfssl/input/key.js";
import { encodePem } from "../go/pem.js";
import { decodeUtf8, encodeUtf8 } from "../go/utf8.js";
import type { PrivateKey } from "../x509/model/key.js";
import { type Given, givenMembers, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";

const encoded = "PEM text, or bytes of PEM or DER";
/** The kinds of values that a certificate may be, in the words of an error. */
export const certificateKinds = `${encoded}, or an X509Certificate`;

/** Reads a certificate as bytes of PEM text. Throws TypeError for a value of another kind. */
export function certificatePem(given: Given): Uint8Array {
  const { name, value } = given;
  if (typeof value !== "object" || value === null || copiedBytes(given)) {
    return pemBytes(given, "CERTIFICATE", certificateKinds);
  }
  const raw = givenMembers(given, `${name}.`, certificateKinds).member("raw");
  if (raw.value === undefined) throw wrongKind(given, certificateKinds);
  const der = copiedBytes(raw);
  if (!der) throw wrongKind(raw, "bytes of DER");
  return encodeUtf8(encodePem("CERTIFICATE", der));
}

/** Reads a certificate request as PEM text. */
export function requestPem(given: Given): string {
  return decodeUtf8(pemBytes(given, "CERTIFICATE REQUEST", encoded));
}

/**
 * Reads a private key: text, bytes, a KeyObject of node:crypto, or a CryptoKey that can be exported.
 *
 * @param password opens encrypted PEM; its value may be undefined
 * @throws TypeError for any other value; CfsslError 2002, 2003 or 2100 for a text or bytes without a key
 */
export async function openPrivateKey(given: Given, password: Given, rules: PemKeyRules): Promise<PrivateKey> {
  const secret = passwordBytes(password);
  return parsePemKey(await keyPem(given), secret, rules);
}

async function keyPem(given: Given): Promise<Uint8Array> {
  const label = "PRIVATE KEY";
  const accepted = `${encoded}, a KeyObject or a CryptoKey`;
  const { name, value } = given;
  if (typeof value !== "object" || value === null || copiedBytes(given)) return pemBytes(given, label, accepted);
  const { exportKey } = await import("../crypto/key-handle.js");
  const found = await exportKey(value);
  switch (found.kind) {
    case "exported":
      return encodeUtf8(encodePem(label, found.pkcs8));
    case "otherType":
      throw new TypeError(`${name} must be a private key; a ${found.type} key was given`);
    case "sealed":
      throw new TypeError(`${name} must be a key that can be exported; this CryptoKey is not extractable`);
    case "none":
      throw wrongKind(given, accepted);
  }
}

function passwordBytes(given: Given): Uint8Array | null {
  const { value } = given;
  if (value === undefined) return null;
  const bytes = typeof value === "string" ? encodeUtf8(value) : copiedBytes(given);
  if (!bytes) throw wrongKind(given, "a string or bytes");
  return bytes;
}

function pemBytes(given: Given, label: string, accepted: string): Uint8Array {
  const { value } = given;
  if (typeof value === "string") return withoutMark(encodeUtf8(value));
  const bytes = copiedBytes(given);
  if (!bytes) throw wrongKind(given, accepted);
  return isDer(bytes) ? encodeUtf8(encodePem(label, bytes)) : withoutMark(bytes);
}

/** Drops a byte order mark: editors on Windows put one before PEM, which would then not begin a line. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Whether bytes start like a SEQUENCE and unlike text: with a length in the long form, or one that fits the bytes. */
function isDer(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  return bytes[0] === 0x30 && (length > 0x80 || length === bytes.length - 2);
}
