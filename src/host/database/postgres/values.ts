import { isMoment, type Value } from "../../../go/sql.js";
import { type Moment, momentAt } from "../../../go/time.js";
import { decodeUtf8, encodeUtf8 } from "../../../go/utf8.js";

/** What the package pg is given for a value. */
export type Parameter = null | string | Buffer;

/**
 * Texts go as bytes, which the server takes for a text and for a bytea. Bytes are JSON (see Go's []byte for a column of
 * JSON), which the server takes as a text only.
 */
export function toParameter(value: Value): Parameter {
  if (value === null) return null;
  if (typeof value === "string") return Buffer.from(encodeUtf8(value));
  if (value instanceof Uint8Array) return decodeUtf8(value);
  return isMoment(value) ? formatTime(value) : String(value);
}

/** Replaces each `?` by `$1`, `$2` and so on. */
export function numberParameters(statement: string): string {
  let count = 0;
  return statement.replaceAll("?", () => `$${++count}`);
}

/** How cells of a column are read from the server's text, by the number of the column's type in pg_type. */
export function readerOf(type: number): (text: string) => Value {
  return readers[type] ?? encodeUtf8;
}

const asIs = (text: string) => text;

const readers: Readonly<Record<number, (text: string) => Value>> = {
  16: (text) => text === "t",
  17: readBytes,
  20: BigInt,
  21: BigInt,
  23: BigInt,
  25: asIs,
  700: Number,
  701: Number,
  1043: asIs,
  1082: readTime,
  1114: readTime,
  1184: readTime,
};

function readBytes(text: string): Uint8Array {
  return Buffer.from(text.slice(2), "hex");
}

const pattern = /^(\d+)-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-][\d:]+)?)?( BC)?$/;

/** Reads a time in the style ISO; what pq does not take for one, such as `infinity`, it hands on as bytes. */
function readTime(text: string): Value {
  const found = pattern.exec(text);
  if (!found) return encodeUtf8(text);
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = "", zone = "", era] = found;
  const date = [era === undefined ? Number(year) : 1 - Number(year), Number(month), Number(day)] as const;
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  const { seconds, nanos } = momentAt(date, clock, Number(fraction.padEnd(9, "0")));
  return { seconds: seconds - offsetOf(zone), nanos };
}

/** Seconds east of UTC. */
function offsetOf(zone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

function formatTime({ seconds, nanos }: Moment): string {
  const date = new Date(seconds * 1000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const rest = date.toISOString().slice(-20, -5).replace("T", " ");
  return `${year}${rest}.${String(nanos).padStart(9, "0")}Z`;
}
