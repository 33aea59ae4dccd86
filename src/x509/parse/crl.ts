import { bigInt, bitString, int, sequence, sequenceOf, time } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { rightAlign } from "../../go/asn1/value.js";
import { GoError } from "../../go/errors.js";
import { type Moment, zeroMoment } from "../../go/time/moment.js";
import type { SignatureAlgorithmName } from "../model/signature-algorithm.js";
import { algorithmIdentifier, signatureAlgorithmOf } from "./algorithm.js";
import { extensionList, rdnSequence } from "./pkix.js";
import type { ParserRules } from "./rules.js";

/** CertificateList (RFC 5280 §5.1). */
function certificateList(rules: ParserRules) {
  const revoked = sequence("RevokedCertificate", {
    serialNumber: [bigInt],
    revocationTime: [time(rules)],
    extensions: [extensionList, { optional: true }],
  });
  const tbsCertList = sequence("TBSCertificateList", {
    version: [int, { optional: true, absent: 0n }],
    signature: [algorithmIdentifier],
    issuer: [rdnSequence(rules)],
    thisUpdate: [time(rules)],
    nextUpdate: [time(rules), { optional: true, absent: { ...zeroMoment, offset: 0 } }],
    revokedCertificates: [sequenceOf("", revoked), { optional: true }],
    extensions: [extensionList, { tag: 0, optional: true, explicit: true }],
  });
  return sequence("CertificateList", {
    tbsCertList: [tbsCertList],
    signatureAlgorithm: [algorithmIdentifier],
    signature: [bitString],
  });
}

/** A certificate revocation list. */
export interface CertificateList {
  /** The signed part in DER. */
  readonly rawTbs: Uint8Array;
  /** Null for an unknown algorithm. */
  readonly signatureAlgorithm: SignatureAlgorithmName | null;
  readonly signature: Uint8Array;
  /** Year 1 where it is absent. */
  readonly nextUpdate: Moment;
  /** The serial numbers of the revoked certificates. */
  readonly revoked: readonly bigint[];
}

/**
 * Parses a certificate revocation list in DER (RFC 5280 §5) as Go's x509.ParseDERCRL does. Does not check the signature.
 *
 * @throws GoError with Go's text
 */
export function parseCrl(der: Uint8Array, rules: ParserRules): CertificateList {
  const { value, rest } = unmarshal(certificateList(rules), der);
  if (rest.length > 0) throw new GoError("x509: trailing data after CRL");
  const { tbsCertList, signatureAlgorithm, signature } = value;
  return {
    rawTbs: tbsCertList.raw,
    signatureAlgorithm: signatureAlgorithmOf(
      { algorithm: signatureAlgorithm.algorithm, parameters: signatureAlgorithm.parameters.fullBytes },
      rules,
    ),
    signature: rightAlign(signature),
    nextUpdate: tbsCertList.nextUpdate,
    revoked: tbsCertList.revokedCertificates.map(({ serialNumber }) => serialNumber),
  };
}
