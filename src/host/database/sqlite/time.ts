import { daysIn, type Moment, momentAt, zeroMoment } from "../../../go/time.js";

const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?([+-]\d\d:\d\d)?)?)?$/;

/** The text of a time in a row: `2026-01-02 03:04:05.5+00:00`, in UTC, without the zeros at the end of a fraction. */
export function formatSqliteTime({ seconds, nanos }: Moment): string {
  const date = new Date(seconds * 1000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const rest = date.toISOString().slice(-20, -5).replace("T", " ");
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${year}${rest}${fraction}+00:00`;
}

/**
 * Reads the text of a cell whose column is declared as a time, as Go's driver does: a date, perhaps with a time, whose
 * zone is UTC unless it follows the seconds. Anything else is Go's zero time.
 */
export function parseSqliteTime(text: string): Moment {
  const found = pattern.exec(text.replace(/Z$/, ""));
  if (!found) return zeroMoment;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone = ""] = found;
  const date = [Number(year), Number(month), Number(day)] as const;
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (date[1] < 1 || date[1] > 12 || date[2] < 1 || date[2] > daysIn(date[0], date[1])) return zeroMoment;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return zeroMoment;
  const offset = zoneOffset(zone);
  // Go's layouts with a zone have nine digits at most, its others as many as there are.
  if (offset === null || (zone !== "" && fraction.length > 9)) return zeroMoment;
  const { seconds, nanos } = momentAt(date, clock, Number(fraction.slice(0, 9).padEnd(9, "0")));
  return { seconds: seconds - offset, nanos };
}

/** The time that an integer means: seconds since 1970, or milliseconds if it has at least 13 digits. */
export function integerTime(value: bigint): Moment {
  const limit = 1_000_000_000_000n;
  if (value <= limit && value >= -limit) return { seconds: Number(value), nanos: 0 };
  const millis = ((value % 1000n) + 1000n) % 1000n;
  return { seconds: Number((value - millis) / 1000n), nanos: Number(millis) * 1_000_000 };
}

/** Seconds east of UTC; null if it is out of range. */
function zoneOffset(zone: string): number | null {
  if (zone === "") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 24 || minutes > 60) return null;
  return (zone.startsWith("-") ? -60 : 60) * (hours * 60 + minutes);
}
