import { boolean, int, sequence } from "../../go/asn1/types.js";
import { unmarshal } from "../../go/asn1/unmarshal.js";
import { GoError } from "../../go/errors.js";
import { decodePem } from "../../go/pem.js";
import { formatUrl } from "../../go/url.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { encodePublicKey } from "../../x509/encode/public-key.js";
import type { CertificateRequest } from "../../x509/model/certificate.js";
import type { Extension, Name } from "../../x509/model/name.js";
import { extensionId } from "../../x509/model/oid.js";
import { parseCertificateRequest } from "../../x509/parse/index.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { type VerifyRules, verifyRequestSignature } from "../../x509/verify/request-signature.js";
import type { SigningProfile } from "../config/profile.js";
import type { RequestedCertificate } from "../csr/requested.js";
import { CfsslError, withCode, withCodeAsync } from "../errors.js";
import { isCopied } from "./copied-extensions.js";

export interface SignedRequestRules {
  readonly parser: ParserRules;
  readonly verify: VerifyRules;
  /** The error text for a PEM block that is not a request. */
  readonly notARequest: string;
  /** Whether the certificate gets attributes of the request's subject that upstream has no field for. */
  readonly keepsUnknownAttributes: boolean;
  /** Whether the certificate gets the request's URIs and its delegation extension. */
  readonly keepsLaterExtensions: boolean;
}

/** The attributes that pkix.Name has a field for. All others are copied unchanged. */
const knownAttributes = new Set(["3", "5", "6", "7", "8", "9", "10", "11", "17"].map((arc) => `2.5.4.${arc}`));

/** The DER of a request in PEM; throws CfsslError 9002 or 9300 if there is none. */
function decodeRequestPem(text: string, rules: SignedRequestRules): Uint8Array {
  const found = decodePem(encodeUtf8(text));
  if (!found) throw new CfsslError("csr.decodeFailed");
  const { label, bytes } = found.block;
  if (label !== "CERTIFICATE REQUEST" && label !== "NEW CERTIFICATE REQUEST") {
    throw new CfsslError("csr.badRequest", rules.notARequest);
  }
  return bytes;
}

/**
 * Reads a request from elsewhere, checks its signature, and returns what it asks for.
 *
 * @param csr PEM
 * @throws CfsslError 9002 or 9300 without a request, 9003 for a malformed one, 9300 for a wrong signature
 */
export async function readCheckedRequest(
  csr: string,
  profile: SigningProfile,
  rules: SignedRequestRules,
): Promise<RequestedCertificate> {
  const request = parse(decodeRequestPem(csr, rules), rules);
  await withCodeAsync("csr.badRequest", () => verifyRequestSignature(request, rules.verify));
  return requestedBy(request, profile, rules);
}

/**
 * Reads what a request of this process asks for. Its signature is not checked.
 *
 * @param der of a MadeRequest
 * @throws CfsslError 9003 if it cannot be read
 */
export function readMadeRequest(
  der: Uint8Array,
  profile: SigningProfile,
  rules: SignedRequestRules,
): RequestedCertificate {
  return requestedBy(parse(der, rules), profile, rules);
}

function requestedBy(
  request: CertificateRequest,
  profile: SigningProfile,
  rules: SignedRequestRules,
): RequestedCertificate {
  const template = {
    subject: requestedSubject(request, rules),
    publicKey: request.publicKey ? encodePublicKey(request.publicKey) : null,
    dnsNames: request.dnsNames,
    emailAddresses: request.emailAddresses,
    ipAddresses: request.ipAddresses,
    uris: rules.keepsLaterExtensions ? request.uris.map(formatUrl) : [],
    basicConstraintsValid: false,
    isCa: false,
    maxPathLen: 0n,
    maxPathLenZero: false,
  };
  const extraExtensions: Extension[] = [];
  for (const extension of request.extensions) {
    if (extension.id === extensionId.basicConstraints) Object.assign(template, readBasicConstraints(extension.value));
    else if (extension.id === extensionId.delegationUsage && rules.keepsLaterExtensions)
      extraExtensions.push(extension);
    else if (profile.copyExtensions && isCopied(extension.id, profile.allowedExtensions ?? [])) {
      extraExtensions.push(extension);
    }
  }
  return { ...template, extraExtensions };
}

function parse(der: Uint8Array, rules: SignedRequestRules): CertificateRequest {
  return withCode("csr.parseFailed", () => parseCertificateRequest(der, rules.parser));
}

function requestedSubject({ subject, subjectAttributes }: CertificateRequest, rules: SignedRequestRules): Name {
  const unknown = subjectAttributes.filter(({ type }) => !knownAttributes.has(type));
  return { ...subject, extraNames: rules.keepsUnknownAttributes ? unknown : [] };
}

const basicConstraintsType = sequence("BasicConstraints", {
  isCa: [boolean, { optional: true }],
  maxPathLen: [int, { optional: true, absent: -1n }],
});

function readBasicConstraints(value: Uint8Array) {
  return withCode("csr.parseFailed", () => {
    const { value: constraints, rest } = unmarshal(basicConstraintsType, value);
    if (rest.length > 0) throw new GoError("x509: trailing data after X.509 BasicConstraints");
    const { isCa, maxPathLen } = constraints;
    return { basicConstraintsValid: true, isCa, maxPathLen, maxPathLenZero: maxPathLen === 0n };
  });
}
