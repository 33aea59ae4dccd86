import { GoError } from "../errors.js";
import { readDate } from "./date.js";
import { LayoutReader } from "./layout-reader.js";
import { daysIn, type Moment, momentAt } from "./moment.js";
import { toByteString } from "./quote.js";

/** How Go releases differ in reading a time.Time from JSON. All of it changed with Go 1.20. */
export interface TimeRules {
  /** Whether the time and its layout include the quotes of the JSON string, also in errors. */
  readonly timeIncludesQuotes: boolean;
  /** Whether a zone offset must have only digits, and at most 24 hours and 60 minutes. */
  readonly zoneOffsetIsStrict: boolean;
  /** Whether the error for a malformed year or zone shows the text after it, not the part itself. */
  readonly timeErrorsShowRest: boolean;
  /** Whether the seconds may be missing before a fraction. */
  readonly fractionStandsForSeconds: boolean;
}

/** The pattern of the seconds, for LayoutReader. It matches nothing where they may be missing. */
export function secondsPattern(rules: Pick<TimeRules, "fractionStandsForSeconds">): RegExp {
  return rules.fractionStandsForSeconds ? /^(?:\d\d|(?=[.,]\d))/ : /^\d\d/;
}

/** Go's name for the layout of RFC 3339, as its errors show it. */
const rfc3339 = "2006-01-02T15:04:05Z07:00";

const strictZone = /^(?:Z|[+-]\d\d:\d\d)$/;
const looseZone = /^(?:Z|[+-](?:\d|[+-])\d:(?:\d|[+-])\d)$/;

/**
 * Parses the time in a JSON value, as Go's Time.UnmarshalJSON does: RFC 3339, but with one-digit hours and a comma
 * before the fraction allowed, and without decoding escapes. `raw` is the value's text in the JSON document. Null for
 * JSON's null, which leaves a time unset. Throws GoError with Go's text for anything else.
 */
export function parseRfc3339Json(raw: Uint8Array, rules: TimeRules): Moment | null {
  const text = toByteString(raw);
  if (text === "null") return null;
  if (rules.timeIncludesQuotes) return parse(text, '"', rules);
  if (!/^".*"$/s.test(text)) throw new GoError("Time.UnmarshalJSON: input is not a JSON string");
  return parse(text.slice(1, -1), "", rules);
}

function parse(text: string, border: string, rules: TimeRules): Moment {
  const reader = new LayoutReader(text, `${border}${rfc3339}${border}`, rules.timeErrorsShowRest);
  reader.skipLiteral(border);
  const [year, month, day] = readDate(reader);
  reader.skipLiteral("T");
  const hour = reader.readNumber("15", /^\d\d?/, 0, 23, "hour");
  reader.skipLiteral(":");
  const minute = reader.readNumber("04", /^\d\d/, 0, 59, "minute");
  reader.skipLiteral(":");
  const second = reader.readNumber("05", secondsPattern(rules), 0, 59, "second");
  const nanos = Number(
    reader
      .readOptional(/^[.,](\d+)/)
      .slice(0, 9)
      .padEnd(9, "0"),
  );
  const offset = readZoneOffset(reader, rules);
  reader.skipLiteral(border);
  reader.expectEnd();
  if (day < 1 || day > daysIn(year, month)) throw reader.outOfRange("day");
  const { seconds } = momentAt([year, month, day], [hour, minute, second], nanos);
  return { seconds: seconds - offset, nanos };
}

/** Seconds east of UTC. */
function readZoneOffset(reader: LayoutReader, rules: TimeRules): number {
  if (rules.zoneOffsetIsStrict) checkZoneRange(reader);
  const zone = reader.readElement("Z07:00", /^(?:Z|.{3}:..)/s, rules.zoneOffsetIsStrict ? strictZone : looseZone);
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith("-") ? -60 : 60) * minutes;
}

/**
 * Go checks the range before the sign, and allows 24 hours and 60 minutes because some people write them. It checks the
 * minutes only after hours of two digits. If both are out of range, its error names the minutes.
 */
function checkZoneRange(reader: LayoutReader): void {
  const [, hours = "", minutes = ""] = reader.peek(/^[^Z](\d\d):(..)/s);
  if (/^\d\d$/.test(minutes) && Number(minutes) > 60) throw reader.outOfRange("time zone offset minute");
  if (Number(hours) > 24) throw reader.outOfRange("time zone offset hour");
}
