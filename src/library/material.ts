import { CfsslError, type CfsslErrorName } from "../cfssl/errors.js";
import { type CertificateFileContext, parsePemCertificate } from "../cfssl/input/certificate.js";
import { type PemKeyRules, parsePemKey } from "../cfssl/input/key.js";
import { decodeAllPem, encodePem } from "../go/pem.js";
import { decodeUtf8, encodeUtf8 } from "../go/utf8.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { PrivateKey } from "../x509/model/key.js";
import { type Given, givenMembers, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";

const encoded = "PEM text, or bytes of PEM or DER";
/** The kinds of values that a certificate may be, in the words of an error. */
export const certificateKinds = `${encoded}, or an X509Certificate`;

/** Reads a certificate as bytes of PEM text. Throws TypeError for a value of another kind. */
export function certificatePem(given: Given, accepted = certificateKinds): Uint8Array {
  const { name, value } = given;
  if (typeof value !== "object" || value === null || copiedBytes(given)) {
    return pemBytes(given, "CERTIFICATE", accepted);
  }
  const raw = givenMembers(given, `${name}.`, accepted).member("raw");
  if (raw.value === undefined) throw wrongKind(given, accepted);
  const der = copiedBytes(raw);
  if (!der) throw wrongKind(raw, "bytes of DER");
  return encodeUtf8(encodePem("CERTIFICATE", der));
}

/**
 * Reads a certificate.
 *
 * @throws CfsslError 1002 without PEM, 1003 for anything but one certificate; TypeError for a value of another kind
 */
export function readCertificate(given: Given, context: CertificateFileContext): Certificate {
  const pem = certificatePem(given);
  try {
    return parsePemCertificate(pem, context);
  } catch (cause) {
    throw withLabel(cause, given, pem, certificateLabel);
  }
}

/** The error for PEM without what was asked for. It says what the PEM is labeled: keys and certificates get mixed up. */
export function withLabel(cause: unknown, { name }: Given, pem: Uint8Array, fitting: RegExp): unknown {
  if (!(cause instanceof CfsslError) || !mixUps.includes(cause.reason)) return cause;
  const [label] = [...decodeAllPem(pem)].map(({ block }) => block.label).filter((each) => each !== "EC PARAMETERS");
  // A label is words. Anything else may be a secret.
  if (label === undefined || fitting.test(label) || !/^[A-Za-z0-9 ]{1,40}$/.test(label)) return cause;
  const advice =
    label === "ENCRYPTED PRIVATE KEY" ? "; hand in createPrivateKey({ key, passphrase }) of node:crypto" : "";
  const text = `${cause.message}: ${name} is labeled ${JSON.stringify(label)}${advice}`;
  return new CfsslError(cause.reason, text, { cause: cause.cause });
}

const mixUps: readonly CfsslErrorName[] = [
  "certificate.decodeFailed",
  "certificate.parseFailed",
  "privateKey.parseFailed",
];

/** The labels of blocks that may hold certificates. */
export const certificateLabel = /^(?:(?:X509 |TRUSTED )?CERTIFICATE|PKCS ?#?7.*)$/;

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
  const pem = await keyPem(given);
  try {
    return await parsePemKey(pem, secret, rules);
  } catch (cause) {
    throw withLabel(cause, given, pem, /^(?!ENCRYPTED)(?:\w+ )?PRIVATE KEY$/);
  }
}

/** Reads a private key as bytes of PEM text. Throws TypeError for a value of another kind. */
export async function keyPem(given: Given): Promise<Uint8Array> {
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

/** Reads a password; null if there is none. */
export function passwordBytes(given: Given): Uint8Array | null {
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
