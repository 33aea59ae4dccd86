import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { LayoutReader } from "../time/layout-reader.js";
import { daysIn, momentAt } from "../time/moment.js";
import { toByteString } from "../time/quote.js";
import { secondsPattern, type TimeRules } from "../time/rfc3339.js";

/**
 * Seconds since 1970-01-01T00:00:00Z plus nanoseconds, and the UTC offset of the written time in minutes east.
 */
export interface Asn1Time {
  readonly seconds: number;
  readonly nanos: number;
  readonly offset: number;
}

/** How Go releases differ in parsing UTCTime and GeneralizedTime. */
export type Asn1TimeRules = Pick<TimeRules, "zoneOffsetIsStrict" | "timeErrorsShowRest" | "fractionStandsForSeconds">;

/**
 * Parses UTCTime contents (X.680 §47, X.690 §11.8). Two-digit years mean 1950…2049, seconds are optional, and an offset
 * other than Z must not be zero. Throws GoError with Go's text.
 */
export function parseUtcTime(contents: Uint8Array, rules: Asn1TimeRules): Asn1Time {
  const plain = readPlain(contents, 2);
  if (plain) return plain;
  const text = toByteString(contents);
  const time = readMinutes(text, rules) ?? readCanonical(text, "060102150405Z0700", rules);
  const year = toClock(time).getUTCFullYear();
  return year < 2050 ? time : { ...time, seconds: toClock(time).setUTCFullYear(year - 100) / 1000 - time.offset * 60 };
}

/**
 * Parses GeneralizedTime contents (X.680 §46, X.690 §11.7). Only `withFraction` allows a fraction of a second. Throws
 * GoError with Go's text.
 */
export function parseGeneralizedTime(contents: Uint8Array, rules: Asn1TimeRules, withFraction: boolean): Asn1Time {
  const plain = readPlain(contents, 4);
  if (plain) return plain;
  return readCanonical(
    toByteString(contents),
    withFraction ? "20060102150405.999999999Z0700" : "20060102150405Z0700",
    rules,
  );
}

/**
 * The fast path: reads the common form (RFC 5280 §4.1.2.5), all digits, with seconds, in UTC. Null for any other form;
 * the reader of Go's layouts then decides. It avoids the reader's regular expressions: the first use of one takes about
 * 50 µs in a standalone program.
 */
