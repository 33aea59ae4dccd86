import { withSqlite } from "../sqlite.js";
import { type Clock, floorSecond, momentText, untilText } from "./clock.js";

/** Whether a file is an SQLite database. */
export function isDatabase(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 16)).toString("latin1") === "SQLite format 3\0";
}

/** The rows of a database as text: for each cell its storage class and its value. Times are told from the clock. */
export function databaseText(bytes: Uint8Array, clock: Clock): string {
  const [lines] = withSqlite(bytes, (connection) => {
    const all = (statement: string) => connection.prepare(statement).all() as Record<string, unknown>[];
    const tables = all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    return tables.flatMap(({ name }) => {
      const rows = all(`SELECT * FROM ${name}`);
      return rows.flatMap((row) => [`row of ${name}`, ...rowLines(row, clock).map((line) => `  ${line}`)]);
    });
  });
  return `${lines.join("\n")}\n`;
}

const time = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?(\+00:00)?$/;

function rowLines(row: Record<string, unknown>, clock: Clock): string[] {
  const momentOf = (name: string) => {
    const [, whole = ""] = time.exec(String(row[name])) ?? [];
    return Date.parse(`${whole.replace(" ", "T")}Z`);
  };
  const shown = (name: string, value: unknown): string => {
    if (value === null) return "NULL";
    if (ArrayBuffer.isView(value)) {
      return `BLOB ${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8")}`;
    }
    if (typeof value === "number") return `${Number.isInteger(value) ? "INTEGER" : "REAL"} ${value}`;
    const [, , fraction = "", zone = ""] = time.exec(String(value)) ?? [];
    const moment = momentOf(name);
    if (Number.isNaN(moment) || clock.named.has(moment) || moment < Date.UTC(2000)) return `TEXT ${value}`;
    if (name === "issued_at" || name === "revoked_at") {
      // A database has its own clock: it goes on where that of a fake host stands still.
      const isNow = (from: number, to: number) => moment >= floorSecond(from) - 1000 && moment <= to;
      const isFresh = isNow(clock.from, clock.to) || isNow(Date.now() - 60_000, Date.now());
      return isFresh ? `TEXT <now${fraction === "" ? "" : ", with a fraction"}>${zone}` : `TEXT ${value}`;
    }
    const told = name === "expiry" ? untilText(moment, momentOf("not_before"), clock) : momentText(moment, clock);
    return `TEXT <${told}>${fraction}${zone}`;
  };
  return Object.entries(row).map(([name, value]) => `${name} ${shown(name, value)}`);
}
