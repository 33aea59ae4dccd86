/** A value as SQLite has it, by storage class: NULL, INTEGER, REAL, TEXT, BLOB. */
export type Cell = null | bigint | number | string | Uint8Array;

/** A prepared statement. It can run again when its rows have been read. */
export interface SqliteStatement {
  readonly columns: readonly { readonly name: string; readonly declaredType: string | null }[];
  rows(values: readonly Cell[]): Iterable<readonly Cell[]>;
  /** Returns how many rows it changed. */
  run(values: readonly Cell[]): number;
}

/** An open SQLite database. Its errors have `code`, which begins with SQLITE_ or ERR_SQLITE_, and SQLite's text. */
export interface SqliteConnection {
  prepare(statement: string): SqliteStatement;
  close(): void;
}

/** SQLite as a runtime or a package has it. `name` is a path, a URI that begins with `file:`, or `:memory:`. */
export interface SqliteEngine {
  open(name: string): SqliteConnection;
}