function readPlain(contents: Uint8Array, yearDigits: 2 | 4): Asn1Time | null {
  if (contents.length !== yearDigits + 11 || contents[yearDigits + 10] !== 0x5a) return null;
  for (let at = 0; at < yearDigits + 10; at++) if (!isDigit(contents[at])) return null;
  const pair = (at: number) => (contents[at] ?? 0) * 10 + (contents[at + 1] ?? 0) - 0x30 * 11;
  const field = (index: number) => pair(yearDigits + index * 2);
  const year = yearDigits === 4 ? pair(0) * 100 + pair(2) : pair(0) + (pair(0) < 50 ? 2000 : 1900);
  const [month, day, hour, minute, second] = [field(0), field(1), field(2), field(3), field(4)];
  if (year < 100 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  // A day beyond the end of the month falls into the next one.
  if (new Date(milliseconds).getUTCDate() !== day) return null;
  return { seconds: milliseconds / 1000, nanos: 0, offset: 0 };
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** A date whose UTC fields are the local time in the time's zone. */
function toClock(time: Asn1Time): Date {
  return new Date((time.seconds + time.offset * 60) * 1000);
}

/** Reads a UTCTime without seconds. Null if it is not one; it may still be one with seconds. */
function readMinutes(text: string, rules: Asn1TimeRules): Asn1Time | null {
  const layout = "0601021504Z0700";
  try {
    readTime(text, layout, rules);
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
  return readCanonical(text, layout, rules);
}

/** Reads a time that must give the same text when written again. */
function readCanonical(text: string, layout: string, rules: Asn1TimeRules): Asn1Time {
  const time = readTime(text, layout, rules);
  const written = format(time, layout);
  if (written === text) return time;
  throw new GoError(
    `asn1: time did not serialize back to the original value and may be invalid: given ${quote(text)}, but serialized as ${quote(written)}`,
  );
}

/** Reads a time as Go's time.Parse does with that layout. */
function readTime(text: string, layout: string, rules: Asn1TimeRules): Asn1Time {
  const reader = new LayoutReader(text, layout, rules.timeErrorsShowRest);
  const year = layout.startsWith("2006") ? readLongYear(reader) : readShortYear(reader);
  const month = reader.readNumber("01", /^\d\d/, 1, 12, "month");
  const day = Number(reader.readElement("02", /^\d\d/));
  const hour = reader.readNumber("15", /^\d\d?/, 0, 23, "hour");
  const minute = reader.readNumber("04", /^\d\d/, 0, 59, "minute");
  const second = hasSeconds(layout) ? reader.readNumber("05", secondsPattern(rules), 0, 59, "second") : 0;
  const fraction = hasSeconds(layout) ? reader.readOptional(/^[.,](\d+)/) : "";
  const offset = readOffset(reader, rules);
  reader.expectEnd();
  if (day < 1 || day > daysIn(year, month)) throw reader.outOfRange("day");
  const { seconds } = momentAt([year, month, day], [hour, minute, second], 0);
  return { seconds: seconds - offset * 60, nanos: Number(fraction.slice(0, 9).padEnd(9, "0")), offset };
}

function hasSeconds(layout: string): boolean {
  return layout.includes("05.") || layout.includes("05Z");
}

function readLongYear(reader: LayoutReader): number {
  return Number(reader.readElement("2006", /^\d.{3}/s, /^\d{4}$/));
}

/** Go accepts a sign as the first digit. Writing the year again then shows the difference, and it is refused. */
function readShortYear(reader: LayoutReader): number {
  const year = Number(reader.readElement("06", /^[\d+-]\d/));
  return year >= 69 ? year + 1900 : year + 2000;
}

/** Minutes east of UTC. Go allows 24 hours and 60 minutes; without strictness, also signs inside the numbers. */
function readOffset(reader: LayoutReader, rules: Asn1TimeRules): number {
  if (rules.zoneOffsetIsStrict) checkOffset(reader);
  const number = rules.zoneOffsetIsStrict ? String.raw`\d\d` : String.raw`[\d+-]\d`;
  const zone = reader.readElement("Z0700", /^(?:Z|.{5})/s, new RegExp(`^(?:Z|[+-](?:${number}){2})$`));
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return zone.startsWith("-") ? -minutes : minutes;
}

/** Go checks the range before the sign. If both are out of range, its error names the minutes. */
function checkOffset(reader: LayoutReader): void {
  const [, hours = "", minutes = ""] = reader.peek(/^[^Z](\d\d)(..)/s);
  if (/^\d\d$/.test(minutes) && Number(minutes) > 60) throw reader.outOfRange("time zone offset minute");
  if (Number(hours) > 24) throw reader.outOfRange("time zone offset hour");
}

function format(time: Asn1Time, layout: string): string {
  const date = toClock(time);
  const year = date.getUTCFullYear();
  const parts = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  if (hasSeconds(layout)) parts.push(date.getUTCSeconds());
  const digits = parts.map((part) => twoDigits(part)).join("");
  const written = layout.startsWith("2006") ? String(year).padStart(4, "0") : twoDigits(year % 100);
  return written + digits + (layout.includes(".9") ? formatFraction(time.nanos) : "") + formatOffset(time.offset);
}

/** Without trailing zeros; empty for zero. */
function formatFraction(nanos: number): string {
  return nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
}

function formatOffset(offset: number): string {
  if (offset === 0) return "Z";
  const size = Math.abs(offset);
  return (offset < 0 ? "-" : "+") + twoDigits(Math.floor(size / 60)) + twoDigits(size % 60);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
