import { type Columns, type Database, scanRow, type Value } from "../../go/sql.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import { addCode, CfsslError, withCodeAsync } from "../errors.js";
import { certificateColumns, columnNames, earlyColumns, laterMembers, ocspColumns } from "./columns.js";
import type { CertificateRecord, OcspRecord } from "./records.js";

export interface CertificateDatabaseRules {
  /** Whether the columns of upstream's second migration are written and read. */
  readonly laterDatabaseColumns: boolean;
}

/**
 * The certificates on record. All methods throw CfsslError 11000 with the driver's text, and what they say themselves.
 * A certificate that expires now or has expired is not among the unexpired ones, by the database's clock.
 */
export interface CertificateDatabase {
  insertCertificate(record: CertificateRecord): Promise<void>;
  /** The certificates with this serial number and authority key identifier, as written in their rows: one or none. */
  findCertificates(serial: string, authorityKeyId: string): Promise<readonly CertificateRecord[]>;
  /** In the order of the database, read as they are asked for. */
  unexpiredCertificates(): AsyncIterable<CertificateRecord>;
  /** As unexpiredCertificates, of those with the status `revoked`. */
  revokedAndUnexpiredCertificates(): AsyncIterable<CertificateRecord>;
  /** Marks a certificate as revoked now, by the database's clock. Throws CfsslError 11200 if there is none. */
  revokeCertificate(serial: string, authorityKeyId: string, reason: bigint): Promise<void>;
  findOcspResponses(serial: string, authorityKeyId: string): Promise<readonly OcspRecord[]>;
  /** In the order of the database, read as they are asked for. */
  unexpiredOcspResponses(): AsyncIterable<OcspRecord>;
  /** Replaces the responses for the same certificates, or adds the first ones. At a fault, those before it are kept. */
  upsertOcspResponses(records: readonly OcspRecord[]): Promise<void>;
  /** Closes the connections, so that the process can end. */
  close(): Promise<void>;
}

const byKey = "WHERE serial_number = ? AND authority_key_identifier = ?";
const isUnexpired = "CURRENT_TIMESTAMP < expiry";

/** Reads and writes upstream's tables in an open database. */
export function createCertificateDatabase(database: Database, rules: CertificateDatabaseRules): CertificateDatabase {
  const certificates = certificateReader(database, rules);
  const responses = (condition: string, values: readonly Value[] = []) =>
    select(database, `SELECT ${columnNames(ocspColumns)} FROM ocsp_responses ${condition}`, values, ocspColumns);
  const exec = (statement: string, values: readonly Value[]) =>
    withCodeAsync("certStore.unknown", () => database.exec(statement, values));
  const upsert = async ({ serial, authorityKeyId, body, expiry }: OcspRecord) => {
    const text = decodeUtf8(body);
    const count = await exec(`UPDATE ocsp_responses SET body = ?, expiry = ? ${byKey}`, [
      text,
      expiry,
      serial,
      authorityKeyId,
    ]);
    if (count > 0) return expectOne(count);
    const names = "serial_number, authority_key_identifier, body, expiry";
    const values = [serial, authorityKeyId, text, expiry];
    expectOne(await exec(`INSERT INTO ocsp_responses (${names}) VALUES (?, ?, ?, ?)`, values));
  };
  return {
    async insertCertificate(record) {
      const cells = certificateCells(record, rules);
      const marks = cells.map(() => "?").join(", ");
      const names = cells.map(([name]) => name).join(", ");
      const values = cells.map(([, value]) => value);
      const count = await exec(`INSERT INTO certificates (${names}) VALUES (${marks})`, values);
      if (count === 0) throw new CfsslError("certStore.insertionFailed", "failed to insert the certificate record");
      expectOne(count);
    },
    findCertificates: (serial, authorityKeyId) => collect(certificates(byKey, [serial, authorityKeyId])),
    unexpiredCertificates: () => certificates(`WHERE ${isUnexpired}`),
    revokedAndUnexpiredCertificates: () => certificates(`WHERE ${isUnexpired} AND status = ?`, ["revoked"]),
    async revokeCertificate(serial, authorityKeyId, reason) {
      const changed = "status = 'revoked', revoked_at = CURRENT_TIMESTAMP, reason = ?";
      const count = await exec(`UPDATE certificates SET ${changed} ${byKey}`, [reason, serial, authorityKeyId]);
      const missing = "failed to revoke the certificate: certificate not found";
      if (count === 0) throw new CfsslError("certStore.recordNotFound", missing);
      expectOne(count);
    },
    findOcspResponses: (serial, authorityKeyId) => collect(responses(byKey, [serial, authorityKeyId])),
    unexpiredOcspResponses: () => responses(`WHERE ${isUnexpired}`),
    async upsertOcspResponses(records) {
      if (records.length === 0) return;
      const upsertAll = async () => {
        for (const record of records) await upsert(record);
      };
      await withCodeAsync("certStore.unknown", () => database.together?.(upsertAll) ?? upsertAll());
    },
    close: () => database.close(),
  };
}

/** Reads rows of `certificates` that a condition selects. */
function certificateReader(database: Database, { laterDatabaseColumns }: CertificateDatabaseRules) {
  const columns = laterDatabaseColumns ? certificateColumns : earlyColumns;
  const statement = `SELECT ${columnNames(columns)} FROM certificates `;
  return async function* read(condition: string, values: readonly Value[] = []): AsyncIterable<CertificateRecord> {
    if (laterDatabaseColumns) yield* select(database, statement + condition, values, certificateColumns);
    else {
      for await (const record of select(database, statement + condition, values, earlyColumns)) {
        yield { ...record, ...laterMembers };
      }
    }
  };
}

async function* select<T extends object>(
  database: Database,
  statement: string,
  values: readonly Value[],
  columns: Columns<T>,
): AsyncIterable<T> {
  try {
    for await (const row of database.query(statement, values)) yield scanRow(row, columns);
  } catch (cause) {
    throw addCode("certStore.unknown", cause);
  }
}

/** The cells of a new row. JSON is bytes for Go, and so becomes a BLOB in SQLite; what is text there becomes TEXT. */
function certificateCells(record: CertificateRecord, rules: CertificateDatabaseRules): [name: string, value: Value][] {
  const json = (text: string | null) => (text === null ? null : encodeUtf8(text));
  const early: [string, Value][] = [
    ["serial_number", record.serial],
    ["authority_key_identifier", record.authorityKeyId],
    ["ca_label", record.caLabel],
    ["status", record.status],
    ["reason", record.reason],
    ["expiry", record.expiry],
    ["revoked_at", record.revokedAt],
    ["pem", record.pem],
  ];
  if (!rules.laterDatabaseColumns) return early;
  return [
    ...early,
    ["issued_at", record.issuedAt],
    ["not_before", record.notBefore],
    ["metadata", json(record.metadata)],
    ["sans", json(record.sans)],
    ["common_name", record.commonName],
  ];
}

/** The tables have a primary key, so more than one row is affected only where somebody made them without. */
function expectOne(count: number): void {
  if (count !== 1) throw new CfsslError("certStore.unknown", `${count} rows are affected, should be 1 row`);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
