import { type SignatureNameRules, signatureName } from "../cfssl/signature-name.js";
import { encodeHex } from "../go/hex.js";
import { type JsonRules, marshal } from "../go/json/encode.js";
import { formatIp } from "../go/net.js";
import { encodePem } from "../go/pem.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { Name } from "../x509/model/name.js";
import { type TimeJsonRules, timeToJson } from "./time.js";

/** How upstream's releases differ in describing a certificate. */
export interface CertificateInfoRules extends TimeJsonRules, SignatureNameRules {
  readonly json: JsonRules;
  /** Whether every byte of a key identifier has two digits. */
  readonly padsKeyIds: boolean;
}

/** A distinguished name as certinfo shows it. Empty members are absent; several values are joined by commas. */
export type NameInfo = {
  readonly common_name?: string;
  readonly serial_number?: string;
  readonly country?: string;
  readonly organization?: string;
  readonly organizational_unit?: string;
  readonly locality?: string;
  readonly province?: string;
  readonly street_address?: string;
  readonly postal_code?: string;
  /** Every value, in the order of the certificate. */
  readonly names?: readonly string[];
};

/** What certinfo says of a certificate. */
export type CertificateInfo = {
  readonly subject: NameInfo;
  readonly issuer: NameInfo;
  /** Decimal. */
  readonly serial_number: string;
  /** DNS names, then IP addresses; absent if there are none. */
  readonly sans?: readonly string[];
  /** RFC 3339, in the zone of the certificate, which is UTC as a rule. */
  readonly not_before: string;
  readonly not_after: string;
  /** `SHA256WithRSA`, `ECDSAWithSHA256`, `Ed25519` … */
  readonly sigalg: string;
  /** Bytes in hexadecimal, separated by colons; "" if absent. */
  readonly authority_key_id: string;
  readonly subject_key_id: string;
  readonly pem: string;
};

/**
 * What `cfssl certinfo` prints about a certificate, as a value to write as JSON.
 *
 * @throws GoError for a time that JSON cannot hold
 */
export function certificateInfo(certificate: Certificate, rules: CertificateInfoRules): CertificateInfo {
  const sans = [...certificate.dnsNames];
  for (const address of certificate.ipAddresses) sans.push(formatIp(address));
  return {
    subject: nameInfo(certificate.subject),
    issuer: nameInfo(certificate.issuer),
    serial_number: String(certificate.serialNumber),
    ...(sans.length > 0 ? { sans } : {}),
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
function nameInfo(name: Name): NameInfo {
  const info: { -readonly [Member in keyof NameInfo]: NameInfo[Member] } = {};
  const add = (member: Exclude<keyof NameInfo, "names">, value: string) => {
    if (value !== "") info[member] = value;
  };
  add("common_name", name.commonName);
  add("serial_number", name.serialNumber);
  add("country", name.country.join(","));
  add("organization", name.organization.join(","));
  add("organizational_unit", name.organizationalUnit.join(","));
  add("locality", name.locality.join(","));
  add("province", name.province.join(","));
  add("street_address", name.streetAddress.join(","));
  add("postal_code", name.postalCode.join(","));
  const names: string[] = [];
  for (const { value } of name.names) names.push(value);
  if (names.length > 0) info.names = names;
  return info;
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
