/** Object identifiers of encrypted keys (RFC 8018, RFC 7914) and of PKCS #12 (RFC 7292). */

/** Encryption with a password (RFC 8018 appendix C, RFC 7914 §7). */
export const passwordEncryption = {
  pbes2: "1.2.840.113549.1.5.13",
  pbkdf2: "1.2.840.113549.1.5.12",
  scrypt: "1.3.6.1.4.1.11591.4.11",
} as const;

/** The pseudorandom functions of PBKDF2 (RFC 8018 appendix B.1). */
export const hmacAlgorithm = {
  "SHA-1": "1.2.840.113549.2.7",
  "SHA-256": "1.2.840.113549.2.9",
  "SHA-384": "1.2.840.113549.2.10",
  "SHA-512": "1.2.840.113549.2.11",
} as const;

/** Ciphers in CBC mode (RFC 3565 §4.1, RFC 8018 appendix B.2.2). */
export const cipherAlgorithm = {
  "aes-128": "2.16.840.1.101.3.4.1.2",
  "aes-192": "2.16.840.1.101.3.4.1.22",
  "aes-256": "2.16.840.1.101.3.4.1.42",
  "des-ede3": "1.2.840.113549.3.7",
} as const;

/** The old encryptions of PKCS #12 (RFC 7292 appendix C). */
export const pkcs12Encryption = {
  sha1TripleDes: "1.2.840.113549.1.12.1.3",
  sha1Rc2With40Bits: "1.2.840.113549.1.12.1.6",
} as const;

/** The kinds of bags (RFC 7292 §4.2). */
export const bagType = {
  key: "1.2.840.113549.1.12.10.1.1",
  shroudedKey: "1.2.840.113549.1.12.10.1.2",
  certificate: "1.2.840.113549.1.12.10.1.3",
} as const;

/** The type of a certificate in its bag (RFC 7292 §4.2.3). */
export const x509CertificateType = "1.2.840.113549.1.9.22.1";

/** Attributes of bags (RFC 2985 §5.5), and Java's, which says what a certificate without a key is trusted for. */
export const bagAttribute = {
  friendlyName: "1.2.840.113549.1.9.20",
  localKeyId: "1.2.840.113549.1.9.21",
  trustedKeyUsage: "2.16.840.1.113894.746875.1.1",
} as const;

/** Types of content (RFC 5652 §4, §8). */
export const contentType = {
  data: "1.2.840.113549.1.7.1",
  encryptedData: "1.2.840.113549.1.7.6",
} as const;
