import { isZeroTime, type Moment, momentAt, zeroMoment } from "../../../go/time.js";

/** Seconds east of UTC at a moment (seconds since 1970). */
export type ZoneOffset = (seconds: number) => number;

/** The text of a time in a statement, in a time zone. Go's zero time is the server's. */
export function formatMysqlTime(moment: Moment, zone: ZoneOffset): string {
  if (isZeroTime(moment)) return "0000-00-00";
  const { seconds, nanos } = moment;
  const date = new Date((seconds + zone(seconds)) * 1000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const rest = date.toISOString().slice(-20, -5).replace("T", " ");
  return `${year}${rest}${formatFraction(nanos)}`;
}

/** Six digits, or nine if there are nanoseconds. */
function formatFraction(nanos: number): string {
  if (nanos === 0) return "";
  const digits = String(nanos).padStart(9, "0");
  return `.${nanos % 1000 === 0 ? digits.slice(0, 6) : digits}`;
}

/** Reads a time of the server, whose clock is that of the time zone; null if the text is no time. */
export function parseMysqlTime(text: string, zone: ZoneOffset): Moment | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  if (!found) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = ""] = found;
  if (/^[0\- :.]*$/.test(text)) return zeroMoment;
  const date = [Number(year), Number(month) || 1, Number(day) || 1] as const;
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  const { seconds, nanos } = momentAt(date, clock, Number(fraction.padEnd(9, "0")));
  return { seconds: seconds - offsetOf(seconds, zone), nanos };
}

/** The offset of a clock's time, chosen as by Go's time.Date where the clock was put forward or back. */
function offsetOf(clock: number, zone: ZoneOffset): number {
  return zone(clock - zone(clock));
}
