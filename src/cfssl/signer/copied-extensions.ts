import { extensionId } from "../../x509/model/oid.js";

/**
 * Which of a request's extensions `copy_extensions` copies. The CA alone decides about usage, identity, status and
 * constraints, since relying parties act on them. SECURITY.md has the list and its reasons.
 */

/**
 * The extensions that the CA itself writes. Only the profile, the names in the request, the issuer or a log decide
 * them.
 */
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

/** Arcs of extensions that relying parties act on, whether we know the extension or not. */
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

/** Extensions in those arcs that grant nothing and name nobody. */
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
 * Whether `copy_extensions` takes this extension from a request.
 *
 * @param allowed the profile's `allowed_extensions`: copied too, except what the CA itself writes
 */
export function isCopied(id: string, allowed: readonly string[]): boolean {
  if (written.has(id)) return false;
  return allowed.includes(id) || harmless.has(id) || !reservedArcs.some((arc) => id.startsWith(arc));
}
