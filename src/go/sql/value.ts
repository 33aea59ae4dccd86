import type { Moment } from "../time.js";

/**
 * A value of a cell or a parameter: SQL's NULL, or what Go's driver.Value holds, namely bool, int64 (bigint), float64
 * (number), string (a Go string, see go/utf8), []byte and time.Time.
 */
export type Value = null | boolean | bigint | number | string | Uint8Array | Moment;

/** The values of a row, in the order of the statement's columns. */
export type Row = readonly Value[];

/** Whether a value is a time. */
export function isMoment(value: Value): value is Moment {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}
