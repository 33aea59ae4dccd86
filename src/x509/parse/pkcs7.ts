import { int, objectIdentifier, octetString, rawValue, sequence } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { GoError } from "../../go/errors.js";
import type { Certificate } from "../model/certificate.js";
import { algorithmIdentifier } from "./algorithm.js";
import { parseCertificates } from "./certificate.js";
import { parseCrl } from "./crl.js";
import type { ParserRules } from "./rules.js";

/** A PKCS #7 message. Only signed data has certificates. */
export interface Pkcs7 {
  readonly kind: "Data" | "SignedData" | "EncryptedData";
  readonly certificates: readonly Certificate[];
}

const contentInfo = sequence("initPKCS7", {
  contentType: [objectIdentifier],
  content: [rawValue, { tag: 0, explicit: true, optional: true }],
});

/**
 * SignedData as upstream reads it (RFC 2315 §9.1 without its tags). The fourth element counts as the certificates, the
 * fifth as a revocation list, and a sixth must follow. So upstream refuses messages without revocation lists.
 */
const signedData = sequence("signedData", {
  version: [int],
  digestAlgorithms: [rawValue],
  contentInfo: [rawValue],
  certificates: [rawValue, { optional: true }],
  crls: [rawValue, { optional: true }],
  signerInfos: [rawValue],
});

/** EncryptedData (RFC 2315 §13). */
const encryptedData = sequence("EncryptedData", {
  version: [int],
  content: [
    sequence("EncryptedContentInfo", {
      contentType: [objectIdentifier],
      algorithm: [algorithmIdentifier],
      encryptedContent: [octetString, { tag: 0, optional: true }],
    }),
  ],
});

/**
 * Parses a PKCS #7 message in DER (RFC 2315 §7). It reads and refuses exactly what upstream does. Throws GoError.
 */
export function parsePkcs7(der: Uint8Array, rules: ParserRules): Pkcs7 {
  const { contentType, content } = unmarshal(contentInfo, der).value;
  switch (contentType) {
    case "1.2.840.113549.1.7.1":
      unmarshal(octetString, content.bytes);
      return { kind: "Data", certificates: [] };
    case "1.2.840.113549.1.7.2":
      return { kind: "SignedData", certificates: parseSignedData(content.bytes, rules) };
    case "1.2.840.113549.1.7.6":
      if (unmarshal(encryptedData, content.bytes).value.version !== 0n) {
        throw new GoError("Only support for PKCS #7 encryptedData version 0");
      }
      return { kind: "EncryptedData", certificates: [] };
    default:
      throw new GoError("Attempt to parse PKCS# 7 Content not of type data, signed data or encrypted data");
  }
}

function parseSignedData(content: Uint8Array, rules: ParserRules): readonly Certificate[] {
  const { certificates, crls } = unmarshal(signedData, content).value;
  const parsed = parseCertificates(certificates.bytes, rules);
  if (crls.bytes.length > 0) parseCrl(crls.bytes, rules);
  return parsed;
}
