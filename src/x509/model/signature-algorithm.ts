import type { HashName } from "../../crypto/names.js";

export interface SignatureAlgorithm {
  readonly oid: string;
  /** The hash of the data; null for Ed25519, which signs the data unhashed. */
  readonly hash: HashName | null;
  /** AlgorithmIdentifier in DER: with NULL for RSA (RFC 4055 §5), without parameters otherwise. */
  readonly identifier: Uint8Array;
}

/** The RSASSA-PSS algorithms, by Go's names. */
export type PssAlgorithmName = "SHA256-RSAPSS" | "SHA384-RSAPSS" | "SHA512-RSAPSS";

/** All known signature algorithms, by Go's names. */
export type SignatureAlgorithmName =
  | "MD2-RSA"
  | "MD5-RSA"
  | "SHA1-RSA"
  | "SHA256-RSA"
  | "SHA384-RSA"
  | "SHA512-RSA"
  | "DSA-SHA1"
  | "DSA-SHA256"
  | "ECDSA-SHA1"
  | "ECDSA-SHA256"
  | "ECDSA-SHA384"
  | "ECDSA-SHA512"
  | "Ed25519"
  | PssAlgorithmName;
