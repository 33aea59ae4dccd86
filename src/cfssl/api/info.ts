/** What a client asks about a signer. */
export interface InfoRequest {
  readonly label: string;
  /** The name of a profile. Unknown and empty names mean the default profile. */
  readonly profile: string;
}

/** With what a signer issues by a profile. */
export interface SignerInfo {
  /** The CA's certificate: PEM without the last line feed. */
  readonly certificate: string;
  /** The profile's usages by their names; null for none. */
  readonly usages: readonly string[] | null;
  /** How long certificates are valid, as the configuration says it. */
  readonly expiry: string;
}
