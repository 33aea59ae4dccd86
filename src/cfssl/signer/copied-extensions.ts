import { extensionId } from "../../x509/model/oid.js";

/**
 * Which of a request's extensions `copy_extensions` takes over. What relying parties read as usage, identity, status or
 * constraint is the CA's to decide; SECURITY.md has the list and its reasons.
 */

/** What the CA itself writes: these come from the profile, the names of the request, the issuer or a log alone. */
const written: ReadonlySet<string> = new Set([
  extensionId.keyUsage,
  extensionId.extKeyUsage,
  extensionId.basicConstraints,
  extensionId.subjectKeyIdentifier,
  extensionId.authorityKeyIdentifier,
  extensionId.subjectAltName,
  extensionId.crlDistributionPoints,
  extensionId.authorityInfoAccess,
  extensionId.certificatePolicies,
  extensionId.ocspNoCheck,
  extensionId.ctPoison,
  extensionId.ctTimestamps,
]);

/** Arcs whose extensions relying parties act on, known to us or not. */
const reservedArcs = [
  // id-ce: key usage periods, directory attributes, policy constraints and mappings, freshest CRL …
  "2.5.29.",
  // id-pe: qualified statements, address blocks, proxies, logotypes, identifiers of telephone numbers …
  "1.3.6.1.5.5.7.1.",
  // OCSP
  "1.3.6.1.5.5.7.48.1.",
  // Certificate Transparency
  "1.3.6.1.4.1.11129.2.4.",
  // Netscape: certificate type, server name, revocation and policy URLs
  "2.16.840.1.113730.1.",
  // Microsoft: application policies, security identifiers, template names, CA versions
  "1.3.6.1.4.1.311.",
  // Apple: markers of what a certificate may be used for
  "1.2.840.113635.100.6.",
  // CA/Browser Forum: identifiers of organizations and hidden services
  "2.23.140.",
  // Trusted Computing Group: what a device is and runs
  "2.23.133.",
  // Kubernetes: who a pod is
  "1.3.6.1.4.1.57683.",
  // Sigstore: who signed in
  "1.3.6.1.4.1.57264.",
];

/** Of those arcs, what grants nothing and names nobody. */
const harmless: ReadonlySet<string> = new Set([
  // subjectInfoAccess (RFC 5280 §4.2.2.2)
  "1.3.6.1.5.5.7.1.11",
  // TLS feature (RFC 7633), which only asks more of the certificate's own owner
  "1.3.6.1.5.5.7.1.24",
  // Netscape comment
  "2.16.840.1.113730.1.13",
  // Microsoft certificate template
  "1.3.6.1.4.1.311.21.7",
]);

/**
 * Whether `copy_extensions` takes an extension out of a request.
 *
 * @param allowed the profile's `allowed_extensions`: what it lists is copied, but for what the CA itself writes
 */
export function isCopied(id: string, allowed: readonly string[]): boolean {
  if (written.has(id)) return false;
  return allowed.includes(id) || harmless.has(id) || !reservedArcs.some((arc) => id.startsWith(arc));
}
