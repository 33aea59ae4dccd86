import { rightAlign } from "../../go/asn1/value.js";
import { equalBytes } from "../../go/bytes.js";
import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import type { Extension, Name } from "../model/name.js";
import { parseAlgorithmIdentifier, publicKeyAlgorithmOf, signatureAlgorithmOf } from "./algorithm.js";
import { demand } from "./demand.js";
import { parseExtensions, readExtensions } from "./extensions.js";
import { parseName } from "./name.js";
import { parsePublicKey } from "./public-key.js";
import type { ParserRules } from "./rules.js";
import { parseValidity } from "./validity.js";

/**
 * Parses a certificate in DER (RFC 5280 §4.1) without trailing data. It accepts and refuses what Go's
 * x509.ParseCertificate does. It does not check the signature.
 *
 * @throws GoError with Go's text (`x509: malformed certificate`)
 */
export function parseCertificate(der: Uint8Array, rules: ParserRules): Certificate {
  const certificate = parseOne(der, rules);
  if (certificate.raw.length !== der.length) throw new GoError("x509: trailing data");
  return certificate;
}

/** Parses concatenated certificates in DER. Throws GoError as parseCertificate does. */
export function parseCertificates(der: Uint8Array, rules: ParserRules): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (let at = 0; at < der.length; at += certificates.at(-1)?.raw.length ?? der.length) {
    certificates.push(parseOne(der.subarray(at), rules));
  }
  return certificates;
}

/** Parses the certificate at the start of the bytes. */
function parseOne(der: Uint8Array, rules: ParserRules): Certificate {
  const malformed = "x509: malformed certificate";
  const raw = demand(new DerReader(der).readElement(tags.sequence), malformed);
  const outer = demand(new DerReader(raw).enter(tags.sequence), malformed);
  const rawTbs = demand(outer.readElement(tags.sequence), "x509: malformed tbs certificate");
  const tbs = demand(new DerReader(rawTbs).enter(tags.sequence), "x509: malformed tbs certificate");
  const version = parseVersion(tbs);
  const serialNumber = demand(tbs.readInteger(), "x509: malformed serial number");
  const signatureAlgorithm = parseSignatureAlgorithm(tbs, outer, rules);
  const rawIssuer = demand(tbs.readElement(tags.sequence), "x509: malformed issuer");
  const issuer = parseIssuer(rawIssuer, rules);
  const validity = parseValidity(demand(tbs.enter(tags.sequence), "x509: malformed validity"), rules);
  const rawSubject = demand(tbs.readElement(tags.sequence), "x509: malformed issuer");
  const subject = equalBytes(rawSubject, rawIssuer) ? issuer : parseName(rawSubject, rules);
  const key = parseSubjectPublicKeyInfo(tbs, rules);
  const extensions = parseOptionalParts(tbs, version, rules);
  const values = readExtensions(extensions, rules);
  const signature = rightAlign(demand(outer.readBitString(), "x509: malformed signature"));
  return {
    raw,
    rawTbs,
    rawIssuer,
    rawSubject,
    version,
    serialNumber,
    issuer,
    subject,
    ...validity,
    ...key,
    signatureAlgorithm,
    signature,
    extensions,
    ...values,
  };
}

let lastIssuer: { readonly raw: Uint8Array; readonly rules: ParserRules; readonly name: Name } | null = null;

/** Parses the name of an issuer, which the certificates of a folder often have in common. */
function parseIssuer(raw: Uint8Array, rules: ParserRules): Name {
  if (lastIssuer?.rules === rules && equalBytes(lastIssuer.raw, raw)) return lastIssuer.name;
  const name = parseName(raw, rules);
  lastIssuer = { raw: raw.slice(), rules, name };
  return name;
}

/** Reads the version (1, 2 or 3), which is the encoded number plus one. */
function parseVersion(tbs: DerReader): number {
  const tag = contextTag(0, "constructed");
  if (!tbs.hasTag(tag)) return 1;
  const reader = demand(tbs.enter(tag), "x509: malformed version");
  const version = demand(reader.readInt64(), "x509: malformed version");
  if (version < 0n || !reader.isEmpty()) throw new GoError("x509: malformed version");
  // Go's integer overflows: the largest becomes the smallest, which is below 3.
  if (version > 2n && version !== 0x7fffffffffffffffn) throw new GoError("x509: invalid version");
  return Number(BigInt.asIntN(64, version + 1n));
}

/**
 * Reads the signature algorithm. A certificate names it twice (RFC 5280 §4.1.1.2, §4.1.2.3), and both must be equal.
 */
function parseSignatureAlgorithm(
  tbs: DerReader,
  outer: DerReader,
  rules: ParserRules,
): Certificate["signatureAlgorithm"] {
  const inside = demand(tbs.enter(tags.sequence), "x509: malformed signature algorithm identifier");
  const outside = demand(outer.read(tags.sequence), "x509: malformed algorithm identifier");
  if (!equalBytes(inside.rest(), outside)) {
    throw new GoError("x509: inner and outer signature algorithm identifiers don't match");
  }
  return signatureAlgorithmOf(parseAlgorithmIdentifier(inside, rules), rules);
}

function parseSubjectPublicKeyInfo(
  tbs: DerReader,
  rules: ParserRules,
): Pick<Certificate, "rawSpki" | "publicKeyAlgorithm" | "publicKey"> {
  const rawSpki = demand(tbs.readElement(tags.sequence), "x509: malformed spki");
  const reader = demand(new DerReader(rawSpki).enter(tags.sequence), "x509: malformed spki");
  const algorithm = parseAlgorithmIdentifier(
    demand(reader.enter(tags.sequence), "x509: malformed public key algorithm identifier"),
    rules,
  );
  const subjectPublicKey = demand(reader.readBitString(), "x509: malformed subjectPublicKey");
  return {
    rawSpki,
    publicKeyAlgorithm: publicKeyAlgorithmOf(algorithm.algorithm),
    publicKey: parsePublicKey(algorithm, subjectPublicKey, rules),
  };
}

/** Skips the unique identifiers of version 2 (RFC 5280 §4.1.2.8) and parses the extensions of version 3. */
function parseOptionalParts(tbs: DerReader, version: number, rules: ParserRules): readonly Extension[] {
  if (version < 2) return [];
  skipOptional(tbs, 1, "x509: malformed issuerUniqueID");
  skipOptional(tbs, 2, "x509: malformed subjectUniqueID");
  const tag = contextTag(3, "constructed");
  if (version !== 3 || !tbs.hasTag(tag)) return [];
  return parseExtensions(demand(tbs.enter(tag), "x509: malformed extensions"), rules);
}

function skipOptional(reader: DerReader, number: number, malformed: string): void {
  const tag = contextTag(number, "primitive");
  if (reader.hasTag(tag)) demand(reader.read(tag), malformed);
}
