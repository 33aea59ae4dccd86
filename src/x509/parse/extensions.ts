import { type DerReader, type OidRules, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { quote } from "../../go/strconv.js";
import type { ExtensionValues } from "../model/certificate.js";
import type { Extension } from "../model/name.js";
import { extensionId } from "../model/oid.js";
import { parseAuthorityInfoAccess, parseCrlDistributionPoints } from "./access.js";
import { demand } from "./demand.js";
import { parseSubjectAltName } from "./general-name.js";
import { parseAuthorityKeyIdentifier, parseSubjectKeyIdentifier } from "./key-identifier.js";
import { parseBasicConstraints, parseExtKeyUsage, parseKeyUsage } from "./key-usage.js";
import { parseNameConstraints } from "./name-constraints.js";
import {
  checkInhibitAnyPolicy,
  checkPolicyConstraints,
  checkPolicyMappings,
  parseCertificatePolicies,
} from "./policy.js";
import type { ParserRules } from "./rules.js";

/** Parses Extensions (RFC 5280 §4.1) without decoding their values. Throws GoError. */
export function parseExtensions(
  reader: DerReader,
  rules: Pick<ParserRules, "namesDuplicateExtension" | "acceptsPaddedOids">,
): readonly Extension[] {
  const list = demand(reader.enter(tags.sequence), "x509: malformed extensions");
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  while (!list.isEmpty()) {
    const extension = parseExtension(demand(list.enter(tags.sequence), "x509: malformed extension"), rules);
    if (seen.has(extension.id)) throw duplicate(extension.id, rules);
    seen.add(extension.id);
    extensions.push(extension);
  }
  return extensions;
}

function duplicate(id: string, rules: Pick<ParserRules, "namesDuplicateExtension">): GoError {
  const text = "x509: certificate contains duplicate extension";
  return new GoError(rules.namesDuplicateExtension ? `${text} with OID ${quote(id)}` : `${text}s`);
}

function parseExtension(reader: DerReader, rules: OidRules): Extension {
  const id = demand(reader.readOid(rules), "x509: malformed extension OID field");
  const critical = reader.hasTag(tags.boolean)
    ? demand(reader.readBoolean(), "x509: malformed extension critical field")
    : false;
  return { id, critical, value: demand(reader.read(tags.octetString), "x509: malformed extension value field") };
}

type Handler = (extension: Extension, rules: ParserRules) => Partial<ExtensionValues> | null;

const nothing: Partial<ExtensionValues> = {};

/** The handlers of extensions. A handler returns null if this release of Go does not handle the extension. */
const handlers: Readonly<Record<string, Handler>> = {
  [extensionId.keyUsage]: ({ value }) => ({ keyUsage: parseKeyUsage(value) }),
  [extensionId.extKeyUsage]: ({ value }, rules) => ({ extKeyUsage: parseExtKeyUsage(value, rules) }),
  [extensionId.basicConstraints]: ({ value }, rules) => {
    const { isCa, maxPathLen } = parseBasicConstraints(value, rules);
    return { basicConstraintsValid: true, isCa, maxPathLen, maxPathLenZero: maxPathLen === 0n };
  },
  [extensionId.crlDistributionPoints]: ({ value }) => ({ crlDistributionPoints: parseCrlDistributionPoints(value) }),
  [extensionId.authorityKeyIdentifier]: (extension, rules) => ({
    authorityKeyId: parseAuthorityKeyIdentifier(extension, rules),
  }),
  [extensionId.subjectKeyIdentifier]: (extension, rules) => ({
    subjectKeyId: parseSubjectKeyIdentifier(extension, rules),
  }),
  [extensionId.authorityInfoAccess]: parseAuthorityInfoAccess,
  [extensionId.certificatePolicies]: ({ value }, rules) => ({
    policyIdentifiers: parseCertificatePolicies(value, rules),
  }),
  "2.5.29.33": ({ value }, rules) => handlePolicy(value, rules, checkPolicyMappings),
  "2.5.29.36": ({ value }, rules) => handlePolicy(value, rules, checkPolicyConstraints),
  "2.5.29.54": ({ value }, rules) => handlePolicy(value, rules, checkInhibitAnyPolicy),
};

function handlePolicy(value: Uint8Array, rules: ParserRules, check: (value: Uint8Array) => void) {
  if (!rules.readsPolicyConstraints) return null;
  check(value);
  return nothing;
}

/** Decodes the values of a certificate's extensions (RFC 5280 §4.2) in their order. Throws GoError. */
export function readExtensions(extensions: readonly Extension[], rules: ParserRules): ExtensionValues {
  const unhandled: string[] = [];
  const values: ExtensionValues = { ...emptyExtensions(), unhandledCriticalExtensions: unhandled };
  for (const extension of extensions) {
    const { found, isHandled } = readExtension(extension, rules);
    Object.assign(values, found);
    if (extension.critical && !isHandled) unhandled.push(extension.id);
  }
  return values;
}

function readExtension(
  extension: Extension,
  rules: ParserRules,
): { found: Partial<ExtensionValues>; isHandled: boolean } {
  if (extension.id === extensionId.subjectAltName) {
    const found = parseSubjectAltName(extension.value, rules);
    const { dnsNames, emailAddresses, ipAddresses, uris } = found;
    return { found, isHandled: dnsNames.length + emailAddresses.length + ipAddresses.length + uris.length > 0 };
  }
  if (extension.id === "2.5.29.30") {
    const { constraints, isComplete } = parseNameConstraints(extension, rules);
    return { found: { nameConstraints: constraints }, isHandled: isComplete };
  }
  const found = handlers[extension.id]?.(extension, rules) ?? null;
  return { found: found ?? nothing, isHandled: found !== null };
}

/** The values for a certificate without extensions. */
export function emptyExtensions(): ExtensionValues {
  return {
    dnsNames: [],
    emailAddresses: [],
    ipAddresses: [],
    uris: [],
    keyUsage: 0,
    extKeyUsage: [],
    basicConstraintsValid: false,
    isCa: false,
    maxPathLen: 0n,
    maxPathLenZero: false,
    subjectKeyId: new Uint8Array(),
    authorityKeyId: new Uint8Array(),
    ocspServer: [],
    issuingCertificateUrl: [],
    crlDistributionPoints: [],
    policyIdentifiers: [],
    nameConstraints: null,
    unhandledCriticalExtensions: [],
  };
}
