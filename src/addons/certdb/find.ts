import { type Database, scanNull, scanTime } from "../../go/sql.js";
import type { Moment } from "../../go/time.js";
import type { DatabaseState } from "./inspect.js";
import { type Row, readRows } from "./rows.js";

/**
 * A serial number as the database has it, in decimal, out of one that a person has: in decimal or its beginning, with
 * the mark that `list` puts where it cuts; `0x…`; or bytes with colons, as openssl shows them. Null for anything else.
 */
export function readSerial(text: string): string | null {
  const plain = text.trim().replace(/(?:…|\.\.\.)$/, "");
  if (/^-?\d{1,60}$/.test(plain)) return plain;
  const [, hex] = /^(?:0x([0-9a-f]{1,48})|([0-9a-f]{1,2}(?::[0-9a-f]{2}){1,24}))$/i.exec(plain)?.filter(Boolean) ?? [];
  return hex === undefined ? null : BigInt(`0x${hex.replaceAll(":", "")}`).toString();
}

/**
 * Finds the certificates with a serial number or, if there are none, those whose serial numbers begin so: a few more
 * than `most` at most.
 */
export async function findBySerial(
  database: Database,
  state: DatabaseState,
  serial: string,
  most: number,
): Promise<readonly Row[]> {
  const exact = await take(readRows(database, state, true, "WHERE serial_number = ?", [serial]), most);
  if (exact.length > 0) return exact;
  return take(readRows(database, state, true, "WHERE serial_number LIKE ?", [`${serial}%`]), most);
}

async function take(rows: AsyncIterable<Row>, most: number): Promise<readonly Row[]> {
  const taken: Row[] = [];
  for await (const row of rows) {
    taken.push(row);
    if (taken.length > most) break;
  }
  return taken;
}

/** When the OCSP response of a certificate in the database ends; null if there is none. */
export async function responseExpiry(
  database: Database,
  { tables }: DatabaseState,
  { serial, authorityKeyId }: Row,
): Promise<Moment | null> {
  if (!tables.ocsp_responses) return null;
  const statement = "SELECT expiry FROM ocsp_responses WHERE serial_number = ? AND authority_key_identifier = ?";
  for await (const [expiry = null] of database.query(statement, [serial, authorityKeyId])) {
    return scanNull(scanTime)(expiry);
  }
  return null;
}
