import { GoError } from "../errors.js";
import { formatGeneral, quote, scanInteger } from "../strconv.js";
import { formatRfc3339, type Moment } from "../time.js";
import { decodeUtf8, encodeUtf8 } from "../utf8.js";
import { isMoment, type Value } from "./value.js";

/** Converts to a Go string. Throws GoError for NULL. */
export function scanString(value: Value): string {
  if (value === null) throw new GoError("converting NULL to string is unsupported");
  return formatValue(value);
}

/** Converts to the bytes of a Go string. Throws GoError for NULL. */
export function scanBytes(value: Value): Uint8Array {
  return value instanceof Uint8Array ? value : encodeUtf8(scanString(value));
}

/** Converts to an int; a text must be a decimal number. Throws GoError for anything else. */
export function scanInt(value: Value): bigint {
  if (value === null) throw new GoError("converting NULL to int is unsupported");
  const text = formatValue(value);
  const number = scanInteger(text, 10, 64);
  if (typeof number === "bigint") return number;
  throw new GoError(`converting driver.Value type ${typeName(value)} (${quote(text)}) to a int: ${number}`);
}

/** Takes a time. Throws GoError for anything else. */
export function scanTime(value: Value): Moment {
  if (isMoment(value)) return value;
  throw new GoError(`unsupported Scan, storing driver.Value type ${typeName(value)} into type *time.Time`);
}

/** Takes the text of a JSON value, without reading it. Throws GoError for what is no text. */
export function scanJson(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return decodeUtf8(value);
  throw new GoError("Incompatible type for JSONText");
}

/** Makes a conversion that takes NULL for null. */
export function scanNull<T>(scan: (value: Value) => T): (value: Value) => T | null {
  return (value) => (value === null ? null : scan(value));
}

function formatValue(value: Exclude<Value, null>): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatGeneral(value);
  if (value instanceof Uint8Array) return decodeUtf8(value);
  return typeof value === "object" ? formatRfc3339(value) : String(value);
}

/** The Go type of a driver's value, as errors name it. */
function typeName(value: Value): string {
  if (value === null) return "<nil>";
  if (value instanceof Uint8Array) return "[]uint8";
  if (isMoment(value)) return "time.Time";
  const names = { bigint: "int64", number: "float64", boolean: "bool", string: "string" } as const;
  return typeof value === "object" ? "" : names[typeof value as keyof typeof names];
}
