import type { Certificate } from "../model/certificate.js";
import type { CertificatePool } from "./certificate-pool.js";
import { type Chain, type ChainRules, findChains } from "./chain.js";
import { type HostnameRules, verifyHostname } from "./hostname.js";
import { InvalidCertificateError } from "./invalid-certificate.js";
import { checkCertificate, isForUsages } from "./path-rules.js";
import { arePoliciesValid } from "./policy-rules.js";

/** How Go releases differ in verifying a certificate. */
export interface CertificateRules extends ChainRules, HostnameRules {
  /** Whether Go checks certificate policies along a chain. */
  readonly checksChainPolicies: boolean;
}

/** What a certificate is verified for, and against which others. */
export interface Verification {
  readonly trusted: CertificatePool;
  /** The certificates that may stand between this one and a trusted one. */
  readonly others: CertificatePool;
  /** A DNS name or an IP address; null skips the check. */
  readonly host: string | null;
  /** Extended key usages, dotted. One of them must be allowed along the whole chain; anyExtendedKeyUsage is. */
  readonly usages: readonly string[];
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
}

/**
 * Verifies a certificate (RFC 5280 §6) by the rules of Go's x509.Certificate.Verify and in its order: the validity, the
 * name, the chains, then their policies and usages.
 *
 * @returns all chains that are valid, each from the certificate to a trusted one
 * @throws GoError in Go's words
 */
export async function verifyCertificate(
  certificate: Certificate,
  { trusted, others, host, usages, now }: Verification,
  rules: CertificateRules,
): Promise<readonly Chain[]> {
  checkCertificate(certificate, "leaf", [], now, rules);
  if (host !== null) verifyHostname(certificate, host, rules);
  return selectChains(await findChains(certificate, { trusted, others, now, rules }), usages, rules);
}

/** Keeps the chains with valid policies that are for one of the usages. */
function selectChains(
  chains: readonly Chain[],
  usages: readonly string[],
  { checksChainPolicies }: CertificateRules,
): readonly Chain[] {
  const agreeing = checksChainPolicies ? chains.filter(arePoliciesValid) : chains;
  const fit = agreeing.filter((chain) => isForUsages(chain, usages));
  if (fit.length > 0) return fit;
  if (agreeing.length === chains.length) {
    throw new InvalidCertificateError("incompatibleUsage", "x509: certificate specifies an incompatible key usage");
  }
  const none = "x509: no valid chains built:";
  if (agreeing.length === 0) {
    throw new InvalidCertificateError("noValidChains", `${none} all candidate chains have invalid policies`);
  }
  const [unfit, disagreeing] = [agreeing.length, chains.length - agreeing.length];
  const reasons = `${unfit} chains with incompatible key usage, ${disagreeing} chains with invalid policies`;
  throw new InvalidCertificateError("noValidChains", `${none} ${reasons}`);
}
