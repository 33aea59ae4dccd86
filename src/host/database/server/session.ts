import type { Row, Value } from "../../../go/sql.js";

/** A connection to a database server, for one statement at a time. All methods throw GoError with the server's text. */
export interface Session {
  /** Reads the rows of a statement as they are asked for. A session whose rows were not all read is not usable. */
  query(statement: string, values: readonly Value[]): AsyncIterable<Row>;
  /** Returns how many rows a statement affected. */
  exec(statement: string, values: readonly Value[]): Promise<number>;
  /** Whether it can run another statement, as far as is known. */
  isUsable(): boolean;
  end(): Promise<void>;
}

/** A connection that turned out to be dead, with a statement that may be sent again on another: driver.ErrBadConn. */
export class DeadConnection extends Error {
  override readonly name = "DeadConnection";
}
