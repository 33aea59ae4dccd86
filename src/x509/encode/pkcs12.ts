import { derivePkcs12Key, encodeBmpPassword, type Pkcs12Password } from "../../crypto/password-keys.js";
import { digest, encryptDesEde3, hmac } from "../../crypto/primitives.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { anyExtendedKeyUsage, digestAlgorithm } from "../model/oid.js";
import { bagAttribute, bagType, contentType, pkcs12Encryption, x509CertificateType } from "../model/pkcs12.js";
import {
  bmpString,
  contextPrimitive,
  element,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
} from "./der.js";
import { type Encrypted, encryptPbes2 } from "./pbes2.js";

/** A certificate, and the name that programs show for it: Java's alias. "" for none. */
export interface NamedCertificate {
  readonly der: Uint8Array;
  readonly name: string;
}

export interface Pkcs12Contents {
  /** PKCS #8 of the first certificate's key; null for certificates that are trusted, which have no key. */
  readonly key: Uint8Array | null;
  readonly certificates: readonly NamedCertificate[];
}

/** How the contents are encrypted, and how slow it is to try a password. */
export interface Pkcs12Protection {
  /** `old` is for programs that do not know PBES2: Windows before Server 2019, Java before 8u301. */
  readonly form: "modern" | "old";
  /** The same for the encryption of the key, of the certificates, and for the MAC. */
  readonly iterations: number;
}

/**
 * PBES2 with AES-256 and SHA-256, and a MAC with SHA-256. .NET's loader opens nothing of more than 300,000 rounds, or of
 * more than 1,000,000 in all.
 */
export const modernProtection: Pkcs12Protection = { form: "modern", iterations: 300_000 };

/** Triple DES and SHA-1, as keytool wrote it: the ciphers are weak, whatever the number. */
export const oldProtection: Pkcs12Protection = { form: "old", iterations: 10_000 };

const macSaltLength = 16;
const oldSaltLength = 8;

/**
 * Encodes a certificate with its key and its issuers, or certificates alone, as PKCS #12 (RFC 7292): a .p12 or .pfx file.
 * The names are friendlyName, and the key and its certificate share a localKeyId.
 */
export async function encodePkcs12(
  { key, certificates }: Pkcs12Contents,
  password: string,
  protection: Pkcs12Protection,
  random: (length: number) => Uint8Array,
): Promise<Uint8Array> {
  // All are slow on purpose, and take turns on different threads where they can.
  const mac = deriveMac(password, protection, random);
  const encrypt = (data: Uint8Array) => encryptFor(data, password, protection, random);
  const [first] = certificates;
  // As OpenSSL does. Any bytes would do.
  const keyId = key && first ? await digest("SHA-1", first.der) : null;
  const bags = certificates.map((each, at) => encodeCertificateBag(each, at === 0 ? keyId : null, key === null));
  const [shrouded, encrypted, sign] = await Promise.all([key && encrypt(key), encrypt(element(0x30, bags)), mac]);
  const contents = [encodeEncryptedData(encrypted)];
  if (shrouded) {
    const value = sequence(shrouded.algorithm, octetString(shrouded.data));
    const bag = encodeBag(bagType.shroudedKey, value, encodeAttributes(first?.name ?? "", keyId));
    contents.push(encodeData(sequence(bag)));
  }
  const safe = element(0x30, contents);
  return sequence(integer(3n), encodeData(safe), await sign(safe));
}

async function encryptFor(
  data: Uint8Array,
  password: string,
  { form, iterations }: Pkcs12Protection,
  random: (length: number) => Uint8Array,
): Promise<Encrypted> {
  if (form === "modern") return encryptPbes2(data, encodeUtf8(password), { kind: "pbkdf2", iterations }, random);
  const salt = random(oldSaltLength);
  const source: Pkcs12Password = { hash: "SHA-1", password: encodeBmpPassword(password), salt, iterations };
  const key = await derivePkcs12Key("key", source, 24);
  const vector = await derivePkcs12Key("vector", source, 8);
  // pkcs-12PbeParams (RFC 7292 appendix C).
  const parameters = sequence(octetString(salt), integer(BigInt(iterations)));
  return {
    algorithm: sequence(objectIdentifier(pkcs12Encryption.sha1TripleDes), parameters),
    data: await encryptDesEde3(key, vector, data),
  };
}

/** Derives the key of the MAC; the result makes MacData (RFC 7292 §4). */
async function deriveMac(
  password: string,
  { form, iterations }: Pkcs12Protection,
  random: (length: number) => Uint8Array,
): Promise<(safe: Uint8Array) => Promise<Uint8Array>> {
  const [hash, length, saltLength] =
    form === "modern" ? (["SHA-256", 32, macSaltLength] as const) : (["SHA-1", 20, oldSaltLength] as const);
  const salt = random(saltLength);
  const source: Pkcs12Password = { hash, password: encodeBmpPassword(password), salt, iterations };
  const key = await derivePkcs12Key("mac", source, length);
  const algorithm = sequence(objectIdentifier(digestAlgorithm[hash]), nullValue());
  return async (safe) => {
    const info = sequence(algorithm, octetString(await hmac(hash, key, safe)));
    return sequence(info, octetString(salt), integer(BigInt(iterations)));
  };
}

/** ContentInfo of plain data (RFC 5652 §4). */
function encodeData(bytes: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(contentType.data), explicit(0, octetString(bytes)));
}

/** ContentInfo of EncryptedData (RFC 5652 §8). */
function encodeEncryptedData({ algorithm, data }: Encrypted): Uint8Array {
  const content = sequence(objectIdentifier(contentType.data), algorithm, contextPrimitive(0, data));
  return sequence(objectIdentifier(contentType.encryptedData), explicit(0, sequence(integer(0n), content)));
}

/** SafeBag (RFC 7292 §4.2). */
function encodeBag(type: string, value: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array {
  const parts = [objectIdentifier(type), explicit(0, value)];
  return element(0x30, attributes.length === 0 ? parts : [...parts, setOf(attributes)]);
}

function encodeCertificateBag(
  { der, name }: NamedCertificate,
  keyId: Uint8Array | null,
  isTrusted: boolean,
): Uint8Array {
  const value = sequence(objectIdentifier(x509CertificateType), explicit(0, octetString(der)));
  const attributes = encodeAttributes(name, keyId);
  // Without it, Java does not take a certificate that has no key.
  const trusted = encodeAttribute(bagAttribute.trustedKeyUsage, objectIdentifier(anyExtendedKeyUsage));
  return encodeBag(bagType.certificate, value, isTrusted ? [...attributes, trusted] : attributes);
}

function encodeAttributes(name: string, keyId: Uint8Array | null): readonly Uint8Array[] {
  const names = name === "" ? [] : [encodeAttribute(bagAttribute.friendlyName, bmpString(name))];
  return keyId ? [...names, encodeAttribute(bagAttribute.localKeyId, octetString(keyId))] : names;
}

function encodeAttribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(type), setOf([value]));
}
