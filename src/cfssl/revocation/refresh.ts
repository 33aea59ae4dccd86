import { encodeHex } from "../../go/hex.js";
import type { JsonRules } from "../../go/json/encode.js";
import type { Moment } from "../../go/time/moment.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { CertificateDatabase } from "../certdb/database.js";
import type { CertificateRecord, OcspRecord } from "../certdb/records.js";
import { runCritically } from "../critical.js";
import { parsePemCertificate } from "../input/certificate.js";
import { bufferLog, type Logger } from "../log.js";
import { type OcspFileRules, type OcspSigner, type SignRules, signOcspResponse } from "./ocsp-signer.js";
import { RowKeys } from "./row-keys.js";

/** What signing for the rows of a database needs. */
export interface RefreshContext {
  readonly log: Logger;
  readonly rules: OcspFileRules & SignRules & { readonly json: JsonRules };
  /** Milliseconds since 1970 (UTC). */
  now(): number;
}

type Certificates = Pick<CertificateDatabase, "findCertificates" | "unexpiredCertificates" | "upsertOcspResponses">;

/** So many rows are kept in memory. Of a larger table the keys are, and each row is read again in its turn. */
const mostKept = 20_000;

/** So many rows are signed and kept together: few enough that other programs do not wait long for the database. */
const batchSize = 64;

/**
 * Signs a response for each unexpired certificate of a database, and keeps it there, under the certificate's own numbers.
 * As in upstream, all rows are read first, and the first fault ends the work; what was done before stays. Returns how many responses it kept.
 *
 * @param isStopped asked now and then; the rest is left when it says so
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
  for await (const batch of inBatches(rows)) {
    if (isStopped()) break;
    count += await refreshBatch(batch, expiry, signer, database, context);
  }
  return count;
}

async function* readAgain(keys: RowKeys, database: Certificates): AsyncIterable<CertificateRecord> {
  for (const { serial, authorityKeyId } of keys) yield* await database.findCertificates(serial, authorityKeyId);
}

async function* inBatches<T>(items: Iterable<T> | AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    if (batch.push(item) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Signs responses for some rows, and keeps those before the first fault. The rows are signed at once and kept at once,
 * which takes a fifth of the time, but what is told has the order of the rows.
 */
async function refreshBatch(
  batch: readonly CertificateRecord[],
  expiry: Moment,
  signer: OcspSigner,
  database: Certificates,
  context: RefreshContext,
): Promise<number> {
  const logs = batch.map(() => bufferLog(context.log));
  const signing = batch.map((record, at) =>
    signFor(record, expiry, signer, { ...context, log: logs[at]?.held ?? context.log }),
  );
  const responses: OcspRecord[] = [];
  let fault: PromiseRejectedResult | undefined;
  for (const result of await Promise.allSettled(signing)) {
    if (result.status === "rejected") {
      fault = result;
      break;
    }
    responses.push(result.value);
  }
  await runCritically("Unable to save OCSP response", context, () => database.upsertOcspResponses(responses));
  for (const { flush } of logs.slice(0, responses.length + 1)) flush();
  if (fault) throw fault.reason;
  return responses.length;
}

async function signFor(
  { pem, status, reason, revokedAt }: CertificateRecord,
  expiry: Moment,
  signer: OcspSigner,
  context: RefreshContext,
): Promise<OcspRecord> {
  const certificate = await runCritically("Unable to parse certificate", context, () =>
    parsePemCertificate(encodeUtf8(pem), context),
  );
  const body = await runCritically("Unable to sign OCSP response", context, () =>
    signOcspResponse(signer, { certificate, status, reason, revokedAt, hash: "SHA-1" }, context.now(), context.rules),
  );
  const serial = String(certificate.serialNumber);
  return { serial, authorityKeyId: encodeHex(certificate.authorityKeyId), body, expiry };
}

/** The moment some nanoseconds after another, which is given in milliseconds since 1970 (UTC). */
export function addNanoseconds(milliseconds: number, nanoseconds: bigint): Moment {
  const total = BigInt(Math.round(milliseconds * 1000)) * 1000n + nanoseconds;
  const seconds = total / 1_000_000_000n - (total < 0n && total % 1_000_000_000n !== 0n ? 1n : 0n);
  return { seconds: Number(seconds), nanos: Number(total - seconds * 1_000_000_000n) };
}
