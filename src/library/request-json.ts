/**
 * A certificate request as JSON: what `cfssl print-defaults csr` shows an example of. schema/csr.schema.json describes
 * every member. Go reads the names of members in any case; these are the documented spellings.
 */
export interface RequestJson {
  /** Common name. */
  readonly CN?: string;
  /** The other attributes of the subject; usually one entry. */
  readonly names?: readonly NameJson[];
  /** DNS names, IP addresses, mail addresses and URIs that the certificate is for. */
  readonly hosts?: readonly string[];
  /** The key to generate. Default: ecdsa, 256. */
  readonly key?: KeyJson;
  /** Limits of a CA's certificate. */
  readonly ca?: CaJson;
  /** The serialNumber attribute of the subject (not the certificate's serial number). */
  readonly serialnumber?: string;
  /** Adds the extension for delegated credentials (RFC 9345 §4.2). */
  readonly delegation_enabled?: boolean;
  /** Further extensions of the request. */
  readonly extensions?: readonly ExtensionJson[];
  /** The CRL URL of a new CA's certificate. */
  readonly crl_url?: string;
  /** Where an editor finds the schema. */
  readonly $schema?: string;
}

/** The key to generate. */
export interface KeyJson {
  readonly algo?: "rsa" | "ecdsa" | "ed25519";
  /** Bits: 2048 to 8192 for rsa, which needs a size; 256, 384 or 521 for ecdsa. ed25519 has no choice. */
  readonly size?: number;
}

/** Limits of a CA's certificate. Durations are as Go writes them: `87600h`. */
export interface CaJson {
  /** How long it is valid. Default: `43800h`. */
  readonly expiry?: string;
  /** How far in the past the validity starts. Default: `5m`. */
  readonly backdate?: string;
  /** How many CAs may stand below this one. 0 sets no limit, unless `pathlenzero` is true. */
  readonly pathlen?: number;
  readonly pathlenzero?: boolean;
}

/** One extension (RFC 5280 §4.1). */
export interface ExtensionJson {
  /** The numbers of the OID. */
  readonly Id: readonly number[];
  readonly Critical?: boolean;
  /** The DER inside the OCTET STRING: base64, or the bytes. */
  readonly Value?: string | readonly number[];
}

/** Attributes of a subject. */
export interface NameJson {
  /** Country. */
  readonly C?: string;
  /** State or province. */
  readonly ST?: string;
  /** Locality. */
  readonly L?: string;
  /** Organization. */
  readonly O?: string;
  /** Organizational unit. */
  readonly OU?: string;
  /** Mail address. */
  readonly E?: string;
  /** Attributes of any other type, by dotted OID. */
  readonly OID?: Readonly<Record<string, string>>;
  /** @deprecated Read but never used: set the `serialnumber` of the request, or the subject's `SerialNumber`. */
  readonly SerialNumber?: string;
}

/** A subject that replaces the request's: the SUBJECT file of `cfssl sign`. */
export interface SubjectJson {
  readonly CN?: string;
  readonly names?: readonly NameJson[];
  readonly SerialNumber?: string;
  /** Where an editor finds the schema. */
  readonly $schema?: string;
}
