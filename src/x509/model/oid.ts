import type { CurveName } from "../../crypto/names.js";

/** Dotted object identifiers. */

/** Attribute types of X.520 (RFC 5280 appendix A.1). */
export const attributeType = {
  commonName: "2.5.4.3",
  serialNumber: "2.5.4.5",
  country: "2.5.4.6",
  locality: "2.5.4.7",
  province: "2.5.4.8",
  streetAddress: "2.5.4.9",
  organization: "2.5.4.10",
  organizationalUnit: "2.5.4.11",
  postalCode: "2.5.4.17",
} as const;

/** Extensions (RFC 5280 §4.2, RFC 6960 §4.2.2.2.1). */
export const extensionId = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  issuerAltName: "2.5.29.18",
  basicConstraints: "2.5.29.19",
  crlNumber: "2.5.29.20",
  reasonCode: "2.5.29.21",
  issuingDistributionPoint: "2.5.29.28",
  nameConstraints: "2.5.29.30",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
  authorityInfoAccess: "1.3.6.1.5.5.7.1.1",
  ocspNoCheck: "1.3.6.1.5.5.7.48.1.5",
  // DelegationUsage allows a certificate to sign delegated credentials (RFC 9345 §4.2).
  delegationUsage: "1.3.6.1.4.1.44363.44",
  // RFC 6962 §3.1 and §3.3.
  ctPoison: "1.3.6.1.4.1.11129.2.4.3",
  ctTimestamps: "1.3.6.1.4.1.11129.2.4.2",
} as const;

/** The purpose in extKeyUsage that stands for all others (RFC 5280 §4.2.1.12). */
export const anyExtendedKeyUsage = "2.5.29.37.0";

/** Access methods of authorityInfoAccess (RFC 5280 §4.2.2.1). */
export const accessMethod = { ocsp: "1.3.6.1.5.5.7.48.1", caIssuers: "1.3.6.1.5.5.7.48.2" } as const;

/** Policy qualifiers (RFC 5280 §4.2.1.4). */
export const policyQualifier = { cps: "1.3.6.1.5.5.7.2.1", unotice: "1.3.6.1.5.5.7.2.2" } as const;

/** The PKCS #9 attribute that carries a request's extensions (RFC 2985 §5.4.2). */
export const extensionRequest = "1.2.840.113549.1.9.14";

/** Public key algorithms (RFC 3279 §2.3, RFC 5480 §2.1.1, RFC 8410 §3). */
export const publicKeyAlgorithm = {
  rsa: "1.2.840.113549.1.1.1",
  ecdsa: "1.2.840.10045.2.1",
  ed25519: "1.3.101.112",
} as const;

/** The curves that Go's crypto/x509 knows (RFC 5480 §2.1.1.1). */
export const namedCurve: Readonly<Record<CurveName, string>> = {
  "P-224": "1.3.132.0.33",
  "P-256": "1.2.840.10045.3.1.7",
  "P-384": "1.3.132.0.34",
  "P-521": "1.3.132.0.35",
};

/** Signature algorithms (RFC 8017 appendix C, RFC 5758 §3.2, RFC 8410 §3). */
export const signatureAlgorithm = {
  md5Rsa: "1.2.840.113549.1.1.4",
  sha1Rsa: "1.2.840.113549.1.1.5",
  rsaPss: "1.2.840.113549.1.1.10",
  sha256Rsa: "1.2.840.113549.1.1.11",
  sha384Rsa: "1.2.840.113549.1.1.12",
  sha512Rsa: "1.2.840.113549.1.1.13",
  sha1Ecdsa: "1.2.840.10045.4.1",
  sha256Ecdsa: "1.2.840.10045.4.3.2",
  sha384Ecdsa: "1.2.840.10045.4.3.3",
  sha512Ecdsa: "1.2.840.10045.4.3.4",
  ed25519: "1.3.101.112",
} as const;

/** Hash functions (RFC 3279 §2.2, RFC 5754 §2). */
export const digestAlgorithm = {
  "SHA-1": "1.3.14.3.2.26",
  "SHA-256": "2.16.840.1.101.3.4.2.1",
  "SHA-384": "2.16.840.1.101.3.4.2.2",
  "SHA-512": "2.16.840.1.101.3.4.2.3",
} as const;

/** The type of a basic OCSP response, and the extension with a nonce (RFC 6960 §4.2.1, §4.4.1). */
export const ocspObject = { basicResponse: "1.3.6.1.5.5.7.48.1.1", nonce: "1.3.6.1.5.5.7.48.1.2" } as const;
