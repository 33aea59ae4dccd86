import type { SignatureAlgorithmName } from "../x509/model/signature-algorithm.js";

export interface SignatureNameRules {
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

/** Upstream's name for a signature algorithm. */
export function signatureName(algorithm: SignatureAlgorithmName | null, rules: SignatureNameRules): string {
  if (algorithm === "Ed25519" && rules.namesEd25519) return "Ed25519";
  return (algorithm === null ? undefined : signatureNames[algorithm]) ?? "Unknown Signature";
}
