import type { Release } from "./release.js";
import { v165 } from "./v1-6-5.js";

const later = ["gencsr", "crl"];

const json = { shortControlEscapes: false };

const time = {
  timeIncludesQuotes: true,
  zoneOffsetIsStrict: false,
  timeErrorsShowRest: true,
  fractionStandsForSeconds: true,
};

const parser = {
  ...time,
  readsFractionalTime: false,
  readsAnyBoolean: false,
  refusesCriticalIdentifiers: false,
  readsPolicyConstraints: false,
  checksPolicies: false,
  namesConstraintPart: true,
  knowsMd2: true,
  acceptsPaddedOids: true,
  namesDuplicateExtension: false,
  refusesLeadingDot: false,
};

/** cfssl 1.2.0, built with Go 1.19: everything that it does differently from 1.6.5. */
export const v120: Release = {
  ...v165,
  level: "1.2",
  version: "1.2.0",
  issuing: {
    ...v165.issuing,
    json,
    time,
    parser,
    ip: { longGroups: true },
    mail: { domainLiterals: false, specialsInNames: true, commentsInNames: false, unclosedCommentAfterGroup: true },
    regexp: { shortNamedGroups: false, unicode: "13.0.0" },
    verify: {
      verifiedAlgorithms: [
        ...["SHA1-RSA", "SHA256-RSA", "SHA384-RSA", "SHA512-RSA"],
        ...["ECDSA-SHA1", "ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512"],
      ] as const,
      insecureAlgorithms: [],
      strictVerification: false,
    },
    keyIsInterface: true,
    laterRequestMembers: false,
    laterProfileMembers: false,
    regexpReadsText: false,
    trimsAuthKeyFiles: false,
    contentCommitmentWord: "content committment",
    uriHosts: false,
    keyAlgorithms: ["rsa", "ecdsa"],
    rsaExponentModulus: "phi",
    rsaMessageTooLong: "crypto/rsa: message too long for RSA public key size",
    rsaSigningFailed: "rsa: internal error",
    rsaValidation: "exponents",
    ed25519Keys: false,
    skipsEcParameters: false,
    filePrefixes: false,
    notARequest: "not a certificate or csr",
    keepsUnknownAttributes: false,
    keepsLaterExtensions: false,
    remote: {
      saysBadUrl: false,
      closesConnections: false,
      usesProxies: false,
      laterSignMembers: false,
      unreadableCertificate: (certificate, key) =>
        `Unable to read client certificate from file: %s or key from file: %s${certificate}${key}`,
    },
    ct: { doublesWaits: false, comesLast: false },
    tls: {
      handshakeTimeout: null,
      namesVerification: false,
      checksChainPolicies: false,
      limitsRsaKeys: false,
      skipsUnknownKeys: false,
      constrainsCas: false,
      readsZones: false,
      refusesLoneWildcard: false,
      sha1Advice: " (temporarily override with GODEBUG=x509sha1=1)",
    },
    revocation: { asksResponders: false },
    bundle: {
      // Server authentication (RFC 5280 §4.2.1.12), Go's default.
      usages: ["1.3.6.1.5.5.7.3.1"],
      keys: ["rsa", "ecdsa"],
      otherKeyText: "Private key algorithm is not RSA or ECC",
      keepsFirstError: false,
      crashesOnLoneRoot: false,
      expiresWithRoot: true,
      showsLeafExpiry: false,
      badInputWords: "bad PEM certifcate or private key",
      namesEd25519: false,
    },
    missingKeyIsCoded: true,
    readsSigned: false,
    malformedKeyWords: "Malformed private key %v",
    saysWhyNotIssued: false,
    ocsp: { readsOcspPaths: false, laterOcspLog: false },
    selfsignTakesExtensions: false,
    laterDatabaseColumns: false,
  },
  certinfo: {
    ...parser,
    json,
    padsKeyIds: false,
    namesEd25519: false,
    limitsZoneInJson: false,
    crashesWithoutPem: true,
  },
  cfssljson: { bundle: "plain", version: undefined },
  cli: {
    extraArgumentsAreErrors: false,
    crlTimeIsFile: true,
    selfsignTakesDefaultProfile: false,
    servesOcspOfDatabase: false,
    bracketsAddress: false,
    noOcspSource: "no response file provided, please set the -responses flag",
  },
  server: {
    missingEndpoints: ["health", "certadd", "crl"],
    namesPath: true,
    hasPages: false,
    hasMetrics: false,
    showsSha256: false,
    bundlesIssued: false,
    choosesOcspHash: false,
    looksUpSerials: false,
    crlPackage: "crl",
    badIssuerWords: "Error from ParseCertificatePEM",
    badIssuer: "Malformed certificate",
    preferredOrder: "prefered",
  },
  get commands() {
    return v165.commands.filter((name) => !later.includes(name));
  },
  topFlags: [{ name: "allow_verification_with_non_compliant_keys", kind: "bool", default: false }],
  missingFlags: ["expiry", "min-tls-version", "disable"],
  certinfoFlags: ["cert", "domain"],
  certinfoTargets: "-cert, -csr, or -domain",
  versionText: (runtime) => `Version: 1.2.0\nRevision: dev\nRuntime: ${runtime}\n`,
};
