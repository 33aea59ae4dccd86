import type { Database, Value } from "../../go/sql.js";
import type { Columns, DatabaseState } from "./inspect.js";
import { addColumn, createTable, createVersionTable, type Driver, dialects, tables, versionTable } from "./tables.js";

/** One thing to do to a database. */
export interface MigrationStep {
  /** What it makes, to be read after "make": `the table certificates`. */
  readonly makes: string;
  readonly statements: readonly (readonly [statement: string, values: readonly Value[]])[];
}

/** What makes a database the one that cfssl expects. */
export interface Migration {
  /** What is there and is not upstream's: nothing is done then. */
  readonly faults: readonly string[];
  readonly steps: readonly MigrationStep[];
}

/**
 * What upstream's migrations would still do. What tables there are decides, not what goose's table says of them: that is
 * put right at the end.
 */
export function planMigration(state: DatabaseState, driver: Driver): Migration {
  const faults = findFaults(state, driver);
  if (faults.length > 0) return { faults, steps: [] };
  const { certificates, ocsp_responses: responses } = state.tables;
  const dialect = dialects[driver];
  const steps: MigrationStep[] = [];
  const make = (makes: string, statement: string) => steps.push({ makes, statements: [[statement, []]] });
  if (!certificates) make("the table certificates", createTable("certificates", dialect));
  if (!responses) make("the table ocsp_responses", createTable("ocsp_responses", dialect));
  for (const column of tables.certificates) {
    if (column.since === 2 && !certificates?.has(column.name)) {
      make(`the column certificates.${column.name}`, addColumn(column, dialect));
    }
  }
  return { faults, steps: [...steps, ...bookkeeping(state.versions, driver)] };
}

/** goose writes a row for version 0 when it makes its table. */
function bookkeeping(versions: ReadonlySet<bigint> | null, driver: Driver): readonly MigrationStep[] {
  const missing = (versions ? [1n, 2n] : [0n, 1n, 2n]).filter((version) => !versions?.has(version));
  if (missing.length === 0) return [];
  const insert = `INSERT INTO ${versionTable} (version_id, is_applied) VALUES (?, ?)`;
  const rows = missing.map((version) => [insert, [version, true]] as const);
  const numbers = missing.filter((version) => version > 0n).join(" and ");
  const makes = `the note for goose that migration ${numbers} is done`;
  return [{ makes, statements: versions ? rows : [[createVersionTable(dialects[driver]), []], ...rows] }];
}

function findFaults({ tables: found }: DatabaseState, driver: Driver): readonly string[] {
  return (["certificates", "ocsp_responses"] as const).flatMap((table) => {
    const columns = found[table];
    if (!columns) return [];
    const missing = tables[table].filter(({ name, since }) => since === 1 && !columns.has(name));
    const names = missing.map(({ name }) => name).join(", ");
    return [
      ...(names === "" ? [] : [`the table ${table} is not cfssl's: it has no ${names}`]),
      ...(driver === "sqlite3" ? numericFaults(table, columns) : []),
    ];
  });
}

/**
 * SQLite makes a number of a text in a column with such a type (https://sqlite.org/datatype3.html §3.1), and a serial
 * number loses its digits. The migrations of cfssl 1.2.0 for SQLite declare it so.
 */
function numericFaults(table: string, columns: Columns): readonly string[] {
  return ["serial_number", "authority_key_identifier"].flatMap((name) => {
    const type = columns.get(name) ?? "";
    const keepsTexts = type === "" || (!type.includes("int") && /char|clob|text|blob/.test(type));
    if (keepsTexts) return [];
    return [`${table}.${name} is declared as ${type}, for which SQLite rounds serial numbers: it must be blob`];
  });
}

/** Does the steps in their order. What is done stays done if one fails: the next run goes on there. */
export async function migrate({ steps }: Migration, database: Database): Promise<void> {
  for (const { statements } of steps) {
    for (const [statement, values] of statements) await database.exec(statement, values);
  }
}
