import type { RequestedCertificate } from "./requested.js";
import type { SubjectOverride } from "./subject.js";

/** What a signer is asked for. */
export interface SignRequest {
  /** The PKCS #10 request in PEM. */
  readonly request: string;
  /**
   * For a request that the caller made itself a moment ago, what it asks for, or null when only reading it tells: its
   * signature is then not looked at again. Leave it out for a request that came from anywhere else.
   */
  readonly asks?: RequestedCertificate | null;
  /** Hosts that go in the place of the request's; null leaves those. */
  readonly hosts?: readonly string[] | null;
  readonly subject?: SubjectOverride | null;
  /** A profile's name; unknown and empty ones mean the default profile. */
  readonly profile?: string;
  /** A CRL URL that goes before the profile's. */
  readonly crlUrl?: string;
  /** The label of the key on a remote server. */
  readonly label?: string;
}

/** Issues certificates. */
export interface Signer {
  /**
   * @returns the certificate in PEM
   * @throws CfsslError or GoError as upstream words it
   */
  sign(request: SignRequest): Promise<string>;
}
