import {
  type Database,
  scanBytes,
  scanInt,
  scanJson,
  scanNull,
  scanString,
  scanTime,
  type Value,
} from "../../go/sql.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import { type Column, type Driver, type TableName, tables } from "./tables.js";

/** How many rows were copied, and how many were there already. */
export interface Copied {
  readonly copied: number;
  readonly kept: number;
}

/**
 * How cells are written, whatever database they come from: as cfssl writes them. PostgreSQL has texts as bytes, and
 * SQLite would keep them so, and never find them.
 */
const convert: Readonly<Record<Column["kind"], (value: Value) => Value>> = {
  key: scanNull(scanString),
  label: scanNull(scanString),
  text: scanNull(scanString),
  number: scanNull(scanInt),
  time: scanNull(scanTime),
  // A response is bytes that are no text; cfssl hands them over as a Go string, too.
  pem: scanNull((value) => decodeUtf8(scanBytes(value))),
  json: scanNull((value) => encodeUtf8(scanJson(value))),
};

/** SQLite syncs each transaction to the disk, and other databases have several connections. */
const batchSize = 500;

/**
 * Copies the rows of a table into another database that has upstream's tables. A row whose key is there already stays as
 * it is, so that an interrupted copy can be run again.
 *
 * @param driver the one of `to`
 * @throws GoError with the text of Go's driver
 */
export async function copyTable(table: TableName, from: Database, to: Database, driver: Driver): Promise<Copied> {
  const columns: readonly Column[] = tables[table];
  const names = columns.map(({ name }) => name).join(", ");
  const insert = `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
  let copied = 0;
  let kept = 0;
  const hasBatches = driver === "sqlite3";
  if (hasBatches) await to.exec("BEGIN IMMEDIATE", []);
  for await (const row of from.query(`SELECT ${names} FROM ${table}`, [])) {
    const values = columns.map(({ kind }, at) => convert[kind](row[at] ?? null));
    try {
      await to.exec(insert, values);
      copied++;
    } catch (cause) {
      if (!(await hasRow(table, values.slice(0, 2), to))) throw cause;
      kept++;
    }
    if (hasBatches && (copied + kept) % batchSize === 0) {
      await to.exec("COMMIT", []);
      await to.exec("BEGIN IMMEDIATE", []);
    }
  }
  if (hasBatches) await to.exec("COMMIT", []);
  return { copied, kept };
}

/** @param key the first two columns of each table */
async function hasRow(table: TableName, key: readonly Value[], database: Database): Promise<boolean> {
  const statement = `SELECT 1 AS found FROM ${table} WHERE serial_number = ? AND authority_key_identifier = ?`;
  for await (const _ of database.query(statement, key)) return true;
  return false;
}
