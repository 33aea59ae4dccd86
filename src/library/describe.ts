import { parsePemRequest } from "../certinfo/request.js";
import { formatUsages } from "../cfssl/config/usages.js";
import { bitLength } from "../crypto/modular.js";
import { encodeBase64 } from "../go/base64.js";
import { DerReader, tags } from "../go/cryptobyte.js";
import { formatRfc3339 } from "../go/time.js";
import { encodeUtf8 } from "../go/utf8.js";
import { curveBits } from "../x509/encode/public-key.js";
import type { Certificate, CertificateRequest, ExtensionValues } from "../x509/model/certificate.js";
import type { Extension, Name } from "../x509/model/name.js";
import { readExtensions } from "../x509/parse/extensions.js";
import type { ParserRules } from "../x509/parse/rules.js";
import { alternativeNames } from "./alternative-names.js";
import type {
  CertificateDescription,
  ExtensionDescription,
  KeyDescription,
  NameDescription,
  RequestDescription,
} from "./description.js";
import { extensionName } from "./extension-name.js";
import { formatHex } from "./hex.js";
import { readCertificate, requestPem } from "./material.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";
import type { CertificateInput, Encoded } from "./types.js";

/**
 * Describes a certificate for people and for JSON: names with their types, usages in the words of a profile, the key.
 * certinfo answers what `cfssl certinfo` prints.
 *
 * @example
 * ```ts
 * import { describeCertificate, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "test", hosts: ["localhost", "127.0.0.1"] });
 * const { sans, usages, isCa, key } = describeCertificate(cert);
 * console.log(JSON.stringify(sans)); // [{"type":"dns","value":"localhost"},{"type":"ip","value":"127.0.0.1"}]
 * console.log(usages.join(", ")); // signing, key encipherment, server auth, client auth
 * console.log(isCa, key); // false { algo: 'ecdsa', size: 256 }
 * ```
 *
 * @throws CfsslError 1002 without PEM, 1003 for a broken certificate; TypeError for an argument of a wrong kind
 */
export function describeCertificate(certificate: CertificateInput, options: Options = {}): CertificateDescription {
  const { context } = resolveOptions(options);
  const parsed = readCertificate({ name: "certificate", value: certificate }, context);
  const { subjectKeyId, authorityKeyId } = parsed;
  return {
    subject: describeName(parsed.subject),
    issuer: describeName(parsed.issuer),
    serialNumber: String(parsed.serialNumber),
    notBefore: formatRfc3339(parsed.notBefore),
    notAfter: formatRfc3339(parsed.notAfter),
    ...describeSigned(parsed, parsed, context.rules.parser),
    ...(subjectKeyId.length > 0 ? { subjectKeyId: formatHex(subjectKeyId) } : {}),
    ...(authorityKeyId.length > 0 ? { authorityKeyId: formatHex(authorityKeyId) } : {}),
  };
}

/**
 * Describes a certificate request for people and for JSON. csrinfo answers what `cfssl certinfo -csr` prints. Does not
 * check the signature of the request.
 *
 * @example
 * ```ts
 * import { describeRequest, genkey } from "cfssl-ts";
 *
 * const { csr } = await genkey({ CN: "web", names: [{ O: "Example" }], hosts: ["www.example.com"] });
 * const { subject, sans } = describeRequest(csr);
 * console.log(subject.commonName, subject.organization, sans); // web [ 'Example' ] [ { type: 'dns', value: 'www.example.com' } ]
 * ```
 *
 * @throws CfsslError 9002 without PEM; GoError for a broken request or extension; TypeError for an argument of a wrong
 * kind
 */
export function describeRequest(request: Encoded, options: Options = {}): RequestDescription {
  const { release, context } = resolveOptions(options);
  const pem = encodeUtf8(requestPem({ name: "request", value: request }));
  const parsed = parsePemRequest(pem, release.certinfo);
  const { parser } = context.rules;
  return {
    subject: describeName(parsed.subject),
    ...describeSigned(parsed, readExtensions(parsed.extensions, parser), parser),
  };
}

function describeSigned(
  signed: Certificate | CertificateRequest,
  values: ExtensionValues,
  rules: ParserRules,
): Omit<RequestDescription, "subject"> {
  const { isCa, maxPathLen } = values;
  return {
    sans: alternativeNames(signed.extensions),
    usages: formatUsages(values),
    isCa,
    ...(isCa && maxPathLen >= 0n ? { pathlen: Number(maxPathLen) } : {}),
    key: describeKey(signed, rules),
    signatureAlgorithm: signed.signatureAlgorithm?.replace("-", "With") ?? signatureOid(signed, rules),
    extensions: signed.extensions.map(describeExtension),
  };
}

function describeName(name: Name): NameDescription {
  const description: { -readonly [Member in keyof NameDescription]: NameDescription[Member] } = {
    attributes: name.names.map(({ type, value }) => ({ type, value: value.toWellFormed() })),
  };
  for (const member of ["commonName", "serialNumber"] as const) {
    if (name[member] !== "") description[member] = name[member].toWellFormed();
  }
  for (const member of listMembers) {
    if (name[member].length > 0) description[member] = name[member].map((value) => value.toWellFormed());
  }
  return description;
}

const listMembers = [
  ...(["country", "organization", "organizationalUnit", "locality", "province"] as const),
  ...(["streetAddress", "postalCode"] as const),
];

function describeKey(
  { publicKey, rawSpki }: Pick<Certificate, "publicKey" | "rawSpki">,
  rules: ParserRules,
): KeyDescription {
  switch (publicKey?.kind) {
    case "rsa":
      return { algo: "rsa", size: bitLength(publicKey.n) };
    case "dsa":
      return { algo: "dsa", size: bitLength(publicKey.p) };
    case "ecdsa":
      return { algo: "ecdsa", size: curveBits(publicKey.curve) };
    case "ed25519":
      return { algo: "ed25519", size: 256 };
    case undefined:
      return { algo: new DerReader(rawSpki).enter(tags.sequence)?.enter(tags.sequence)?.readOid(rules) ?? "" };
  }
}

/** The OID of the signature's algorithm: it follows the signed part. */
function signatureOid({ raw }: Pick<Certificate, "raw">, rules: ParserRules): string {
  const outer = new DerReader(raw).enter(tags.sequence);
  outer?.readAny();
  return outer?.enter(tags.sequence)?.readOid(rules) ?? "";
}

function describeExtension({ id, critical, value }: Extension): ExtensionDescription {
  const name = extensionName(id);
  return { id, ...(name === undefined ? {} : { name }), critical, value: encodeBase64(value) };
}
