/** What describeCertificate and describeRequest answer: plain objects, of which JSON.stringify loses nothing. */

/** What a certificate holds. */
export interface CertificateDescription extends RequestDescription {
  readonly issuer: NameDescription;
  /** Decimal, as in certinfo. */
  readonly serialNumber: string;
  /** RFC 3339, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Bytes in hexadecimal, separated by colons; absent without the extension. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
}

/** What a certificate request asks for. */
export interface RequestDescription {
  readonly subject: NameDescription;
  /** The subject alternative names, in their order. */
  readonly sans: readonly SubjectAltName[];
  /** Key usages, then extended key usages, in the words of a profile; one without a word is a dotted OID. */
  readonly usages: readonly string[];
  readonly isCa: boolean;
  /** How many CAs may stand below this one; absent for no limit. */
  readonly pathlen?: number;
  readonly key: KeyDescription;
  /** `SHA256WithRSA`, `ECDSAWithSHA256`, `Ed25519` …; a dotted OID if unknown. */
  readonly signatureAlgorithm: string;
  /** All extensions, in their order. */
  readonly extensions: readonly ExtensionDescription[];
}

/** A distinguished name. Members without a value are absent. */
export interface NameDescription {
  readonly commonName?: string;
  readonly serialNumber?: string;
  readonly country?: readonly string[];
  readonly organization?: readonly string[];
  readonly organizationalUnit?: readonly string[];
  readonly locality?: readonly string[];
  readonly province?: readonly string[];
  readonly streetAddress?: readonly string[];
  readonly postalCode?: readonly string[];
  /** All attributes that are texts, in their order: dotted OID and value. */
  readonly attributes: readonly { readonly type: string; readonly value: string }[];
}

/** A subject alternative name (RFC 5280 §4.2.1.6). For a name of another type, `value` is its DER in base64. */
export interface SubjectAltName {
  readonly type: "dns" | "ip" | "email" | "uri" | "other";
  readonly value: string;
}

/** A public key in the words of a request's `key`. */
export interface KeyDescription {
  /** `rsa`, `ecdsa`, `ed25519`, `dsa`; a dotted OID if unknown. */
  readonly algo: string;
  /** Bits of the modulus or of the curve's field; 256 for ed25519; absent if unknown. */
  readonly size?: number;
}

/** An extension (RFC 5280 §4.1). */
export interface ExtensionDescription {
  /** Dotted OID. */
  readonly id: string;
  /** The name in the standards, like `keyUsage`; absent if unknown. */
  readonly name?: string;
  readonly critical: boolean;
  /** The DER inside the OCTET STRING, in base64. */
  readonly value: string;
}
