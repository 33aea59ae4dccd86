import { type Database, scanString, type Value } from "../../go/sql.js";
import { type Driver, dialects, type TableName, versionTable } from "./tables.js";

/** The declared types of a table's columns by name, both in lower case. */
export type Columns = ReadonlyMap<string, string>;

/** What there is of upstream's tables. Null is a table that does not exist. */
export interface DatabaseState {
  readonly tables: Readonly<Record<TableName, Columns | null>>;
  /** The numbers of the migrations that goose's table says are done; null without that table. */
  readonly versions: ReadonlySet<bigint> | null;
}

/** Looks at the tables of a database, and changes nothing. Throws GoError with the text of Go's driver. */
export async function inspectDatabase(database: Database, driver: Driver): Promise<DatabaseState> {
  return {
    tables: {
      certificates: await columnsOf("certificates", database, driver),
      ocsp_responses: await columnsOf("ocsp_responses", database, driver),
    },
    versions: (await columnsOf(versionTable, database, driver)) === null ? null : await versionsOf(database),
  };
}

async function columnsOf(
  table: TableName | typeof versionTable,
  database: Database,
  driver: Driver,
): Promise<Columns | null> {
  const columns = new Map<string, string>();
  for await (const [name = null, type = null] of database.query(dialects[driver].columnsOf(table), [])) {
    columns.set(scanString(name).toLowerCase(), type === null ? "" : scanString(type).toLowerCase());
  }
  return columns.size === 0 ? null : columns;
}

/** The last row about a migration counts: goose adds one when it undoes it. */
async function versionsOf(database: Database): Promise<ReadonlySet<bigint>> {
  const applied = new Map<bigint, boolean>();
  const statement = `SELECT version_id, is_applied FROM ${versionTable} ORDER BY id`;
  for await (const [version = null, isApplied = null] of database.query(statement, [])) {
    applied.set(BigInt(scanString(version)), isTrue(isApplied));
  }
  return new Set([...applied].filter(([, isApplied]) => isApplied).map(([version]) => version));
}

function isTrue(value: Value): boolean {
  return value !== null && ["true", "t", "1"].includes(scanString(value));
}
