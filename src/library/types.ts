export type { CertificateInfo, NameInfo } from "../certinfo/certificate.js";
export type { AnyInfo, AttributeInfo, CertificateRequestInfo, PublicKeyInfo, UrlInfo } from "../certinfo/request.js";

/** A certificate or a request (PKCS #10): PEM as text or bytes, or DER. */
export type Encoded = string | Uint8Array | ArrayBuffer;

/** A certificate: PEM as text or bytes, DER, or an object that has the DER. */
export type CertificateInput = Encoded | CertificateHandle;

/** An X509Certificate of node:crypto or a certificate of node:tls: only its DER in `raw` is read. */
export interface CertificateHandle {
  readonly raw: Uint8Array;
}

/** Certificates: a bundle, which is PEM or PKCS #7 with any number of them, or a list of certificates and bundles. */
export type CertificatesInput = CertificateInput | readonly CertificateInput[];

/** A private key: PEM as text or bytes, DER (PKCS #8, PKCS #1 or SEC 1), or a key object. */
export type PrivateKeyInput = Encoded | KeyHandle;

/** A private key as a KeyObject of node:crypto, or as a CryptoKey of WebCrypto that is extractable. */
export interface KeyHandle {
  readonly type: "private" | "public" | "secret";
}

/** A certificate's serial number. A string is decimal, as in certinfo; hexadecimal digits go into `hex`. */
export type SerialNumber = bigint | string | { readonly hex: string };

/** A JSON document: an object, or the text of its file. */
export type Json<T> = T | string | Uint8Array | ArrayBuffer;

/** Opens a private key. */
export interface Password {
  /** For a key whose PEM is encrypted (RFC 1421 headers). */
  readonly password?: string | Uint8Array | undefined;
}

/** A key of the caller's, to use instead of a new one. */
export interface CallerKey extends Password {
  readonly key: PrivateKeyInput;
}

/** Perhaps a key of the caller's. A new one is made if `key` is undefined. */
export interface MaybeKey extends Password {
  readonly key: PrivateKeyInput | undefined;
}

/** No key of the caller's: a new one is made. */
export interface NoKey {
  readonly key?: undefined;
}

/** A CA's certificate and its private key. */
export interface CaPair extends Password {
  readonly ca: CertificateInput;
  readonly caKey: PrivateKeyInput;
}

/** A new private key and its request, in PEM. */
export interface KeyAndRequest {
  readonly key: string;
  readonly csr: string;
}

/** A certificate and its request, in PEM. */
export interface CertificateAndRequest {
  readonly cert: string;
  readonly csr: string;
}

/** A certificate, its request and its private key, in PEM. */
export interface CertificateAndKey extends CertificateAndRequest, KeyAndRequest {}

/** A certificate and its request, in PEM, with the private key if it is new. */
export interface CertificateAndMaybeKey extends CertificateAndRequest {
  readonly key?: string;
}
