/**
 * A signing configuration as JSON: the file of `cfssl -config`. schema/config.schema.json describes every member.
 * Go reads the names of members in any case; these are the documented spellings.
 */
export interface ConfigJson {
  readonly signing: SigningJson;
  /** Keys for requests to a remote cfssl, by the names that `auth_key` takes. */
  readonly auth_keys?: Readonly<Record<string, AuthKeyJson>>;
  /** Other cfssl servers, by the names that `remote` takes: addresses separated by commas. */
  readonly remotes?: Readonly<Record<string, string>>;
  /** Read but never used. */
  readonly ocsp?: object;
  /** Where an editor finds the schema. */
  readonly $schema?: string;
}

export interface SigningJson {
  /** The profile for callers who name none. Default: a server's and client's certificate for a year. */
  readonly default?: ProfileJson;
  /** The other profiles by name. */
  readonly profiles?: Readonly<Record<string, ProfileJson>>;
}

/** What the certificates of a profile hold, and who may get one. Durations are as Go writes them: `8760h`, `30m`. */
export interface ProfileJson {
  /** How long a certificate is valid. Every profile needs it, unless a remote cfssl issues. */
  readonly expiry?: string;
  /** How far in the past the validity starts. Default: `5m`. */
  readonly backdate?: string;
  /** A fixed start of the validity (RFC 3339), instead of `backdate`. */
  readonly not_before?: string;
  /** A fixed end of the validity (RFC 3339), instead of `expiry`, which is needed all the same. */
  readonly not_after?: string;
  /** What the key is for. */
  readonly usages?: readonly Usage[];
  /** Makes the certificate a CA's. */
  readonly ca_constraint?: CaConstraintJson;
  /** Where the CA's certificate is (authority information access). */
  readonly issuer_urls?: readonly string[];
  /** Where to ask for the status of the certificate (authority information access). */
  readonly ocsp_url?: string;
  /** Where the revocation list is (CRL distribution point). */
  readonly crl_url?: string;
  /** Adds the extension of OCSP responders, whose own status nobody asks for. */
  readonly ocsp_no_check?: boolean;
  /** Certificate policies. */
  readonly policies?: readonly PolicyJson[];
  /** A regular expression (RE2). The common name and all alternative names but IP addresses must match it somewhere. */
  readonly name_whitelist?: string;
  /** The parts of a request that go into the certificate. Default: all. */
  readonly CSRWhitelist?: CsrWhitelistJson;
  /** Extensions (dotted OIDs) that clients of the HTTP API may ask for. */
  readonly allowed_extensions?: readonly string[];
  /** Copies the extensions of the request, except those that are for the CA to decide. */
  readonly copy_extensions?: boolean;
  /** Whether clients of the HTTP API choose the serial number. All other requests then fail. */
  readonly ClientProvidesSerialNumbers?: boolean;
  /** Certificate transparency logs (RFC 6962) that must accept the certificate. */
  readonly ct_log_servers?: readonly string[];
  /** The name in `auth_keys` of the key that authenticates requests to this server. */
  readonly auth_key?: string;
  /** The name in `auth_keys` of the previous key, which is accepted too. */
  readonly prev_auth_key?: string;
  /** The name in `remotes` of the server that issues. A LocalSigner refuses such a profile. */
  readonly remote?: string;
  /** The server that issues, and the key for requests to it. A LocalSigner refuses such a profile. */
  readonly auth_remote?: { readonly remote: string; readonly auth_key: string };
  /** With any level but `reserved`, signing fails, as it does in cfssl 1.6.5. */
  readonly lint_error_level?: "reserved" | "NA" | "NE" | "pass" | "info" | "warn" | "error" | "fatal";
  /** Names of ZLint's checks to leave out. */
  readonly ignored_lints?: readonly string[];
  readonly ignored_lint_sources?: readonly LintSource[];
  /** @deprecated Read but never used. */
  readonly cert_store?: string;
}

/** A key usage (RFC 5280 §4.2.1.3) in the words of a profile. */
export type KeyUsage =
  | "signing"
  | "digital signature"
  | "content commitment"
  | "key encipherment"
  | "data encipherment"
  | "key agreement"
  | "cert sign"
  | "crl sign"
  | "encipher only"
  | "decipher only";

/** An extended key usage (RFC 5280 §4.2.1.12) in the words of a profile. */
export type ExtKeyUsage =
  | "any"
  | "server auth"
  | "client auth"
  | "code signing"
  | "email protection"
  | "s/mime"
  | "ipsec end system"
  | "ipsec tunnel"
  | "ipsec user"
  | "timestamping"
  | "ocsp signing"
  | "microsoft sgc"
  | "netscape sgc";

/** A word in `usages`. cfssl 1.2 spells one of them `content committment`. */
export type Usage = KeyUsage | ExtKeyUsage | "content committment";

/** Basic constraints (RFC 5280 §4.2.1.9). */
export interface CaConstraintJson {
  readonly is_ca?: boolean;
  /** How many CAs may stand below this one. 0 sets no limit, unless `max_path_len_zero` is true. */
  readonly max_path_len?: number;
  readonly max_path_len_zero?: boolean;
}

/** A certificate policy (RFC 5280 §4.2.1.4). */
export interface PolicyJson {
  /** Dotted OID. */
  readonly id: string;
  readonly qualifiers?: readonly { readonly type: "id-qt-cps" | "id-qt-unotice"; readonly value: string }[];
}

/** The parts of a request that go into the certificate. Those that are left out here do not. */
export interface CsrWhitelistJson {
  readonly Subject?: boolean;
  readonly PublicKeyAlgorithm?: boolean;
  readonly PublicKey?: boolean;
  readonly SignatureAlgorithm?: boolean;
  readonly DNSNames?: boolean;
  readonly IPAddresses?: boolean;
  readonly EmailAddresses?: boolean;
  readonly URIs?: boolean;
}

/** A key that authenticates requests: HMAC with SHA-256. */
export interface AuthKeyJson {
  readonly type: "standard";
  /** Hexadecimal digits, or `env:NAME` or `file:PATH`, which `options.sources` looks up. */
  readonly key: string;
}

export type LintSource =
  | "RFC5280"
  | "RFC5480"
  | "RFC5891"
  | "CABF_BR"
  | "CABF_SMIME_BR"
  | "CABF_EV"
  | "Mozilla"
  | "Apple"
  | "Community"
  | "ETSI_ESI";
