import { anyExtendedKeyUsage } from "../x509/model/oid.js";
import type { Release } from "./release.js";

const json = { shortControlEscapes: true };

const time = {
  timeIncludesQuotes: false,
  zoneOffsetIsStrict: true,
  timeErrorsShowRest: false,
  fractionStandsForSeconds: false,
};

const parser = {
  ...time,
  readsFractionalTime: true,
  readsAnyBoolean: true,
  refusesCriticalIdentifiers: true,
  readsPolicyConstraints: true,
  checksPolicies: true,
  namesConstraintPart: false,
  knowsMd2: false,
  acceptsPaddedOids: false,
  namesDuplicateExtension: true,
  refusesLeadingDot: true,
};

/** cfssl 1.6.5, built with Go 1.24. */
export const v165: Release = {
  level: "1.6",
  version: "1.6.5",
  issuing: {
    json,
    time,
    parser,
    ip: { longGroups: false },
    mail: { domainLiterals: true, specialsInNames: false, commentsInNames: true, unclosedCommentAfterGroup: false },
    regexp: { shortNamedGroups: true, unicode: "15.0.0" },
    verify: {
      verifiedAlgorithms: [
        ...["SHA1-RSA", "SHA256-RSA", "SHA384-RSA", "SHA512-RSA", "SHA256-RSAPSS", "SHA384-RSAPSS"],
        ...[
          "SHA512-RSAPSS",
          "DSA-SHA1",
          "DSA-SHA256",
          "ECDSA-SHA1",
          "ECDSA-SHA256",
          "ECDSA-SHA384",
          "ECDSA-SHA512",
          "Ed25519",
        ],
      ] as const,
      insecureAlgorithms: ["MD5-RSA"] as const,
      strictVerification: true,
    },
    keyIsInterface: false,
    laterRequestMembers: true,
    laterProfileMembers: true,
    regexpReadsText: true,
    trimsAuthKeyFiles: true,
    contentCommitmentWord: "content commitment",
    uriHosts: true,
    keyAlgorithms: ["rsa", "ecdsa", "ed25519"],
    rsaExponentModulus: "lambda",
    rsaMessageTooLong: "crypto/rsa: message too long for RSA key size",
    rsaSigningFailed: "crypto/rsa: decryption error",
    rsaValidation: "crt",
    ed25519Keys: true,
    skipsEcParameters: true,
    filePrefixes: true,
    notARequest: "not a csr",
    keepsUnknownAttributes: true,
    keepsLaterExtensions: true,
    remote: {
      saysBadUrl: true,
      closesConnections: true,
      usesProxies: true,
      laterSignMembers: true,
      unreadableCertificate: (certificate, key) =>
        `Unable to read client certificate from file: ${certificate} or key from file: ${key}`,
    },
    ct: { doublesWaits: true, comesLast: true },
    tls: {
      handshakeTimeout: 10_000,
      namesVerification: true,
      checksChainPolicies: true,
      limitsRsaKeys: true,
      skipsUnknownKeys: true,
      constrainsCas: true,
      readsZones: true,
      refusesLoneWildcard: true,
      sha1Advice: "",
    },
    revocation: { asksResponders: true },
    bundle: {
      usages: [anyExtendedKeyUsage],
      keys: ["rsa", "ecdsa", "ed25519"],
      otherKeyText: "Private key algorithm is not RSA or ECC or Ed25519",
      crashesOnLoneRoot: true,
      showsLeafExpiry: true,
      namesEd25519: true,
    },
    missingKeyIsCoded: false,
    readsSigned: true,
    malformedKeyWords: "Malformed private key ",
    saysWhyNotIssued: true,
    ocsp: { readsOcspPaths: true, laterOcspLog: true },
    selfsignTakesExtensions: true,
    laterDatabaseColumns: true,
  },
  certinfo: { ...parser, json, padsKeyIds: true, namesEd25519: true, limitsZoneInJson: true, crashesWithoutPem: false },
  cfssljson: { bundle: "nested", version: "1.6.5" },
  cli: {
    extraArgumentsAreErrors: true,
    crlTimeIsFile: false,
    selfsignTakesDefaultProfile: true,
    servesOcspOfDatabase: true,
    noOcspSource:
      "no response file or db-config provided, please set the one of these using either -responses or -db-config flags",
  },
  commands: [
    ...["bundle", "certinfo", "crl", "gencert", "gencrl", "gencsr", "genkey", "info", "ocspdump", "ocsprefresh"],
    ...["ocspserve", "ocspsign", "print-defaults", "revoke", "scan", "selfsign", "serve", "sign", "version"],
  ],
  topFlags: [],
  missingFlags: [],
  certinfoFlags: ["cert", "domain", "serial", "aki", "db-config"],
  certinfoTargets: "-cert, -csr, -domain or -serial + -aki",
  versionText: (runtime) => `Version: 1.6.5\nRuntime: ${runtime}\n`,
};
