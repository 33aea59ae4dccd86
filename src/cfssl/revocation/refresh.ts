import { encodeHex } from "../../go/hex.js";
import type { JsonRules } from "../../go/json/encode.js";
import type { Moment } from "../../go/time/moment.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { CertificateDatabase } from "../certdb/database.js";
import type { CertificateRecord } from "../certdb/records.js";
import { runCritically } from "../critical.js";
import { parsePemCertificate } from "../input/certificate.js";
import type { Logger } from "../log.js";
import { type OcspFileRules, type OcspSigner, type SignRules, signOcspResponse } from "./ocsp-signer.js";
import { RowKeys } from "./row-keys.js";

/** What signing for the rows of a database needs. */
export interface RefreshContext {
  readonly log: Logger;
  readonly rules: OcspFileRules & SignRules & { readonly json: JsonRules };
  /** Milliseconds since 1970 (UTC). */
  now(): number;
}

type Certificates = Pick<CertificateDatabase, "findCertificates" | "unexpiredCertificates" | "upsertOcspResponse">;

/** So many rows are kept in memory. Of a larger table the keys are, and each row is read again in its turn. */
const mostKept = 20_000;

/**
 * Signs a response for each unexpired certificate of a database, and keeps it there. As in upstream, all rows are read
 * first, and the first fault ends the work; what was done before stays. Returns how many responses it kept.
 *
 * @param isStopped asked before each row; the rest is left when it says so
 * @throws CfsslError 11000 for a row that cannot be read, 1002 and 1003 for its certificate, and as signOcspResponse
 */
export async function refreshResponses(
  signer: OcspSigner,
  database: Certificates,
  context: RefreshContext,
  isStopped: () => boolean,
): Promise<number> {
  const expiry = addNanoseconds(context.now(), signer.interval);
  const kept: CertificateRecord[] = [];
  const keys = new RowKeys();
  for await (const record of database.unexpiredCertificates()) {
    keys.add(record);
    if (keys.size <= mostKept) kept.push(record);
    else kept.length = 0;
  }
  const rows = keys.size <= mostKept ? kept : readAgain(keys, database);
  let count = 0;
  for await (const record of rows) {
    if (isStopped()) break;
    await refreshOne(record, expiry, signer, database, context);
    count++;
  }
  return count;
}

async function* readAgain(keys: RowKeys, database: Certificates): AsyncIterable<CertificateRecord> {
  for (const { serial, authorityKeyId } of keys) yield* await database.findCertificates(serial, authorityKeyId);
}

/** Signs a response for the certificate of a row, and keeps it under the certificate's own numbers. */
export async function refreshOne(
  { pem, status, reason, revokedAt }: CertificateRecord,
  expiry: Moment,
  signer: OcspSigner,
  database: Pick<CertificateDatabase, "upsertOcspResponse">,
  context: RefreshContext,
): Promise<void> {
  const { rules } = context;
  const certificate = await runCritically("Unable to parse certificate", context, () =>
    parsePemCertificate(encodeUtf8(pem), context),
  );
  const body = await runCritically("Unable to sign OCSP response", context, () =>
    signOcspResponse(signer, { certificate, status, reason, revokedAt, hash: "SHA-1" }, context.now(), rules),
  );
  const serial = String(certificate.serialNumber);
  const authorityKeyId = encodeHex(certificate.authorityKeyId);
  await runCritically("Unable to save OCSP response", context, () =>
    database.upsertOcspResponse({ serial, authorityKeyId, body, expiry }),
  );
}

/** The moment some nanoseconds after another, which is given in milliseconds since 1970 (UTC). */
export function addNanoseconds(milliseconds: number, nanoseconds: bigint): Moment {
  const total = BigInt(Math.round(milliseconds * 1000)) * 1000n + nanoseconds;
  const seconds = total / 1_000_000_000n - (total < 0n && total % 1_000_000_000n !== 0n ? 1n : 0n);
  return { seconds: Number(seconds), nanos: Number(total - seconds * 1_000_000_000n) };
}
