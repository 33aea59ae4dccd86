import type { Moment } from "../../go/time.js";

/** A row of the table `certificates`. Texts are Go strings (see go/utf8). */
export interface CertificateRecord {
  /** In decimal. */
  readonly serial: string;
  /** The authority key identifier of the certificate: hexadecimal in lower case, without colons; empty if it has none. */
  readonly authorityKeyId: string;
  readonly caLabel: string;
  /** `good` or `revoked`; rows of other programs may say anything. */
  readonly status: string;
  /** The CRLReason (RFC 5280 §5.3.1). */
  readonly reason: bigint;
  readonly expiry: Moment;
  /** Go's zero time for a certificate that is not revoked. */
  readonly revokedAt: Moment;
  readonly pem: string;
  readonly issuedAt: Moment | null;
  readonly notBefore: Moment | null;
  /** JSON, unread. */
  readonly metadata: string | null;
  /** The DNS names of the certificate, as JSON, unread. */
  readonly sans: string | null;
  readonly commonName: string | null;
}

/** A row of the table `ocsp_responses`. */
export interface OcspRecord {
  /** As in CertificateRecord. */
  readonly serial: string;
  readonly authorityKeyId: string;
  /** An OCSPResponse (RFC 6960 §4.2.1) in DER, unread. */
  readonly body: Uint8Array;
  readonly expiry: Moment;
}
