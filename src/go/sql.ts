/** Go's package database/sql, as far as cfssl uses it. Drivers are in host/database. */
import type { Row, Value } from "./sql/value.js";

export { scanBytes, scanInt, scanJson, scanNull, scanString, scanTime } from "./sql/convert.js";
export { type Columns, scanRow } from "./sql/scan.js";
export { isMoment, type Row, type Value } from "./sql/value.js";

/**
 * An open database, which connects when the first statement runs. In a statement `?` stands for each of `values` in
 * turn, in any driver, and for nothing else. All methods throw GoError with the text of Go's driver.
 */
export interface Database {
  /**
   * Runs a statement that returns rows, and reads them as they are asked for. Read to the end, or leave the loop: an
   * iterator that is kept holds a lock or a connection.
   */
  query(statement: string, values: readonly Value[]): AsyncIterable<Row>;
  /** Runs any other statement. Returns how many rows it affected, as the driver counts them. */
  exec(statement: string, values: readonly Value[]): Promise<number>;
  /**
   * Runs work whose statements are committed together when it ends, also if it throws. A driver has it where each
   * statement alone takes much longer.
   */
  together?(work: () => Promise<void>): Promise<void>;
  /** Closes the connections, so that the process can end. */
  close(): Promise<void>;
}

/**
 * Opens a database as Go's sql.Open does.
 *
 * @param driver `sqlite3`, `postgres` or `mysql`
 * @param dataSource as Go's driver of that name reads it
 * @throws GoError `sql: unknown driver "x" (forgotten import?)`, and what else Go finds before it connects
 */
export type OpenDatabase = (driver: string, dataSource: string) => Promise<Database>;
