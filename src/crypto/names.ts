/** The hash functions for signatures, by their WebCrypto names. */
export type HashName = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

/** The curves that Go's crypto/x509 knows, by their names in FIPS 186-4. */
export type CurveName = "P-224" | "P-256" | "P-384" | "P-521";
