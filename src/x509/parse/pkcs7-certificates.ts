import { contextTag, DerReader, type OidRules, tags } from "../../go/cryptobyte.js";

const signedData = "1.2.840.113549.1.7.2";

/**
 * The certificates in a PKCS #7 message (RFC 2315 §9.1), each in DER; null if the bytes are no signed data, or
 * broken. Unlike parsePkcs7, which reads as upstream, it takes messages without revocation lists, as OpenSSL and Windows
 * write them. The signers do not matter here.
 */
export function certificatesInPkcs7(der: Uint8Array, rules: OidRules): readonly Uint8Array[] | null {
  const message = new DerReader(der).enter(tags.sequence);
  if (message?.readOid(rules) !== signedData) return null;
  const data = message.enter(contextTag(0, "constructed"))?.enter(tags.sequence);
  data?.readInteger();
  // The algorithms of the digests, and what was signed.
  data?.readAny();
  data?.readAny();
  const list = data?.enter(contextTag(0, "constructed"));
  const certificates: Uint8Array[] = [];
  for (let next = list?.readAny(); next; next = list?.readAny()) certificates.push(next.element);
  return list && !list.isEmpty() ? null : certificates;
}
