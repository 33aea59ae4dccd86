import {
  bitString,
  enumerated,
  flag,
  int,
  objectIdentifier,
  octetString,
  type RawValue,
  rawValue,
  sequence,
  sequenceOf,
  time,
} from "../../go/asn1/types.js";
import { type Asn1Type, unmarshal } from "../../go/asn1/unmarshal.js";
import { rightAlign } from "../../go/asn1/value.js";
import { GoError } from "../../go/errors.js";
import { zeroMoment } from "../../go/time/moment.js";
import type { CertStatus, OcspResponse, SignedResponse } from "../model/ocsp.js";
import { ocspObject, signatureAlgorithm as signatureAlgorithmId } from "../model/oid.js";
import type { SignatureAlgorithmName } from "../model/signature-algorithm.js";
import { algorithmIdentifier, signatureAlgorithmOf } from "./algorithm.js";
import { parseCertificate } from "./certificate.js";
import { certIdType, hashNamed } from "./ocsp-request.js";
import { extensionList, rdnSequence } from "./pkix.js";
import type { ParserRules } from "./rules.js";

/** Where an optional time is absent, Go shows the first moment of year 1. */
const noTime = { ...zeroMoment, offset: 0 };

/** OCSPResponse (RFC 6960 §4.2.1). */
const outerType = sequence("responseASN1", {
  status: [enumerated],
  response: [
    sequence("responseBytes", { type: [objectIdentifier], response: [octetString] }),
    { explicit: true, tag: 0, optional: true },
  ],
});

/** BasicOCSPResponse (RFC 6960 §4.2.1). */
function basicType(rules: ParserRules) {
  const moment = time(rules);
  const revokedInfo = sequence("revokedInfo", {
    revocationTime: [moment, { generalized: true }],
    reason: [enumerated, { explicit: true, tag: 0, optional: true }],
  });
  const singleResponse = sequence("singleResponse", {
    certId: [certIdType],
    good: [flag, { tag: 0, optional: true }],
    revoked: [revokedInfo, { tag: 1, optional: true }],
    unknown: [flag, { tag: 2, optional: true }],
    thisUpdate: [moment, { generalized: true }],
    nextUpdate: [moment, { generalized: true, explicit: true, tag: 0, optional: true, absent: noTime }],
    extensions: [extensionList, { explicit: true, tag: 1, optional: true }],
  });
  const responseData = sequence("responseData", {
    version: [int, { explicit: true, tag: 0, optional: true, absent: 0n }],
    responderId: [rawValue],
    producedAt: [moment, { generalized: true }],
    responses: [sequenceOf("", singleResponse)],
  });
  return sequence("basicResponse", {
    responseData: [responseData],
    signatureAlgorithm: [algorithmIdentifier],
    signature: [bitString],
    certificates: [sequenceOf("", rawValue), { explicit: true, tag: 0, optional: true }],
  });
}

/** ISO's identifier of SHA-1 with RSA. */
const otherSha1Rsa = "1.3.14.3.2.29";

const errorTexts = new Map([
  [1n, "malformed"],
  [2n, "internal error"],
  [3n, "try later"],
  [5n, "signature required"],
  [6n, "unauthorized"],
]);

/** A basic response with one answer, whose content is not yet looked at. */
export interface BasicResponse extends SignedResponse {
  readonly single: SingleResponse;
}

/** The answer in a response. */
export type SingleResponse = BasicType["responseData"]["responses"][number];

type BasicType = ReturnType<typeof basicType>["zero"];

/**
 * Parses an OCSP response (DER) with one answer. Accepts and refuses what Go's package ocsp does before it looks at the
 * signature.
 *
 * @throws GoError with Go's text
 */
export function parseBasicResponse(der: Uint8Array, rules: ParserRules): BasicResponse {
  const { responseData, signatureAlgorithm, signature, certificates } = readBasic(der, rules);
  const [single, ...others] = responseData.responses;
  if (!single || others.length > 0) throw new GoError("OCSP response contains bad number of responses");
  checkResponderId(responseData.responderId, rules);
  const [embedded] = certificates;
  return {
    rawTbs: responseData.raw,
    certificate: embedded ? parseCertificate(embedded.fullBytes, rules) : null,
    signatureAlgorithm: signerAlgorithm(signatureAlgorithm.algorithm, rules),
    signature: rightAlign(signature),
    single,
  };
}

function readBasic(der: Uint8Array, rules: ParserRules): BasicType {
  const { status, response } = unmarshalAll(outerType, der);
  if (status !== 0n) {
    throw new GoError(`ocsp: error from server: ${errorTexts.get(status) ?? `unknown OCSP status: ${status}`}`);
  }
  if (response.type !== ocspObject.basicResponse) throw new GoError("bad OCSP response type");
  return unmarshalAll(basicType(rules), response.response);
}

function unmarshalAll<T>(type: Asn1Type<T>, der: Uint8Array): T {
  const { value, rest } = unmarshal(type, der);
  if (rest.length > 0) throw new GoError("trailing data in OCSP response");
  return value;
}

/** A responder is named by its subject or by the hash of its key (RFC 6960 §4.2.1). */
function checkResponderId({ tag, bytes }: RawValue, rules: ParserRules): void {
  if (tag !== 1 && tag !== 2) throw new GoError("invalid responder id tag");
  const isName = tag === 1;
  try {
    const { rest } = isName ? unmarshal(rdnSequence(rules), bytes) : unmarshal(octetString, bytes);
    if (rest.length === 0) return;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
  }
  throw new GoError(isName ? "invalid responder name" : "invalid responder key hash");
}

/** Go's package ocsp knows fewer algorithms than its package x509. */
function signerAlgorithm(oid: string, rules: ParserRules): SignatureAlgorithmName | null {
  if (oid === otherSha1Rsa || oid === signatureAlgorithmId.ed25519) return null;
  return signatureAlgorithmOf({ algorithm: oid, parameters: new Uint8Array() }, rules);
}

/**
 * Reads the answer in a response.
 *
 * @throws GoError for a critical extension and an unknown hash
 */
export function readSingleResponse(
  single: SingleResponse,
): Pick<OcspResponse, "certId" | "status" | "thisUpdate" | "nextUpdate"> {
  const { certId, thisUpdate, nextUpdate, extensions } = single;
  if (extensions.some(({ critical }) => critical)) throw new GoError("unsupported critical extension");
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serial } = certId;
  const hash = hashNamed(hashAlgorithm.algorithm);
  if (hash === null) throw new GoError("unsupported issuer hash algorithm");
  return { certId: { hash, issuerNameHash, issuerKeyHash, serial }, status: statusOf(single), thisUpdate, nextUpdate };
}

function statusOf({ good, unknown, revoked }: SingleResponse): CertStatus {
  if (good) return { is: "good" };
  if (unknown) return { is: "unknown" };
  return { is: "revoked", seconds: revoked.revocationTime.seconds, reason: revoked.reason };
}
