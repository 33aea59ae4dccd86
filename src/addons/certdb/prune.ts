import { RowKeys } from "../../cfssl/revocation/row-keys.js";
import { type Database, isMoment, scanString, type Value } from "../../go/sql.js";
import type { Moment } from "../../go/time.js";
import type { Driver } from "./tables.js";

/** So that a program that signs never waits for long: SQLite lets one program write at a time. */
const batchSize = 200;

/**
 * The rows of certificates that had expired at a moment. A year before 1971 means no time in some databases, and so the
 * row stays; so does what SQLite would compare by its storage class.
 */
function expiredRows(driver: Driver): string {
  const isTime = driver === "sqlite3" ? " AND typeof(expiry) = 'text'" : "";
  return `expiry > ? AND expiry < ?${isTime}`;
}

const earliest: Moment = { seconds: 31_536_000, nanos: 0 };

/** Finds the certificates that had expired at a moment. */
export async function findExpired(database: Database, driver: Driver, before: Moment): Promise<RowKeys> {
  const keys = new RowKeys();
  const columns = "serial_number, authority_key_identifier, expiry";
  const statement = `SELECT ${columns} FROM certificates WHERE ${expiredRows(driver)}`;
  for await (const [serial = null, authorityKeyId = null, expiry = null] of database.query(statement, [
    earliest,
    before,
  ])) {
    // SQLite compares times as texts, and one in another zone may be later than it looks.
    if (isMoment(expiry) && expiry.seconds >= before.seconds) continue;
    keys.add({ serial: scanString(serial), authorityKeyId: scanString(authorityKeyId) });
  }
  return keys;
}

/**
 * Removes certificates and their OCSP responses. Those that were renewed in the meantime stay.
 *
 * @returns how many certificates were removed
 */
export async function removeExpired(
  keys: RowKeys,
  database: Database,
  driver: Driver,
  before: Moment,
): Promise<number> {
  let removed = 0;
  let values: Value[] = [];
  const remove = async () => {
    if (values.length === 0) return;
    const each = Array.from({ length: values.length / 2 }, () => "serial_number = ? AND authority_key_identifier = ?");
    const rows = `(${each.join(" OR ")})`;
    await database.exec(`DELETE FROM ocsp_responses WHERE ${rows}`, values);
    const statement = `DELETE FROM certificates WHERE ${rows} AND ${expiredRows(driver)}`;
    removed += await database.exec(statement, [...values, earliest, before]);
    values = [];
  };
  for (const { serial, authorityKeyId } of keys) {
    values.push(serial, authorityKeyId);
    if (values.length === 2 * batchSize) await remove();
  }
  await remove();
  return removed;
}
