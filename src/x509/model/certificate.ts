import type { Asn1Time } from "../../go/asn1/time.js";
import type { Url } from "../../go/url.js";
import type { PublicKey, PublicKeyAlgorithmName } from "./key.js";
import type { AnyAttribute, Extension, Name } from "./name.js";
import type { SignatureAlgorithmName } from "./signature-algorithm.js";

/** The four kinds of names that we read from subjectAltName (RFC 5280 §4.2.1.6). */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  /** 4 or 16 bytes each. */
  readonly ipAddresses: readonly Uint8Array[];
  readonly uris: readonly Url[];
}

/** One side of nameConstraints (RFC 5280 §4.2.1.10). */
export interface NameSubtrees {
  readonly dnsDomains: readonly string[];
  readonly ipRanges: readonly { readonly address: Uint8Array; readonly mask: Uint8Array }[];
  readonly emailAddresses: readonly string[];
  readonly uriDomains: readonly string[];
}

export interface NameConstraints {
  readonly critical: boolean;
  readonly permitted: NameSubtrees;
  readonly excluded: NameSubtrees;
}

/** The values of the extensions (RFC 5280 §4.2); empty for absent extensions. */
export interface ExtensionValues extends AlternativeNames {
  /** Bit n is the standard's bit n (0 is digitalSignature). */
  readonly keyUsage: number;
  /** Dotted OIDs. */
  readonly extKeyUsage: readonly string[];
  readonly basicConstraintsValid: boolean;
  readonly isCa: boolean;
  /** -1 if basicConstraints has no pathLenConstraint, 0 without basicConstraints. */
  readonly maxPathLen: bigint;
  readonly maxPathLenZero: boolean;
  readonly subjectKeyId: Uint8Array;
  readonly authorityKeyId: Uint8Array;
  readonly ocspServer: readonly string[];
  readonly issuingCertificateUrl: readonly string[];
  readonly crlDistributionPoints: readonly string[];
  readonly policyIdentifiers: readonly string[];
  readonly nameConstraints: NameConstraints | null;
  /** OIDs of critical extensions that we do not handle. */
  readonly unhandledCriticalExtensions: readonly string[];
}

/** What certificates and requests have in common. */
interface Signed {
  /** The whole structure in DER. */
  readonly raw: Uint8Array;
  /** The signed part in DER. */
  readonly rawTbs: Uint8Array;
  readonly rawSpki: Uint8Array;
  readonly rawSubject: Uint8Array;
  readonly subject: Name;
  readonly publicKeyAlgorithm: PublicKeyAlgorithmName | null;
  readonly publicKey: PublicKey | null;
  /** Null for an unknown algorithm. */
  readonly signatureAlgorithm: SignatureAlgorithmName | null;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** A certificate (RFC 5280 §4.1). */
export interface Certificate extends Signed, ExtensionValues {
  readonly rawIssuer: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serialNumber: bigint;
  readonly issuer: Name;
  readonly notBefore: Asn1Time;
  readonly notAfter: Asn1Time;
}

/** A request's attribute whose values are lists of types and values, like extensionRequest. */
export interface RequestAttribute {
  readonly type: string;
  readonly values: readonly (readonly AnyAttribute[])[];
}

/** A certification request (RFC 2986 §4). */
export interface CertificateRequest extends Signed, AlternativeNames {
  readonly version: bigint;
  /** All attributes of the subject; `subject.names` has only the texts. */
  readonly subjectAttributes: readonly AnyAttribute[];
  readonly attributes: readonly RequestAttribute[];
}
