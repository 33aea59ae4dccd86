import { digest } from "../../crypto/primitives.js";
import { type CertificateTemplate, encodeTbsCertificate, type Issuer } from "../../x509/encode/certificate.js";
import type { SignatureAlgorithm } from "../../x509/model/signature-algorithm.js";
import { positiveInteger } from "../random-serial.js";

/**
 * Gives a certificate a serial number that is derived from all else in it, its issuer and its issuer's key: 159 bits of
 * SHA-256 of the TBSCertificate with serial number 0. Two certificates of a CA have the same one only if they are the
 * same (RFC 5280 §4.1.2.2).
 */
export async function numberByContent(
  template: CertificateTemplate,
  issuer: Omit<Issuer, "publicKey">,
  subjectPublicKeyInfo: Uint8Array,
  algorithm: SignatureAlgorithm,
): Promise<CertificateTemplate> {
  const content = encodeTbsCertificate({ ...template, serialNumber: 0n }, issuer, subjectPublicKeyInfo, algorithm);
  const hash = await digest("SHA-256", content);
  return { ...template, serialNumber: positiveInteger(hash.subarray(0, 20)) || 1n };
}
