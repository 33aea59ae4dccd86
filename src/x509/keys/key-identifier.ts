import { digest } from "../../crypto/primitives.js";

/**
 * Computes subjectKeyIdentifier by method (1) of RFC 5280 §4.2.1.2: SHA-1 over the bits of subjectPublicKey alone,
 * without tag, length and the byte that counts unused bits.
 *
 * @param spki DER of SubjectPublicKeyInfo, as encodePublicKey writes it
 */
export async function computeKeyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  const algorithm = contentsAt(spki, 0);
  const subjectPublicKey = contentsAt(spki, endOf(spki, algorithm));
  return digest("SHA-1", spki.subarray(subjectPublicKey + 1));
}

/** The offset of the contents of the element at `at`. */
function contentsAt(der: Uint8Array, at: number): number {
  const length = der[at + 1] ?? 0;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}

/** The end of the element at `at`. */
function endOf(der: Uint8Array, at: number): number {
  const start = contentsAt(der, at);
  const length = start === at + 2 ? (der[at + 1] ?? 0) : 0;
  return start + der.subarray(at + 2, start).reduce((value, byte) => (value << 8) | byte, length);
}
