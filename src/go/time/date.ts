import { encodeUtf8 } from "../utf8.js";
import { LayoutReader } from "./layout-reader.js";
import { daysIn, type Moment, momentAt } from "./moment.js";
import { toByteString } from "./quote.js";

/** Reads `YYYY-MM-DD` (Go's layout 2006-01-02). The caller checks that the month has the day. */
export function readDate(reader: LayoutReader): readonly [year: number, month: number, day: number] {
  const year = Number(reader.readElement("2006", /^\d.{3}/s, /^\d{4}$/));
  reader.skipLiteral("-");
  const month = reader.readNumber("01", /^\d\d/, 1, 12, "month");
  reader.skipLiteral("-");
  return [year, month, Number(reader.readElement("02", /^\d\d/))];
}

/**
 * Parses `YYYY-MM-DD` as Go's time.Parse does with the layout 2006-01-02: the start of that day in UTC.
 *
 * @throws GoError with Go's text
 */
export function parseDate(text: string, rules: { readonly timeErrorsShowRest: boolean }): Moment {
  const reader = new LayoutReader(toByteString(encodeUtf8(text)), "2006-01-02", rules.timeErrorsShowRest);
  const date = readDate(reader);
  reader.expectEnd();
  const [year, month, day] = date;
  if (day < 1 || day > daysIn(year, month)) throw reader.outOfRange("day");
  return momentAt(date, [0, 0, 0], 0);
}
