import type { CurveName } from "../../crypto/names.js";
import type { SignatureAlgorithm } from "./signature-algorithm.js";

/** A public key. Where null is allowed, it means an unknown algorithm. */
export type PublicKey =
  | { readonly kind: "rsa"; readonly n: bigint; readonly e: bigint }
  | { readonly kind: "dsa"; readonly p: bigint; readonly q: bigint; readonly g: bigint; readonly y: bigint }
  | { readonly kind: "ecdsa"; readonly curve: CurveName; readonly x: bigint; readonly y: bigint }
  | { readonly kind: "ed25519"; readonly bytes: Uint8Array };

export type PublicKeyAlgorithmName = "RSA" | "DSA" | "ECDSA" | "Ed25519";

/** A private key that can sign. */
export interface PrivateKey {
  readonly kind: "rsa" | "ecdsa" | "ed25519";
  /** The size of the modulus or of the curve's field; 256 for Ed25519. */
  readonly bits: number;
  /** The curve of an ECDSA key. */
  readonly curve?: CurveName;
  /** The public key as DER of SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  readonly spki: Uint8Array;
  /**
   * Signs the data, in the encoding of X.509 (DER for ECDSA). The default algorithm is that for certificates
   * (algorithm.signatureAlgorithmFor).
   */
  sign(data: Uint8Array, algorithm?: SignatureAlgorithm): Promise<Uint8Array>;
  /** The same key with signatures that are the same for the same data. Absent for kinds whose signatures are so anyway. */
  repeatable?(): PrivateKey;
}
