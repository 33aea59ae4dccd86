/** An instant: seconds since 1970-01-01T00:00:00Z (negative before it) plus 0…999999999 nanoseconds. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

/** The instant of a date and a time in UTC. `month` counts from 1; `year` may be 0…9999. */
export function momentAt(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  nanos: number,
): Moment {
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
  return { seconds: midnight + hour * 3600 + minute * 60 + second, nanos };
}

/** Go's zero time, the first moment of year 1, which means that no time is set. */
export const zeroMoment: Moment = { seconds: -62135596800, nanos: 0 };

/** Whether this is Go's zero time. */
export function isZeroTime({ seconds, nanos }: Moment): boolean {
  return seconds === zeroMoment.seconds && nanos === zeroMoment.nanos;
}

/** The number of days in a month (1…12) of the proleptic Gregorian calendar. */
export function daysIn(year: number, month: number): number {
  return new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
}

/** Negative if `left` is earlier, zero if both are equal, else positive. */
export function compareMoments(left: Moment, right: Moment): number {
  return left.seconds - right.seconds || left.nanos - right.nanos;
}

/**
 * Formats an instant of the years 0…9999 by RFC 3339, as Go's JSON encoder does: `2016-01-02T03:04:05Z`. A fraction that
 * is not zero follows the seconds, without trailing zeros.
 *
 * @param offset minutes east of UTC for the written time
 */
export function formatRfc3339(moment: Moment, offset = 0): string {
  const date = new Date((moment.seconds + offset * 60) * 1000);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const fraction = moment.nanos === 0 ? "" : `.${String(moment.nanos).padStart(9, "0").replace(/0+$/, "")}`;
  const rest = date.toISOString().slice(-20, -5);
  return `${year}${rest}${fraction}${formatOffset(offset)}`;
}

function formatOffset(offset: number): string {
  if (offset === 0) return "Z";
  const size = Math.abs(offset);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}
