import { GoPanic } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { type JsonOut, type JsonRules, marshal } from "../../go/json/encode.js";
import type { Moment } from "../../go/time.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import type { CertificateDatabase } from "../certdb/database.js";
import type { Context } from "../context.js";
import { CfsslError } from "../errors.js";
import { parsePemCertificate } from "../input/certificate.js";
import type { Validity } from "./template.js";

export interface RecordRules {
  readonly json: JsonRules;
  readonly parser: ParserRules;
  /** Whether a certificate is read after signing. If it cannot be read, only a debug line tells. */
  readonly readsSigned: boolean;
}

/** Where a signer puts what it has issued. */
export type CertificateStore = Pick<CertificateDatabase, "insertCertificate">;

/** What was issued. */
export interface IssuedCertificate {
  readonly serialNumber: bigint;
  /** Null if nothing named hosts, neither the request nor the terms: Go's JSON tells that from an empty list. */
  readonly dnsNames: readonly string[] | null;
  /** The times before they were cut to seconds. */
  readonly validity: Validity;
  readonly commonName: string;
  readonly label: string;
  readonly metadata: JsonOut;
  readonly pem: string;
}

const never: Moment = { seconds: -62135596800, nanos: 0 };

/**
 * Reads a new certificate as upstream does, and puts it on record if there is a store.
 *
 * @throws CfsslError 11000 if the store refuses it: then the certificate is lost
 * @throws GoPanic for a certificate that cannot be read, where upstream crashes
 */
export async function recordCertificate(
  { serialNumber, dnsNames, validity, commonName, label, metadata, pem }: IssuedCertificate,
  store: CertificateStore | null,
  context: Context<RecordRules>,
): Promise<void> {
  const { log, rules } = context;
  const authorityKeyId = rules.readsSigned ? readAuthorityKeyId(pem, context) : "";
  if (!store) return;
  if (authorityKeyId === null) {
    throw new GoPanic("the new certificate is not on record, for it cannot be read: check the policies of the profile");
  }
  const now = context.now();
  await store.insertCertificate({
    serial: String(serialNumber),
    authorityKeyId,
    caLabel: label,
    status: "good",
    reason: 0n,
    expiry: validity.notAfter,
    revokedAt: never,
    pem,
    issuedAt: { seconds: Math.floor(now / 1000), nanos: Math.floor((now % 1000) * 1_000_000) },
    notBefore: validity.notBefore,
    metadata: marshal(metadata, rules.json),
    sans: marshal(dnsNames, rules.json),
    commonName,
  });
  log.debug(`saved certificate with serial number ${serialNumber}`);
}

/** The key identifier of the issuer in a certificate; null if the certificate cannot be read, as a debug line tells. */
function readAuthorityKeyId(pem: string, context: Context<RecordRules>): string | null {
  try {
    return encodeHex(parsePemCertificate(encodeUtf8(pem), context).authorityKeyId);
  } catch (cause) {
    if (!(cause instanceof CfsslError)) throw cause;
    return null;
  }
}
