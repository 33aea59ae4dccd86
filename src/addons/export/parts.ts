import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError, GoPanic } from "../../go/errors.js";
import { decodeAllPem, type PemBlock } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { decryptPkcs8 } from "../../x509/keys/encrypted-pkcs8.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import { decryptPemBlock, isEncryptedPemBlock } from "../../x509/keys/pem-encryption.js";
import { type KeyRules, parsePrivateKeyDer } from "../../x509/keys/private-key.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { ExportError } from "./export-error.js";

/** A file, or a text of the caller's. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The certificates and private keys of a file. */
export interface Parts {
  readonly certificates: readonly Certificate[];
  readonly keys: readonly KeyPart[];
}

/** A private key that is not opened yet. */
export interface KeyPart {
  readonly block: PemBlock;
  /** By the headers of old PEM (RFC 1421), or as PKCS #8 (RFC 5958 §3). */
  readonly encryption: "none" | "headers" | "pkcs8";
}

const encryptedLabel = "ENCRYPTED PRIVATE KEY";

/**
 * Finds the certificates and keys in PEM, or in DER.
 *
 * @throws ExportError for a certificate that cannot be read
 */
export function readParts({ name, bytes }: NamedBytes, rules: ParserRules): Parts {
  const blocks = bytes[0] === 0x30 ? [derBlock(bytes, rules)] : [...decodeAllPem(withoutMark(bytes))].map(blockOf);
  return {
    certificates: blocks
      .filter(({ label }) => /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label))
      .map((block) => readCertificate(name, block, rules)),
    keys: blocks.filter(({ label }) => /(?:^| )PRIVATE KEY$/.test(label)).map(keyPart),
  };
}

/** What is in a file of neither: its labels, without their contents. */
export function describeParts({ bytes }: NamedBytes): string {
  const labels = [...decodeAllPem(withoutMark(bytes))].map(({ block }) => block.label);
  // A label is words. Anything else may be a secret.
  const words = labels.filter((label) => /^[A-Za-z0-9 ]{1,40}$/.test(label));
  return words.length === 0 ? "no PEM" : `only ${words.join(", ")}`;
}

function blockOf({ block }: { readonly block: PemBlock }): PemBlock {
  return block;
}

/** Drops a byte order mark, which would hide the first block. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function derBlock(bytes: Uint8Array, rules: ParserRules): PemBlock {
  const headers: ReadonlyMap<string, string> = new Map();
  try {
    parseCertificate(bytes, rules);
    return { label: "CERTIFICATE", headers, bytes };
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
  }
  // EncryptedPrivateKeyInfo begins with an algorithm, and the other keys with a version.
  const isEncrypted = new DerReader(bytes).enter(tags.sequence)?.hasTag(tags.sequence) ?? false;
  return { label: isEncrypted ? encryptedLabel : "PRIVATE KEY", headers, bytes };
}

function readCertificate(name: string, { bytes }: PemBlock, rules: ParserRules): Certificate {
  try {
    return parseCertificate(bytes, rules);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new ExportError(`${name}: a certificate in it cannot be read: ${cause.message}`, { cause });
  }
}

function keyPart(block: PemBlock): KeyPart {
  if (block.label === encryptedLabel) return { block, encryption: "pkcs8" };
  return { block, encryption: isEncryptedPemBlock(block) ? "headers" : "none" };
}

/**
 * Opens a private key.
 *
 * @param password asked for if the key is encrypted
 * @throws ExportError for what is no key, and for a wrong password
 */
export async function openKey(
  name: string,
  { block, encryption }: KeyPart,
  password: (name: string) => Promise<string>,
  rules: KeyRules,
): Promise<EncodedKey> {
  if (encryption === "none") return parseKey(name, block.bytes, rules);
  const secret = encodeUtf8(await password(name));
  let der: Uint8Array;
  try {
    der = await (encryption === "pkcs8" ? decryptPkcs8(block.bytes, secret) : decryptPemBlock(block, secret));
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    if (cause.message.endsWith("password incorrect")) throw wrongPassword(name);
    throw new ExportError(`${name}: ${cause.message.replace(/^x509: /, "")}`, { cause });
  }
  try {
    return await parseKey(name, der, rules);
  } catch (cause) {
    // A wrong password passes once in 256 times.
    throw cause instanceof ExportError ? wrongPassword(name) : cause;
  }
}

function wrongPassword(name: string): ExportError {
  return new ExportError(`${name}: the password does not open this key`);
}

async function parseKey(name: string, der: Uint8Array, rules: KeyRules): Promise<EncodedKey> {
  try {
    return { key: await parsePrivateKeyDer(der, { ...rules, ed25519Keys: true }), der };
  } catch (cause) {
    if (!(cause instanceof GoError || cause instanceof GoPanic)) throw cause;
    throw new ExportError(`${name}: this is no private key that cfssl knows: RSA, ECDSA or Ed25519`, { cause });
  }
}
