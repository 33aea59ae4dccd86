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

/** The contents of a new certificate, in the terms of Go's x509.Certificate. */
export interface CertificateTemplate extends SubjectAltNames {
  readonly serialNumber: bigint;
  /** A name to encode, or the DER of one. */
  readonly subject: Name | Uint8Array;
  /** Seconds since 1970 (UTC). */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The bits of keyUsage (extensions.keyUsage); 0 leaves it out. */
  readonly keyUsage: number;
  /** OIDs of the purposes. */
  readonly extKeyUsage: readonly string[];
  readonly basicConstraintsValid: boolean;
  readonly isCa: boolean;
  /** -1 means no limit, and so does 0 unless maxPathLenZero is set. */
  readonly maxPathLen: bigint;
  readonly maxPathLenZero: boolean;
  /** Empty for none. */
  readonly subjectKeyId: Uint8Array;
  readonly ocspServer: readonly string[];
  readonly issuingCertificateUrl: readonly string[];
  readonly crlDistributionPoints: readonly string[];
  /** Extensions to copy unchanged. Each replaces the one that would be built for the same OID. */
  readonly extraExtensions: readonly Extension[];
}

export interface Issuer {
  /** DER. */
  readonly rawSubject: Uint8Array;
  /** Must match the signing key. Null skips the check: for an unknown algorithm or a self-signed certificate. */
  readonly publicKey: PublicKey | null;
  /** Empty for none. */
  readonly subjectKeyId: Uint8Array;
}

/** The error for a key that does not match the issuer's certificate. */
export const keyMismatch = "x509: provided PrivateKey doesn't match parent's PublicKey";

/**
 * Signs a version 3 certificate (RFC 5280 §4.1) as Go's x509.CreateCertificate does. Returns DER.
 *
 * @param subjectPublicKeyInfo DER
 * @throws GoError if X.509 cannot express the template, or if the key is not the issuer's
 */
export async function createCertificate(
  template: CertificateTemplate,
  issuer: Issuer,
  subjectPublicKeyInfo: Uint8Array,
  key: PrivateKey,
  algorithm: SignatureAlgorithm,
): Promise<Uint8Array> {
  checkTemplate(template);
  if (issuer.publicKey && !isKeyOf(issuer.publicKey, key)) throw new GoError(keyMismatch);
  const tbsCertificate = encodeTbsCertificate(template, issuer, subjectPublicKeyInfo, algorithm);
  return sequence(tbsCertificate, algorithm.identifier, bitString(await key.sign(tbsCertificate, algorithm)));
}

/** TBSCertificate (RFC 5280 §4.1), which is signed, in DER. Throws GoError if X.509 cannot express the template. */
export function encodeTbsCertificate(
  template: CertificateTemplate,
  issuer: Omit<Issuer, "publicKey">,
  subjectPublicKeyInfo: Uint8Array,
  algorithm: SignatureAlgorithm,
): Uint8Array {
  const { subject } = template;
  const rawSubject = subject instanceof Uint8Array ? subject : encodeName(nameToRdns(subject));
  const extensions = buildExtensions(template, rawSubject, issuer);
  return sequence(
    explicit(0, integer(2n)),
    integer(template.serialNumber),
    algorithm.identifier,
    issuer.rawSubject,
    sequence(time(template.notBefore), time(template.notAfter)),
    rawSubject,
    subjectPublicKeyInfo,
    extensions.length === 0 ? absent : explicit(3, encodeExtensions(extensions)),
  );
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

function buildExtensions(
  template: CertificateTemplate,
  rawSubject: Uint8Array,
  issuer: Pick<Issuer, "rawSubject" | "subjectKeyId">,
): Extension[] {
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
