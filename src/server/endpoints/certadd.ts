import type { CertificateRecord } from "../../cfssl/certdb/records.js";
import { timeShape } from "../../cfssl/config/shape.js";
import { CfsslError } from "../../cfssl/errors.js";
import { parsePemCertificates } from "../../cfssl/input/certificate.js";
import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import { decodeHex } from "../../go/hex.js";
import { unmarshal } from "../../go/json/decode.js";
import { custom, type Infer, int, string, struct } from "../../go/json/index.js";
import { zeroMoment } from "../../go/time/moment.js";
import { compareMoments, isZeroTime, type Moment, parseRfc3339Json } from "../../go/time.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { HttpError } from "../http-error.js";
import { hideReason } from "../read-json.js";

function addShape({ rules }: ServerContext) {
  return struct("certadd.jsonAddRequest", {
    serial: ["serial_number", string()],
    authorityKeyId: ["authority_key_identifier", string()],
    caLabel: ["ca_label", string()],
    status: ["status", string()],
    reason: ["reason", int()],
    expiry: ["expiry", expiryShape(rules)],
    revokedAt: ["revoked_at", timeShape(rules.time)],
    pem: ["pem", string()],
    issuedAt: ["issued_at", timeShape(rules.time)],
    notBefore: ["not_before", timeShape(rules.time)],
    metadata: ["metadata", jsonText],
    sans: ["sans", jsonText],
    commonName: ["common_name", string()],
  });
}

/** A moment that must be written in UTC: Go compares it with that of a certificate, and the zones count. */
function expiryShape({ time }: ServerContext["rules"]) {
  return custom<{ readonly moment: Moment; readonly isUtc: boolean } | null>({
    goType: "time.Time",
    zero: () => null,
    fromJson(raw, current) {
      const moment = parseRfc3339Json(raw, time);
      return moment ? { moment, isUtc: decodeUtf8(raw).endsWith('Z"') } : current;
    },
  });
}

/** Any JSON, as it is written; null if the member is not there. */
const jsonText = custom<string | null>({ goType: "types.JSONText", zero: () => null, fromJson: decodeUtf8 });

type AddRequest = Infer<ReturnType<typeof addShape>>;

/** The reasons of a revocation (RFC 5280 §5.3.1) end here, and 7 is none. */
const lastReason = 10n;

/** Puts a certificate of another CA on record. */
export function createCertAddEndpoint(context: ServerContext): Endpoint {
  const shape = addShape(context);
  return async (request) => {
    const body = await request.readBody();
    const asked = hideReason("Unable to parse certificate addition request", () => unmarshal(body, shape));
    checkMembers(asked);
    checkCertificate(asked, context);
    if (!context.database) {
      throw new CfsslError("certStore.unknown", "unknown db object, please check SetDB method");
    }
    await context.database.insertCertificate(recordOf(asked));
    return { result: {} };
  };
}

/** The row for a request, which says all of it as it was sent. */
function recordOf(asked: AddRequest): CertificateRecord {
  return {
    serial: asked.serial,
    authorityKeyId: asked.authorityKeyId,
    caLabel: asked.caLabel,
    status: asked.status,
    reason: asked.reason,
    expiry: asked.expiry?.moment ?? zeroMoment,
    revokedAt: asked.revokedAt ?? zeroMoment,
    pem: asked.pem,
    issuedAt: asked.issuedAt,
    notBefore: asked.notBefore,
    metadata: asked.metadata ?? "{}",
    sans: asked.sans ?? "{}",
    commonName: asked.commonName || null,
  };
}

function checkMembers({ serial, authorityKeyId, status, reason, revokedAt, pem, expiry }: AddRequest): void {
  if (serial === "") throw refuse("Serial number is required but not provided");
  if (authorityKeyId === "") throw refuse("Authority key identifier is required but not provided");
  if (!["good", "revoked", "unknown"].includes(status)) throw refuse("Invalid certificate status");
  if (status === "revoked") {
    if (!hasTime(revokedAt)) throw refuse("Revoked certificate should specify when it was revoked");
    if (reason < 0n || reason > lastReason || reason === 7n) throw refuse("Invalid certificate status reason code");
  }
  if (pem === "") throw refuse("The provided certificate is empty");
  if (!hasTime(expiry?.moment ?? null)) throw refuse("Expiry is required but not provided");
}

function checkCertificate({ serial, authorityKeyId, expiry, pem }: AddRequest, context: ServerContext): void {
  const certificate = readOne(pem, context);
  if (!/^[+-]?[0-9]+(?:_[0-9]+)*$/.test(serial)) throw refuse("Unable to parse serial key of request");
  if (BigInt(serial.replace(/^\+/, "")) !== certificate.serialNumber) {
    throw refuse("Serial key of request and certificate do not match");
  }
  const id = hideReason("Unable to decode authority key identifier", () => decodeHex(authorityKeyId));
  if (!equalBytes(id, certificate.authorityKeyId)) {
    throw refuse("Authority key identifier of request and certificate do not match");
  }
  if (!expiry?.isUtc || compareMoments(expiry.moment, certificate.notAfter) !== 0) {
    throw refuse("Expiry of request and certificate do not match");
  }
}

function readOne(pem: string, context: ServerContext): Certificate {
  const text = "Unable to parse PEM encoded certificates";
  try {
    const [certificate] = parsePemCertificates(encodeUtf8(pem), context);
    if (certificate) return certificate;
  } catch (cause) {
    if (!(cause instanceof CfsslError || cause instanceof GoError)) throw cause;
  }
  throw refuse(text);
}

function refuse(text: string): HttpError {
  return new HttpError(400, text);
}

function hasTime(time: Moment | null): boolean {
  return time !== null && !isZeroTime(time);
}
