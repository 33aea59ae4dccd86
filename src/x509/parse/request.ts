import { syntaxError } from "../../go/asn1/errors.js";
import {
  bitString,
  int,
  objectIdentifier,
  type RawValue,
  rawValue,
  sequence,
  sequenceOf,
} from "../../go/asn1/types.js";
import { type Asn1Type, unmarshal } from "../../go/asn1/unmarshal.js";
import { rightAlign } from "../../go/asn1/value.js";
import { GoError } from "../../go/errors.js";
import type { AlternativeNames, CertificateRequest, RequestAttribute } from "../model/certificate.js";
import type { AnyAttribute, Extension } from "../model/name.js";
import { extensionId, extensionRequest } from "../model/oid.js";
import {
  type AlgorithmIdentifier,
  algorithmIdentifier,
  publicKeyAlgorithmOf,
  signatureAlgorithmOf,
} from "./algorithm.js";
import { parseSubjectAltName } from "./general-name.js";
import { nameOf } from "./name.js";
import { extensionList, rdnSequence, typeAndValue } from "./pkix.js";
import { parsePublicKey } from "./public-key.js";
import type { ParserRules } from "./rules.js";

/**
 * Parses a PKCS #10 request in DER (RFC 2986 §4). It accepts and refuses what Go's x509.ParseCertificateRequest does.
 * It does not check the signature.
 *
 * @throws GoError with Go's text (`asn1: syntax error: sequence truncated`)
 */
export function parseCertificateRequest(der: Uint8Array, rules: ParserRules): CertificateRequest {
  const { value: request, rest } = unmarshal(certificateRequest, der);
  if (rest.length > 0) throw syntaxError("trailing data");
  const { info } = request;
  const keyAlgorithm = toIdentifier(info.publicKeyInfo.algorithm);
  const publicKey = parsePublicKey(keyAlgorithm, info.publicKeyInfo.publicKey, rules);
  const subjectAttributes = parseSubject(info.subject.fullBytes, rules);
  const extensions = readRequestedExtensions(info.attributes);
  return {
    raw: request.raw,
    rawTbs: info.raw,
    rawSpki: info.publicKeyInfo.raw,
    rawSubject: info.subject.fullBytes,
    version: info.version,
    subject: nameOf(subjectAttributes.filter(isText)),
    subjectAttributes,
    publicKeyAlgorithm: publicKeyAlgorithmOf(keyAlgorithm.algorithm),
    publicKey,
    signatureAlgorithm: signatureAlgorithmOf(toIdentifier(request.signatureAlgorithm), rules),
    signature: rightAlign(request.signature),
    attributes: parseAttributes(info.attributes, rules),
    extensions,
    ...readAlternativeNames(extensions, rules),
  };
}

const certificateRequest = sequence("certificateRequest", {
  info: [
    sequence("tbsCertificateRequest", {
      version: [int],
      subject: [rawValue],
      publicKeyInfo: [sequence("publicKeyInfo", { algorithm: [algorithmIdentifier], publicKey: [bitString] })],
      attributes: [sequenceOf("", rawValue), { tag: 0 }],
    }),
  ],
  signatureAlgorithm: [algorithmIdentifier],
  signature: [bitString],
});

const pkcs10Attribute = sequence("pkcs10Attribute", {
  id: [objectIdentifier],
  values: [sequenceOf("", rawValue), { set: true }],
});

function toIdentifier({ algorithm, parameters }: { algorithm: string; parameters: RawValue }): AlgorithmIdentifier {
  return { algorithm, parameters: parameters.fullBytes };
}

function parseSubject(element: Uint8Array, rules: ParserRules): readonly AnyAttribute[] {
  const { value: rdns, rest } = unmarshal(rdnSequence(rules), element);
  if (rest.length > 0) throw new GoError("x509: trailing data after X.509 Subject");
  const attributes: AnyAttribute[] = [];
  for (const rdn of rdns) for (const { type, value } of rdn) attributes.push({ type, value });
  return attributes;
}

function isText(attribute: AnyAttribute): attribute is AnyAttribute & { readonly value: string } {
  return typeof attribute.value === "string";
}

/** Parses the attributes whose values are lists of types and values. Skips others, such as challengePassword. */
function parseAttributes(attributes: readonly RawValue[], rules: ParserRules): readonly RequestAttribute[] {
  const attributeType = sequence("AttributeTypeAndValueSET", {
    type: [objectIdentifier],
    values: [sequenceOf("", sequenceOf("", typeAndValue(rules))), { set: true }],
  });
  return attributes.flatMap(({ fullBytes }) => {
    const attribute = unmarshalWhole(attributeType, fullBytes);
    if (attribute === null) return [];
    const values = attribute.values.map((list) => list.map(({ type, value }) => ({ type, value })));
    return [{ type: attribute.type, values }];
  });
}

/** Reads the first value of every extensionRequest attribute (RFC 2985 §5.4.2). */
function readRequestedExtensions(attributes: readonly RawValue[]): readonly Extension[] {
  const extensions = new Map<string, Extension>();
  for (const { fullBytes } of attributes) {
    const attribute = unmarshalWhole(pkcs10Attribute, fullBytes);
    const [first] = attribute?.values ?? [];
    if (attribute?.id !== extensionRequest || first === undefined) continue;
    for (const { id, critical, value } of unmarshal(extensionList, first.fullBytes).value) {
      if (extensions.has(id)) {
        throw new GoError("x509: certificate request contains duplicate requested extensions");
      }
      extensions.set(id, { id, critical, value });
    }
  }
  return [...extensions.values()];
}

/** Parses bytes that hold one value and nothing else; null otherwise. */
function unmarshalWhole<T>(type: Asn1Type<T>, bytes: Uint8Array): T | null {
  try {
    const { value, rest } = unmarshal(type, bytes);
    return rest.length === 0 ? value : null;
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
}

function readAlternativeNames(extensions: readonly Extension[], rules: ParserRules): AlternativeNames {
  for (const { id, value } of extensions)
    if (id === extensionId.subjectAltName) return parseSubjectAltName(value, rules);
  return { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] };
}
