import type { CurveName } from "./oid.js";

/** The hash functions that a signature may be made over, by their WebCrypto names. */
export type HashName = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

/** A way to sign. */
export interface SignatureAlgorithm {
  readonly oid: string;
  /** What the data are hashed with first; null for Ed25519, which signs them as they are. */
  readonly hash: HashName | null;
  /** AlgorithmIdentifier in DER: with NULL for RSA (RFC 4055 §5), without parameters otherwise. */
  readonly identifier: Uint8Array;
}

/** A private key that can sign. */
export interface PrivateKey {
  readonly kind: "rsa" | "ecdsa" | "ed25519";
  /** The size of the modulus or of the curve's field; 256 for Ed25519. */
  readonly bits: number;
  /** The curve of an ECDSA key. */
  readonly curve?: CurveName;
  /** The public key: DER of SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  readonly spki: Uint8Array;
  /**
   * The signature over the data, in the encoding that X.509 wants (DER for ECDSA). Without an algorithm it is made as
   * for certificates (algorithm.signatureAlgorithmFor).
   */
  sign(data: Uint8Array, algorithm?: SignatureAlgorithm): Promise<Uint8Array>;
}
