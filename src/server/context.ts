import type { Context } from "../cfssl/context.js";
import type { CaSigner } from "../cfssl/signer/signer.js";
import type { IssuingRules, Release } from "../release/release.js";

/** What the endpoints work with. */
export interface ServerContext extends Context<IssuingRules> {
  readonly release: Release;
  /** The signer; null if it could not be opened. */
  readonly signer: CaSigner | null;
  /** The certificate that a TLS server presents, in DER; throws GoError. */
  tlsLeaf(host: string, port: string): Promise<Uint8Array>;
}
