import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import type { Row, Value } from "./value.js";

/** The columns of a query, in their order: for each member of `T` the column's name and how its cells are converted. */
export type Columns<T> = { readonly [K in keyof T]: readonly [name: string, scan: (value: Value) => T[K]] };

/**
 * Converts a row, cell by cell, as Go's Rows.Scan does.
 *
 * @throws GoError `sql: Scan error on column index 8, name "reason": …`
 */
export function scanRow<T extends object>(row: Row, columns: Columns<T>): T {
  const scanned: Partial<T> = {};
  let index = 0;
  for (const key in columns) {
    const [name, scan] = columns[key];
    scanned[key] = scanCell(row[index] ?? null, scan, index, name);
    index++;
  }
  return scanned as T;
}

function scanCell<T>(value: Value, scan: (value: Value) => T, index: number, name: string): T {
  try {
    return scan(value);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    const place = `column index ${index}, name ${quote(name)}`;
    throw new GoError(`sql: Scan error on ${place}: ${cause.message}`, { cause });
  }
}
