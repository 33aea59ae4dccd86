import { encodeHex } from "../go/hex.js";
import { type JsonOut, type JsonRules, marshal } from "../go/json/encode.js";
import { formatIp } from "../go/net.js";
import { encodePem } from "../go/pem.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { Name } from "../x509/model/name.js";
import type { SignatureAlgorithmName } from "../x509/model/signature-algorithm.js";
import { type TimeJsonRules, timeToJson } from "./time.js";

/** How upstream's releases differ in describing a certificate. */
export interface CertificateInfoRules extends TimeJsonRules {
  readonly json: JsonRules;
  /** Whether every byte of a key identifier has two digits. */
  readonly padsKeyIds: boolean;
  /** Whether the signature algorithm Ed25519 has a name. */
  readonly namesEd25519: boolean;
}

/** Upstream's names for Go's signature algorithms. It does not know any others. */
const signatureNames: Readonly<Partial<Record<SignatureAlgorithmName, string>>> = {
  "MD2-RSA": "MD2WithRSA",
  "MD5-RSA": "MD5WithRSA",
  "SHA1-RSA": "SHA1WithRSA",
  "SHA256-RSA": "SHA256WithRSA",
  "SHA384-RSA": "SHA384WithRSA",
  "SHA512-RSA": "SHA512WithRSA",
  "DSA-SHA1": "DSAWithSHA1",
  "DSA-SHA256": "DSAWithSHA256",
  "ECDSA-SHA1": "ECDSAWithSHA1",
  "ECDSA-SHA256": "ECDSAWithSHA256",
  "ECDSA-SHA384": "ECDSAWithSHA384",
  "ECDSA-SHA512": "ECDSAWithSHA512",
};

/**
 * What `cfssl certinfo` prints about a certificate, as a value to write as JSON.
 *
 * @throws GoError for a time that JSON cannot hold
 */
export function certificateInfo(certificate: Certificate, rules: CertificateInfoRules): JsonOut {
  const sans = [...certificate.dnsNames];
  for (const address of certificate.ipAddresses) sans.push(formatIp(address));
  return {
    subject: nameInfo(certificate.subject),
    issuer: nameInfo(certificate.issuer),
    serial_number: String(certificate.serialNumber),
    sans: sans.length > 0 ? sans : undefined,
    not_before: timeToJson(certificate.notBefore, rules),
    not_after: timeToJson(certificate.notAfter, rules),
    sigalg: signatureName(certificate.signatureAlgorithm, rules),
    authority_key_id: formatKeyId(certificate.authorityKeyId, rules),
    subject_key_id: formatKeyId(certificate.subjectKeyId, rules),
    pem: encodePem("CERTIFICATE", certificate.raw),
  };
}

/** certificateInfo as the programs print it: JSON with an indentation of two spaces, and a line feed. */
export function formatCertificateInfo(certificate: Certificate, rules: CertificateInfoRules): string {
  return `${marshal(certificateInfo(certificate, rules), rules.json, "  ")}\n`;
}

/** Empty members are omitted. Several values of one attribute share a member, with commas between them. */
function nameInfo(name: Name): JsonOut {
  const text = (value: string) => (value === "" ? undefined : value);
  const names: string[] = [];
  for (const { value } of name.names) names.push(value);
  return {
    common_name: text(name.commonName),
    serial_number: text(name.serialNumber),
    country: text(name.country.join(",")),
    organization: text(name.organization.join(",")),
    organizational_unit: text(name.organizationalUnit.join(",")),
    locality: text(name.locality.join(",")),
    province: text(name.province.join(",")),
    street_address: text(name.streetAddress.join(",")),
    postal_code: text(name.postalCode.join(",")),
    names: names.length > 0 ? names : undefined,
  };
}

function signatureName(algorithm: SignatureAlgorithmName | null, rules: CertificateInfoRules): string {
  if (algorithm === "Ed25519" && rules.namesEd25519) return "Ed25519";
  return (algorithm === null ? undefined : signatureNames[algorithm]) ?? "Unknown Signature";
}

/** Hexadecimal bytes in upper case, with colons between them. */
function formatKeyId(bytes: Uint8Array, { padsKeyIds }: CertificateInfoRules): string {
  const digits = encodeHex(bytes).toUpperCase();
  const shown: string[] = [];
  for (let at = 0; at < digits.length; at += 2) {
    shown.push(digits.slice(padsKeyIds || digits[at] !== "0" ? at : at + 1, at + 2));
  }
  return shown.join(":");
}
