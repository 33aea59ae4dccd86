import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import type { PrivateKey, PublicKey } from "../model/key.js";
import type { Extension, Name } from "../model/name.js";
import type { SignatureAlgorithm } from "../model/signature-algorithm.js";
import { absent, bitString, explicit, integer, sequence, time } from "./der.js";
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  encodeExtensions,
  extKeyUsage,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from "./extensions.js";
import { isSubjectAltNamesEmpty, type SubjectAltNames } from "./general-name.js";
import { encodeName, nameToRdns } from "./name.js";
import { isKeyOf } from "./public-key.js";

/** What a certificate is to say, in the terms of Go's x509.Certificate. */
export interface CertificateTemplate extends SubjectAltNames {
  readonly serialNumber: bigint;
  /** The subject: a name to be encoded, or the DER of one to be used as it is. */
  readonly subject: Name | Uint8Array;
  /** Seconds since 1970 (UTC). */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Bits of keyUsage (extensions.keyUsage); 0 for none. */
  readonly keyUsage: number;
  /** OIDs of the purposes. */
  readonly extKeyUsage: readonly string[];
  readonly basicConstraintsValid: boolean;
  readonly isCa: boolean;
  /** -1 for no limit, as is 0 unless maxPathLenZero. */
  readonly maxPathLen: bigint;
  readonly maxPathLenZero: boolean;
  /** No octets for none. */
  readonly subjectKeyId: Uint8Array;
  readonly ocspServer: readonly string[];
  readonly issuingCertificateUrl: readonly string[];
  readonly crlDistributionPoints: readonly string[];
  /** Extensions as they are; each takes the place of the one that would be built under its OID. */
  readonly extraExtensions: readonly Extension[];
}

/** Who signs. */
export interface Issuer {
  /** DER. */
  readonly rawSubject: Uint8Array;
  /** What the key that signs must belong to; null where that is not asked: the algorithm is not known, or it is its own. */
  readonly publicKey: PublicKey | null;
  /** No octets for none. */
  readonly subjectKeyId: Uint8Array;
}

/** What is said when the key is not that of the issuer's certificate. */
export const keyMismatch = "x509: provided PrivateKey doesn't match parent's PublicKey";

/**
 * Signs a version 3 certificate (RFC 5280 §4.1) as Go's x509.CreateCertificate makes it; the answer is DER.
 *
 * @param subjectPublicKeyInfo DER
 * @throws GoError for what the template asks and X.509 cannot hold, and for a key that is not the issuer's
 */
export async function createCertificate(
  template: CertificateTemplate,
  issuer: Issuer,
  subjectPublicKeyInfo: Uint8Array,
  key: PrivateKey,
  algorithm: SignatureAlgorithm,
): Promise<Uint8Array> {
  checkTemplate(template);
  const { subject } = template;
  const rawSubject = subject instanceof Uint8Array ? subject : encodeName(nameToRdns(subject));
  if (issuer.publicKey && !isKeyOf(issuer.publicKey, key)) throw new GoError(keyMismatch);
  const extensions = buildExtensions(template, rawSubject, issuer);
  const tbsCertificate = sequence(
    explicit(0, integer(2n)),
    integer(template.serialNumber),
    algorithm.identifier,
    issuer.rawSubject,
    sequence(time(template.notBefore), time(template.notAfter)),
    rawSubject,
    subjectPublicKeyInfo,
    extensions.length === 0 ? absent : explicit(3, encodeExtensions(extensions)),
  );
  return sequence(tbsCertificate, algorithm.identifier, bitString(await key.sign(tbsCertificate, algorithm)));
}

function checkTemplate(template: CertificateTemplate): void {
  if (template.serialNumber < 0n) throw new GoError("x509: serial number must be positive");
  if (template.basicConstraintsValid && !template.isCa && pathLenConstraintOf(template) !== null) {
    throw new GoError("x509: only CAs are allowed to specify MaxPathLen");
  }
}

function pathLenConstraintOf({ maxPathLen, maxPathLenZero }: CertificateTemplate): bigint | null {
  return maxPathLen === -1n || (maxPathLen === 0n && !maxPathLenZero) ? null : maxPathLen;
}

function buildExtensions(template: CertificateTemplate, rawSubject: Uint8Array, issuer: Issuer): Extension[] {
  const { ocspServer, issuingCertificateUrl, extraExtensions } = template;
  const isSubjectEmpty = rawSubject.length === 2;
  const built: Extension[] = [];
  if (template.keyUsage !== 0) built.push(keyUsage(template.keyUsage));
  if (template.extKeyUsage.length > 0) built.push(extKeyUsage(template.extKeyUsage));
  if (template.basicConstraintsValid) {
    built.push(basicConstraints({ isCa: template.isCa, pathLen: pathLenConstraintOf(template) }));
  }
  if (template.subjectKeyId.length > 0) built.push(subjectKeyIdentifier(template.subjectKeyId));
  if (issuer.subjectKeyId.length > 0 && !equalBytes(rawSubject, issuer.rawSubject)) {
    built.push(authorityKeyIdentifier(issuer.subjectKeyId));
  }
  if (ocspServer.length + issuingCertificateUrl.length > 0) {
    built.push(authorityInfoAccess({ ocsp: ocspServer, caIssuers: issuingCertificateUrl }));
  }
  if (!isSubjectAltNamesEmpty(template)) built.push(subjectAltName(template, isSubjectEmpty));
  if (template.crlDistributionPoints.length > 0) built.push(crlDistributionPoints(template.crlDistributionPoints));
  if (extraExtensions.length === 0) return built;
  const replaced = new Set(extraExtensions.map(({ id }) => id));
  return [...built.filter(({ id }) => !replaced.has(id)), ...extraExtensions];
}
