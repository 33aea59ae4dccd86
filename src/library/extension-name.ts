/** Extensions by the names in RFC 5280 §4.2, and by those of other standards. */
const names: Readonly<Record<string, string>> = {
  "2.5.29.9": "subjectDirectoryAttributes",
  "2.5.29.14": "subjectKeyIdentifier",
  "2.5.29.15": "keyUsage",
  "2.5.29.17": "subjectAltName",
  "2.5.29.18": "issuerAltName",
  "2.5.29.19": "basicConstraints",
  "2.5.29.30": "nameConstraints",
  "2.5.29.31": "cRLDistributionPoints",
  "2.5.29.32": "certificatePolicies",
  "2.5.29.33": "policyMappings",
  "2.5.29.35": "authorityKeyIdentifier",
  "2.5.29.36": "policyConstraints",
  "2.5.29.37": "extKeyUsage",
  "2.5.29.46": "freshestCRL",
  "2.5.29.54": "inhibitAnyPolicy",
  "1.3.6.1.5.5.7.1.1": "authorityInfoAccess",
  "1.3.6.1.5.5.7.1.11": "subjectInfoAccess",
  // RFC 7633, RFC 6960, RFC 9345, RFC 6962.
  "1.3.6.1.5.5.7.1.24": "tlsFeature",
  "1.3.6.1.5.5.7.48.1.5": "ocspNoCheck",
  "1.3.6.1.4.1.44363.44": "delegationUsage",
  "1.3.6.1.4.1.11129.2.4.2": "signedCertificateTimestampList",
  "1.3.6.1.4.1.11129.2.4.3": "precertificatePoison",
};

/** The name of an extension; undefined if unknown. */
export function extensionName(id: string): string | undefined {
  return Object.hasOwn(names, id) ? names[id] : undefined;
}
