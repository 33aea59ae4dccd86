import { GoError } from "../../../go/errors.js";
import { type Database, isMoment, type Row, type Value } from "../../../go/sql.js";
import { decodeUtf8, encodeUtf8 } from "../../../go/utf8.js";
import type { Cell, SqliteConnection, SqliteEngine, SqliteStatement } from "./engine.js";
import { type CheckZone, parseSqliteSource } from "./source.js";
import { formatSqliteTime, integerTime, parseSqliteTime } from "./time.js";

/**
 * A database as Go's sqlite3 driver has it. It opens at the first statement, and waits up to five seconds for the lock of
 * another process.
 */
export function createSqliteDatabase(dataSource: string, engine: SqliteEngine, checkZone: CheckZone): Database {
  let opening: Promise<Connection> | undefined;
  const connect = async () => {
    opening ??= connectTo(dataSource, engine, checkZone);
    try {
      return await opening;
    } catch (cause) {
      opening = undefined;
      throw cause;
    }
  };
  const run = async (statement: string) => {
    const { writers } = await connect();
    const writer = translate(() => writers.take(statement));
    translate(() => writer.run([]));
    writers.give(statement, writer);
  };
  /** After a fault, which is told and may have ended the transaction. */
  const tryRun = async (statement: string) => {
    try {
      await run(statement);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
    }
  };
  return {
    async *query(statement, values) {
      const { readers } = await connect();
      const { text, cells } = bind(statement, values);
      const reader = translate(() => readers.take(text));
      const rows = translate(() => reader.statement.rows(cells)[Symbol.iterator]());
      let isRead = false;
      try {
        for (;;) {
          const { done, value } = translate(() => rows.next());
          if (done) break;
          yield readRow(value, reader.types);
        }
        isRead = true;
      } finally {
        if (!isRead) rows.return?.();
        readers.give(text, reader);
      }
    },
    async exec(statement, values) {
      const { writers } = await connect();
      const { text, cells } = bind(statement, values);
      const writer = translate(() => writers.take(text));
      const count = translate(() => writer.run(cells));
      writers.give(text, writer);
      return count;
    },
    // SQLite waits for the disk at each commit, three times.
    async together(work) {
      await run("BEGIN");
      try {
        await work();
      } catch (cause) {
        await tryRun("COMMIT");
        throw cause;
      }
      try {
        await run("COMMIT");
      } catch (cause) {
        // Where another program reads for long, the transaction would stay open.
        await tryRun("ROLLBACK");
        throw cause;
      }
    },
    async close() {
      const open = await opening;
      opening = undefined;
      open?.connection.close();
    },
  };
}

interface Connection {
  readonly connection: SqliteConnection;
  readonly readers: Statements<Reader>;
  readonly writers: Statements<SqliteStatement>;
}

async function connectTo(dataSource: string, engine: SqliteEngine, checkZone: CheckZone): Promise<Connection> {
  const { name, pragmas } = await parseSqliteSource(dataSource, checkZone);
  const connection = await openConnection(name, engine);
  translate(() => {
    // better-sqlite3 and node:sqlite check foreign keys unless told otherwise; SQLite and Go's driver do not.
    connection.prepare("PRAGMA foreign_keys = OFF").run([]);
    for (const pragma of pragmas) {
      const statement = connection.prepare(pragma);
      if (statement.columns.length > 0) [...statement.rows([])];
      else statement.run([]);
    }
  });
  return {
    connection,
    readers: new Statements((text) => prepareReader(text, connection)),
    writers: new Statements((text) => connection.prepare(text)),
  };
}

async function openConnection(name: string, engine: SqliteEngine): Promise<SqliteConnection> {
  try {
    return engine.open(name);
  } catch (cause) {
    // The second is what better-sqlite3 says where there is no folder.
    const isFile = /^unable to open database file|^Cannot open database/.test(String(Object(cause).message));
    const reason = isFile ? (await import("./open-failure.js")).openFailure(name) : undefined;
    throw reason === undefined ? translated(cause) : new GoError(`unable to open database file: ${reason}`, { cause });
  }
}

/** Prepared statements by their texts. One that is in use is not here, so that two of a text can run at once. */
class Statements<T> {
  readonly #prepare: (text: string) => T;
  readonly #free = new Map<string, T[]>();

  constructor(prepare: (text: string) => T) {
    this.#prepare = prepare;
  }

  take(text: string): T {
    return this.#free.get(text)?.pop() ?? this.#prepare(text);
  }

  give(text: string, statement: T): void {
    const free = this.#free.get(text);
    if (free) free.push(statement);
    else this.#free.set(text, [statement]);
  }
}

/** A statement whose rows have two cells for each column: the storage class, and the value with bytes for a text. */
interface Reader {
  readonly statement: SqliteStatement;
  /** The declared types of the columns, in lower case. */
  readonly types: readonly string[];
}

/** Reads texts as bytes, for the runtimes' own conversion loses what is not UTF-8: an OCSP response is such a text. */
function prepareReader(text: string, connection: SqliteConnection): Reader {
  const { columns } = connection.prepare(text);
  const cells = columns.map(({ name }, at) => {
    const column = `"${name.replaceAll('"', '""')}"`;
    return `typeof(${column}) AS t${at}, CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END AS c${at}`;
  });
  return {
    statement: connection.prepare(`SELECT ${cells.join(", ")} FROM (${text})`),
    types: columns.map(({ declaredType }) => declaredType?.toLowerCase() ?? ""),
  };
}

function readRow(cells: readonly Cell[], types: readonly string[]): Row {
  const row: Value[] = [];
  for (let at = 0; at < types.length; at++) {
    const cell = cells[2 * at + 1] ?? null;
    const text = cells[2 * at] === "text" && cell instanceof Uint8Array ? decodeUtf8(cell) : null;
    row.push(convert(text ?? cell, types[at] ?? ""));
  }
  return row;
}

/** Go's driver goes by the declared type of the column where that is a time or a truth. */
function convert(cell: Cell, declaredType: string): Value {
  const isTime = declaredType === "timestamp" || declaredType === "datetime" || declaredType === "date";
  if (typeof cell === "string") return isTime ? parseSqliteTime(cell) : cell;
  if (typeof cell !== "bigint") return cell;
  if (declaredType === "boolean") return cell > 0n;
  return isTime ? integerTime(cell) : cell;
}

/** What the engine is given for a statement. A text that is not UTF-8 goes there as bytes, and becomes a text there. */
function bind(statement: string, values: readonly Value[]): { readonly text: string; readonly cells: readonly Cell[] } {
  const isBytes = values.map((value) => typeof value === "string" && !value.isWellFormed());
  const cells = values.map((value) => toCell(value));
  if (!isBytes.includes(true)) return { text: statement, cells };
  let at = 0;
  return { text: statement.replaceAll("?", () => (isBytes[at++] ? "CAST(? AS TEXT)" : "?")), cells };
}

function toCell(value: Value): Cell {
  if (typeof value === "string") return value.isWellFormed() ? value : encodeUtf8(value);
  if (typeof value === "boolean") return value ? 1n : 0n;
  return isMoment(value) ? formatSqliteTime(value) : value;
}

function translate<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw translated(cause);
  }
}

/** An error of SQLite as a GoError with its text; any other as it is. */
function translated(cause: unknown): unknown {
  const { code, message } = Object(cause);
  return /^(?:ERR_)?SQLITE_/.test(String(code)) ? new GoError(String(message), { cause }) : cause;
}
