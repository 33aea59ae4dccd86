import { GoError } from "../errors.js";
import { decodeUtf8 } from "../utf8.js";
import { daysIn, type Moment, momentAt } from "./moment.js";
import { quoteBytes } from "./quote.js";

/** How Go's time.Time reads JSON; it changed between Go 1.19 and 1.20. */
export interface TimeRules {
  /** The quotes of the JSON string are parsed, and shown in errors, as part of the time and of its layout. */
  readonly timeIncludesQuotes: boolean;
  /** A zone offset above 24 hours or 60 minutes is an error. */
  readonly zoneOffsetIsChecked: boolean;
}

/** Go's name for the layout of RFC 3339, as its errors show it. */
const rfc3339 = "2006-01-02T15:04:05Z07:00";

/**
 * The time in a JSON value, as Go's Time.UnmarshalJSON reads it: RFC 3339, but one-digit hours, a comma before the
 * fraction and escapes left as they stand. `raw` is the value's text in the JSON document. null when the value is
 * JSON's null, which leaves a time unset. Throws GoError with Go's text for anything else.
 */
export function parseRfc3339Json(raw: Uint8Array, rules: TimeRules): Moment | null {
  const text = decodeUtf8(raw);
  if (text === "null") return null;
  if (rules.timeIncludesQuotes) return parse(text, '"', rules);
  if (!/^".*"$/s.test(text)) throw new GoError("Time.UnmarshalJSON: input is not a JSON string");
  return parse(text.slice(1, -1), "", rules);
}

function parse(text: string, border: string, rules: TimeRules): Moment {
  const reader = new LayoutReader(text, `${border}${rfc3339}${border}`);
  reader.literal(border);
  const year = Number(reader.match(/^\d{4}/, "2006"));
  reader.literal("-");
  const month = reader.number(/^\d\d/, "01", 1, 12, "month");
  reader.literal("-");
  const day = Number(reader.match(/^\d\d/, "02"));
  reader.literal("T");
  const hour = reader.number(/^\d\d?/, "15", 0, 23, "hour");
  reader.literal(":");
  const minute = reader.number(/^\d\d/, "04", 0, 59, "minute");
  reader.literal(":");
  const second = reader.number(/^\d\d/, "05", 0, 59, "second");
  const nanos = Number(
    reader
      .optional(/^[.,](\d+)/)
      .slice(0, 9)
      .padEnd(9, "0"),
  );
  const offset = zoneOffset(reader, rules);
  reader.literal(border);
  reader.end();
  if (day < 1 || day > daysIn(year, month)) throw reader.outOfRange("day");
  const { seconds } = momentAt([year, month, day], [hour, minute, second], nanos);
  return { seconds: seconds - offset, nanos };
}

/** Seconds east of UTC. */
function zoneOffset(reader: LayoutReader, rules: TimeRules): number {
  const zone = reader.match(/^(?:Z|[+-]\d\d:\d\d)/, "Z07:00");
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  // Go lets 24 hours and 60 minutes pass, "as some people do write" them.
  if (rules.zoneOffsetIsChecked && hours > 24) throw reader.outOfRange("time zone offset hour");
  if (rules.zoneOffsetIsChecked && minutes > 60) throw reader.outOfRange("time zone offset minute");
  return (zone.startsWith("-") ? -60 : 60) * (hours * 60 + minutes);
}

/** Reads a text along a layout from left to right, with the errors of Go's time.Parse. */
class LayoutReader {
  readonly #text: string;
  readonly #layout: string;
  #rest: string;

  constructor(text: string, layout: string) {
    this.#text = text;
    this.#layout = layout;
    this.#rest = text;
  }

  /** Takes exactly this text. */
  literal(expected: string): void {
    if (!this.#rest.startsWith(expected)) throw this.#mismatch(expected);
    this.#rest = this.#rest.slice(expected.length);
  }

  /** Takes what the pattern matches at this place; `element` names it in the layout. */
  match(pattern: RegExp, element: string): string {
    const found = pattern.exec(this.#rest)?.[0];
    if (found === undefined) throw this.#mismatch(element);
    this.#rest = this.#rest.slice(found.length);
    return found;
  }

  number(pattern: RegExp, element: string, least: number, most: number, name: string): number {
    const value = Number(this.match(pattern, element));
    if (value < least || value > most) throw this.outOfRange(name);
    return value;
  }

  /** Takes what the pattern matches, if anything, and returns its first group. */
  optional(pattern: RegExp): string {
    const found = pattern.exec(this.#rest);
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found?.[1] ?? "";
  }

  end(): void {
    if (this.#rest !== "") throw this.#error(`: extra text: ${quoteBytes(this.#rest)}`);
  }

  outOfRange(name: string): GoError {
    return this.#error(`: ${name} out of range`);
  }

  #mismatch(element: string): GoError {
    const found = quoteBytes(this.#rest);
    return this.#error(` as ${quoteBytes(this.#layout)}: cannot parse ${found} as ${quoteBytes(element)}`);
  }

  #error(detail: string): GoError {
    return new GoError(`parsing time ${quoteBytes(this.#text)}${detail}`);
  }
}
