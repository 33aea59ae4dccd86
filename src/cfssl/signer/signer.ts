import type { JsonOut } from "../../go/json/encode.js";
import type { Moment } from "../../go/time.js";
import type { Extension } from "../../x509/model/name.js";
import type { InfoRequest, SignerInfo } from "../api/info.js";
import type { SigningPolicy } from "../config/policy.js";
import type { MadeRequest } from "../csr/generate.js";
import type { SubjectOverride } from "./subject.js";

/** What to issue a certificate with, besides the request. */
export interface Terms {
  /** Hosts that replace the request's; null keeps them. */
  readonly hosts?: readonly string[] | null;
  readonly subject?: SubjectOverride | null;
  /** The name of a profile. Unknown and empty names mean the default profile. */
  readonly profile?: string;
  /** A CRL URL that replaces the profile's. */
  readonly crlUrl?: string;
  /** Extensions that neither requests nor profiles can ask for. A remote server does not get them. */
  readonly added?: readonly Extension[];
  /** The label of the key on a remote server. */
  readonly label?: string;
  /** The serial number, if the profile lets the client choose it; null for none. */
  readonly serial?: bigint | null;
  /** When the certificate is valid, where the profile does not say it; null or Go's zero time for the profile's expiry. */
  readonly notBefore?: Moment | null;
  readonly notAfter?: Moment | null;
  /** Extensions to add, if the profile's ExtensionWhitelist has them; the values are hexadecimal. */
  readonly extensions?: readonly { readonly id: string; readonly critical: boolean; readonly value: string }[] | null;
  /** What goes on record with the certificate, and not into it. */
  readonly metadata?: ReadonlyMap<string, JsonOut> | null;
}

/** Issues certificates, in PEM. Both methods throw CfsslError or GoError as upstream words it. */
export interface Signer {
  /**
   * Issues for a request from elsewhere, after checking its signature.
   *
   * @param csr PKCS #10, PEM
   */
  sign(csr: string, terms: Terms): Promise<string>;
  /** Issues for a request that this process made; only generateRequest makes a MadeRequest. */
  signMade(made: MadeRequest, terms: Terms): Promise<string>;
}

/** A signer of a CA, here or elsewhere. */
export interface CaSigner extends Signer {
  readonly policy: SigningPolicy;
  /** Throws CfsslError or GoError as upstream words it. */
  info(request: InfoRequest): Promise<SignerInfo>;
}
