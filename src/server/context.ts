import type { EndpointContext } from "../cfssl/bundler/endpoint.js";
import type { CertificateDatabase } from "../cfssl/certdb/database.js";
import type { Context } from "../cfssl/context.js";
import type { OcspSigner } from "../cfssl/revocation/ocsp-signer.js";
import type { CaSigner } from "../cfssl/signer/signer.js";
import type { IssuingRules, Release } from "../release/release.js";
import type { Certificate } from "../x509/model/certificate.js";
import type { PrivateKey } from "../x509/model/key.js";

/** What the endpoints work with. */
export interface ServerContext extends Context<IssuingRules> {
  readonly release: Release;
  /** The signer; null if it could not be opened. */
  readonly signer: CaSigner | null;
  /** Where certificates are on record; null for nowhere. */
  readonly database: CertificateDatabase | null;
  /** Who signs OCSP responses; null for nobody. */
  readonly ocspSigner: OcspSigner | null;
  readonly files: ServerFiles;
  /** The certificate that a TLS server presents, in DER; throws GoError. */
  tlsLeaf(host: string, port: string): Promise<Uint8Array>;
}

/** What endpoints read when they are set up. All methods throw CfsslError or GoError as upstream words it. */
export interface ServerFiles {
  /** Whether what is issued can be bundled: that takes both roots and intermediates. */
  readonly bundlesIssued: boolean;
  /** Opens a bundler. Each endpoint has its own, as in upstream. */
  openBundler(): Promise<EndpointContext>;
  /** Reads the CA whose revocation lists are made. */
  openListIssuer(): Promise<ListIssuer>;
  /** Reads the CAs that scans trust. */
  checkScanCas(): void;
}

/** A CA that makes revocation lists. */
export interface ListIssuer {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}
