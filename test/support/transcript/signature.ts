import { createPublicKey, verify } from "node:crypto";

/** The digest of a signature algorithm by its identifier; null if the algorithm has its own. */
const digests: Readonly<Record<string, string | null>> = {
  "1.2.840.113549.1.1.5": "sha1",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.1": "sha1",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.3.101.112": null,
};

/** Whether the signature is valid for the public key (DER of its SubjectPublicKeyInfo). */
export function isSignedBy(spki: Uint8Array, algorithm: string, data: Uint8Array, signature: Uint8Array): boolean {
  const digest = digests[algorithm];
  if (digest === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    return verify(digest, data, key, signature);
  } catch {
    return false;
  }
}

/** Whether the same key and data always give the same signature. */
export function isDeterministic(algorithm: string): boolean {
  return algorithm.startsWith("1.2.840.113549.1.1.") || algorithm === "1.3.101.112";
}
