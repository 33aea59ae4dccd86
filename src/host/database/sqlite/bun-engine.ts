import type { Cell, SqliteEngine } from "./engine.js";

interface BunStatement {
  readonly columnNames: readonly string[];
  readonly declaredTypes: readonly (string | null)[];
  safeIntegers(isSafe: boolean): void;
  iterate(...values: readonly Cell[]): Iterable<Readonly<Record<string, Cell>>>;
  run(...values: readonly Cell[]): { readonly changes: number };
  finalize(): void;
}

/** The module bun:sqlite, as far as it is used. */
export interface BunSqlite {
  readonly Database: new (name: string, flags: number) => { prepare(statement: string): BunStatement; close(): void };
  readonly constants: Readonly<Record<string, number>>;
}

/** SQLite of the standalone program. */
export function createBunEngine({ Database, constants }: BunSqlite): SqliteEngine {
  const flag = (name: string) => constants[`SQLITE_OPEN_${name}`] ?? 0;
  const flags = flag("READWRITE") | flag("CREATE") | flag("FULLMUTEX") | flag("URI");
  return {
    open(name) {
      const database = new Database(name, flags);
      return {
        prepare(text) {
          const statement = database.prepare(text);
          statement.safeIntegers(true);
          const types = statement.columnNames.length > 0 ? statement.declaredTypes : [];
          return {
            columns: statement.columnNames.map((name, at) => ({ name, declaredType: types[at] ?? null })),
            *rows(values) {
              for (const row of statement.iterate(...values)) yield Object.values(row);
            },
            run: (values) => statement.run(...values).changes,
          };
        },
        close: () => database.close(),
      };
    },
  };
}
