/** A certificate or a request (PKCS #10): PEM as text or bytes, or DER. */
export type Encoded = string | Uint8Array | ArrayBuffer;

/** A private key: PEM as text or bytes, DER (PKCS #8, PKCS #1 or SEC 1), or a key object. */
export type PrivateKeyInput = Encoded | KeyHandle;

/** A KeyObject of node:crypto, or a CryptoKey of WebCrypto that is extractable; it must be a private key. */
export interface KeyHandle {
  readonly type: "private" | "public" | "secret";
}

/** A certificate's serial number; a string is decimal, as certinfo gives it. Hexadecimal digits have to say so. */
export type SerialNumber = bigint | string | { readonly hex: string };

/** A JSON document: an object, or its text as it may come from a file. */
export type Json<T> = T | string | Uint8Array;

/** A CA's certificate and its private key. */
export interface CaPair {
  readonly ca: Encoded;
  readonly caKey: PrivateKeyInput;
  /** Opens the key when its PEM is encrypted (RFC 1421 headers). */
  readonly password?: string | Uint8Array;
}

/** A new private key and its request, in PEM. */
export interface KeyAndRequest {
  readonly key: string;
  readonly csr: string;
}

/** A certificate with the request that it was made of, in PEM. */
export interface CertificateAndRequest {
  readonly cert: string;
  readonly csr: string;
}

/** A certificate, its request and its private key, in PEM. */
export interface CertificateAndKey extends CertificateAndRequest, KeyAndRequest {}

/** A distinguished name as certinfo shows it; several values of one attribute are joined by commas. */
export interface NameInfo {
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
}

/** What certinfo says of a certificate. */
export interface CertificateInfo {
  readonly subject: NameInfo;
  readonly issuer: NameInfo;
  /** Decimal. */
  readonly serial_number: string;
  /** DNS names, then IP addresses; absent when there are none. */
  readonly sans?: readonly string[];
  /** RFC 3339, UTC. */
  readonly not_before: string;
  readonly not_after: string;
  /** `SHA256WithRSA`, `ECDSAWithSHA256`, `Ed25519` … */
  readonly sigalg: string;
  /** Bytes in hexadecimal, separated by colons; "" when absent. */
  readonly authority_key_id: string;
  readonly subject_key_id: string;
  readonly pem: string;
}
