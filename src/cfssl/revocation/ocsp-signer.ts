import type { HashName } from "../../crypto/names.js";
import { equalBytes } from "../../go/bytes.js";
import { GoError } from "../../go/errors.js";
import type { JsonRules } from "../../go/json/encode.js";
import type { Moment } from "../../go/time/moment.js";
import { createCertId, createOcspResponse } from "../../x509/encode/ocsp.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Extension } from "../../x509/model/name.js";
import type { CertId, CertStatus } from "../../x509/model/ocsp.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import { checkSignedBy, type SignatureRules } from "../../x509/verify/certificate-signature.js";
import { CfsslError, withCode } from "../errors.js";
import { parsePemCertificate } from "../input/certificate.js";
import { type PemKeyRules, parsePemKey } from "../input/key.js";
import { type FileRules, readNamed } from "../input/named-value.js";
import type { Logger } from "../log.js";
import type { Sources } from "../sources.js";

const minute = 60;
const hour = 60 * minute;

/** Who signs OCSP responses about the certificates of an issuer. Nobody checks whether it may, or whose the key is. */
export interface OcspSigner {
  readonly issuer: Certificate;
  readonly responder: Certificate;
  readonly key: PrivateKey;
  /** How long a response is valid, in nanoseconds. */
  readonly interval: bigint;
}

/** What a response says about a certificate. */
export interface Statement {
  readonly certificate: Certificate;
  /** `good`, `revoked` or `unknown`; others are refused. */
  readonly status: string;
  /** Only for a revoked certificate. */
  readonly reason: bigint;
  readonly revokedAt: Moment;
  /** The hash of the issuer's name and key; null for one that signing refuses. */
  readonly hash: HashName | null;
}

/** The files of a signer. */
export interface OcspSignerFiles {
  /** Where the issuer's certificate is: a path, `file:PATH` or `env:VARIABLE`. */
  readonly issuer: string;
  /** Paths. */
  readonly responder: string;
  readonly key: string;
}

/** How releases differ in reading the signer's files. */
export interface OcspFileRules extends FileRules, PemKeyRules {
  readonly parser: ParserRules;
  readonly json: JsonRules;
}

/** How releases differ in signing responses. */
export interface OcspSignRules {
  /** Whether the error for a certificate that the issuer did not sign, or must not, says so. */
  readonly saysWhyNotIssued: boolean;
}

/** Signing also checks the signature of the certificate, as that of a TLS peer's is checked. */
export type SignRules = OcspSignRules & { readonly tls: SignatureRules };

/**
 * Reads the signer's files: first all three, then what is in them.
 *
 * @throws GoError for a certificate that cannot be read; CfsslError 1001 for such a key, 1002 to 2100 as
 * parsePemCertificate and parsePemKey
 */
export async function readOcspSigner(
  { issuer, responder, key }: OcspSignerFiles,
  interval: bigint,
  sources: Sources,
  context: { readonly log: Pick<Logger, "debug">; readonly rules: OcspFileRules },
): Promise<OcspSigner> {
  const { log, rules } = context;
  log.debug(`Loading issuer cert: ${issuer}`);
  const issuerText = readNamed(issuer, sources, rules);
  log.debug(`Loading responder cert: ${responder}`);
  const responderText = sources.readFile(responder);
  log.debug(`Loading responder key: ${key}`);
  const keyText = withCode("certificate.readFailed", () => sources.readFile(key));
  return {
    issuer: parsePemCertificate(issuerText, context),
    responder: parsePemCertificate(responderText, context),
    key: await parsePemKey(keyText, null, rules),
    interval,
  };
}

/**
 * Signs an OCSP response (RFC 6960 §4.2) about a certificate of the signer's issuer. It is as of the hour, and made in
 * the minute. Returns DER.
 *
 * @param now milliseconds since 1970 (UTC)
 * @throws CfsslError 8100 for another issuer's certificate, 8200 for a wrong signature on it or a status that is none
 * @throws GoError for an Ed25519 key, or without a hash
 */
export async function signOcspResponse(
  signer: OcspSigner,
  statement: Statement,
  now: number,
  rules: SignRules,
): Promise<Uint8Array> {
  const { issuer } = signer;
  const { certificate, hash } = statement;
  await checkIssued(certificate, issuer, rules);
  const status = certStatus(statement);
  if (hash === null) throw new GoError("unsupported issuer hash algorithm");
  const certId = await createCertId(issuer, certificate.serialNumber, hash);
  const thisUpdate = floorTo(now / 1000, hour);
  const nextUpdate = thisUpdate + Math.floor(Number(signer.interval) / 1e9);
  return signAnswer(signer, { certId, status, thisUpdate, nextUpdate, now, extensions: [] });
}

/** What a response says. Times are seconds since 1970 (UTC), and `now` is milliseconds. */
export interface Answer {
  readonly certId: CertId;
  readonly status: CertStatus;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly now: number;
  readonly extensions: readonly Extension[];
}

/** Signs an answer, with the responder's certificate unless that is the issuer's. Throws GoError for an Ed25519 key. */
export function signAnswer({ issuer, responder, key }: OcspSigner, { now, ...answer }: Answer): Promise<Uint8Array> {
  const certificate = equalBytes(responder.raw, issuer.raw) ? null : responder.raw;
  const producedAt = floorTo(now / 1000, minute);
  return createOcspResponse({ ...answer, responderName: responder.rawSubject, producedAt, certificate }, key);
}

async function checkIssued(certificate: Certificate, issuer: Certificate, rules: SignRules): Promise<void> {
  if (!equalBytes(certificate.rawIssuer, issuer.rawSubject)) throw new CfsslError("ocsp.issuerMismatch");
  try {
    await checkSignedBy(certificate, issuer, rules.tls);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    if (!rules.saysWhyNotIssued) throw new CfsslError("ocsp.issuerMismatch", undefined, { cause });
    throw new CfsslError("ocsp.verifyFailed", cause.message, { cause });
  }
}

/** What a status by name says in a response. Throws CfsslError 8200 for a name that is none. */
export function certStatus({
  status,
  reason,
  revokedAt,
}: Pick<Statement, "status" | "reason" | "revokedAt">): CertStatus {
  switch (status) {
    case "good":
    case "unknown":
      return { is: status };
    case "revoked":
      return { is: status, seconds: revokedAt.seconds, reason };
    default:
      throw new CfsslError("ocsp.invalidStatus");
  }
}

function floorTo(seconds: number, unit: number): number {
  return Math.floor(seconds / unit) * unit;
}
