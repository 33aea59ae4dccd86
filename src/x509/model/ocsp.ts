import type { HashName } from "../../crypto/names.js";
import type { Asn1Time } from "../../go/asn1/time.js";
import type { Certificate } from "./certificate.js";
import type { SignatureAlgorithmName } from "./signature-algorithm.js";

/** CertID (RFC 6960 §4.1.1): names a certificate by its serial number and the hashes of its issuer's name and key. */
export interface CertId {
  readonly hash: HashName;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serial: bigint;
}

/**
 * CertStatus (RFC 6960 §4.2.1). `seconds` since 1970 (UTC) is the moment of the revocation, and reason 0 (unspecified)
 * is not written.
 */
export type CertStatus =
  | { readonly is: "good" | "unknown" }
  | { readonly is: "revoked"; readonly seconds: number; readonly reason: bigint };

/** What signs a response (RFC 6960 §4.2.1). */
export interface SignedResponse {
  /** ResponseData in DER, which is signed. */
  readonly rawTbs: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithmName | null;
  readonly signature: Uint8Array;
  /** The first certificate in the response; null without one. */
  readonly certificate: Certificate | null;
}

/** A response with its one answer. */
export interface OcspResponse extends SignedResponse {
  readonly certId: CertId;
  readonly status: CertStatus;
  readonly thisUpdate: Asn1Time;
  /** Year 1 where it is absent. */
  readonly nextUpdate: Asn1Time;
}

/** OCSPResponseStatus (RFC 6960 §4.2.1) of responses that hold no answer. */
export const ocspErrorStatus = {
  malformed: 1n,
  internalError: 2n,
  tryLater: 3n,
  signatureRequired: 5n,
  unauthorized: 6n,
} as const;
