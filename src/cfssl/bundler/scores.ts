import { bitLength } from "../../crypto/modular.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { SignatureAlgorithmName } from "../../x509/model/signature-algorithm.js";

/** How upstream rates the algorithms of certificates. The numbers decide which chain is chosen. */

type HashFamily = "SHA-2" | "SHA-1" | "other";

/** The family of a signature's hash. PSS and Ed25519 are unknown to upstream here. */
export function hashFamily(algorithm: SignatureAlgorithmName | null): HashFamily {
  switch (algorithm) {
    case "SHA1-RSA":
    case "DSA-SHA1":
    case "ECDSA-SHA1":
      return "SHA-1";
    case "SHA256-RSA":
    case "SHA384-RSA":
    case "SHA512-RSA":
    case "DSA-SHA256":
    case "ECDSA-SHA256":
    case "ECDSA-SHA384":
    case "ECDSA-SHA512":
      return "SHA-2";
    default:
      return "other";
  }
}

/** How many systems know a hash, by its family. */
export const hashUbiquity: Readonly<Record<HashFamily, number>> = { "SHA-1": 100, "SHA-2": 70, other: 0 };

/** How many systems know the kind of a certificate's public key. */
export function keyUbiquity({ publicKey }: Pick<Certificate, "publicKey">): number {
  if (publicKey?.kind === "rsa") return bitLength(publicKey.n) >= 1024 ? 100 : 0;
  if (publicKey?.kind !== "ecdsa") return 0;
  return { "P-224": 0, "P-256": 70, "P-384": 70, "P-521": 30 }[publicKey.curve];
}

/** How strong a hash is, by its family. */
export const hashStrength: Readonly<Record<HashFamily, number>> = { "SHA-2": 100, "SHA-1": 10, other: 0 };

/** How strong a certificate's public key is. */
export function keyStrength({ publicKey }: Pick<Certificate, "publicKey">): number {
  if (publicKey?.kind === "ecdsa") return { "P-224": 0, "P-256": 100, "P-384": 120, "P-521": 140 }[publicKey.curve];
  if (publicKey?.kind !== "rsa") return 0;
  const bits = bitLength(publicKey.n);
  if (bits >= 4096) return 70;
  if (bits >= 3072) return 50;
  return bits >= 2048 ? 30 : 0;
}
