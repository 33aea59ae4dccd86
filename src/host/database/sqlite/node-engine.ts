import type { Cell, SqliteEngine } from "./engine.js";

interface NodeStatement {
  columns(): readonly { readonly name: string; readonly type: string | null }[];
  setReadBigInts(isOn: boolean): void;
  setReturnArrays(isOn: boolean): void;
  iterate(...values: readonly Cell[]): Iterable<readonly Cell[]>;
  run(...values: readonly Cell[]): { readonly changes: number | bigint };
}

/** The module node:sqlite, as far as it is used. */
export interface NodeSqlite {
  readonly DatabaseSync: new (name: string) => { prepare(statement: string): NodeStatement; close(): void };
  readonly StatementSync: { readonly prototype: object };
}

/** SQLite of Node 22 and later. */
export function createNodeEngine({ DatabaseSync }: NodeSqlite): SqliteEngine {
  return {
    open(name) {
      const database = new DatabaseSync(name);
      return {
        prepare(text) {
          const statement = database.prepare(text);
          statement.setReadBigInts(true);
          statement.setReturnArrays(true);
          return {
            columns: statement.columns().map(({ name, type }) => ({ name, declaredType: type })),
            rows: (values) => statement.iterate(...values),
            run: (values) => Number(statement.run(...values).changes),
          };
        },
        close: () => database.close(),
      };
    },
  };
}
