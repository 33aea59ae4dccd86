import { bitString, rawValue, sequence } from "../go/asn1/types.js";
import { unmarshal } from "../go/asn1/unmarshal.js";
import { digest } from "./provider.js";

const subjectPublicKeyInfo = sequence("subjectPublicKeyInfo", { algorithm: [rawValue], subjectPublicKey: [bitString] });

/**
 * subjectKeyIdentifier by method (1) of RFC 5280 §4.2.1.2: SHA-1 over the bits of subjectPublicKey alone, without
 * tag, length or the unused-bits octet.
 *
 * @param spki DER of SubjectPublicKeyInfo
 */
export async function keyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  const { value } = unmarshal(subjectPublicKeyInfo, spki);
  return digest("SHA-1", value.subjectPublicKey.bytes);
}
