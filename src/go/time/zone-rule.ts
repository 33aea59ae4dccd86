const day = 86_400;

/** A month: the weekday of its first day (0 is Sunday), its days, and the days of the year before it. */
interface Month {
  readonly firstWeekday: number;
  readonly days: number;
  readonly before: number;
}

const pattern = /^(?:<[^>]+>|[a-z]{3,})([+-]?[\d:]+)(?:(<[^>]+>|[a-z]{3,})([+-]?[\d:]+)?(?:,([^,]+),([^,]+))?)?$/i;

/**
 * The seconds east of UTC at a moment (seconds since 1970) by a rule such as `EST5EDT,M3.2.0,M11.1.0` or
 * `<-02>2<-01>,M3.5.0/-1,M10.5.0/0`. Rules come from TZ (POSIX XBD §8.3) or from the footer of a TZif file (RFC 8536
 * §3.3), whose times may exceed a day. Undefined if the text is not a rule.
 */
export function evaluateZoneRule(rule: string, seconds: number): number | undefined {
  const [matched, westward = "", saving, savingWestward, start = "M3.2.0", end = "M11.1.0"] = pattern.exec(rule) ?? [];
  if (matched === undefined) return undefined;
  const standard = 0 - parseClock(westward);
  if (saving === undefined) return standard;
  const advanced = savingWestward === undefined ? standard + 3600 : 0 - parseClock(savingWestward);
  const year = new Date(seconds * 1000).getUTCFullYear();
  const at = seconds - Date.UTC(year, 0, 1) / 1000;
  const startsAt = resolveChange(year, start);
  const endsAt = resolveChange(year, end);
  if (startsAt === undefined || endsAt === undefined) return undefined;
  const from = startsAt - standard;
  const to = endsAt - advanced;
  // In the southern hemisphere summer time lasts across the new year.
  const isAdvanced = from < to ? at >= from && at < to : at >= from || at < to;
  return isAdvanced ? advanced : standard;
}

/** Converts `h`, `h:mm` or `h:mm:ss`, with or without a sign, to seconds. */
function parseClock(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, "").split(":").map(Number);
  const size = hours * 3600 + minutes * 60 + seconds;
  return text.startsWith("-") ? -size : size;
}

/** The local time of a change, in seconds after the start of the year. */
function resolveChange(year: number, change: string): number | undefined {
  const [date = "", time = "2"] = change.split("/");
  const days = dayOf(year, date);
  return days === undefined ? undefined : days * day + parseClock(time);
}

/** The days from the start of the year to a date: `Mm.w.d`, `Jn` (which never counts 29 February) or `n`. */
function dayOf(year: number, date: string): number | undefined {
  const [, month, week, weekday] = /^M(\d+)\.([1-5])\.([0-6])$/.exec(date) ?? [];
  if (month !== undefined) return weekdayOf(monthOf(year, Number(month)), Number(week), Number(weekday));
  const [, isJulian, count] = /^(J?)(\d+)$/.exec(date) ?? [];
  if (count === undefined) return undefined;
  if (isJulian === "") return Number(count);
  const isAfterLeapDay = monthOf(year, 2).days === 29 && Number(count) >= 60;
  return Number(count) - (isAfterLeapDay ? 0 : 1);
}

/** The first, second … such weekday of the month; week 5 means the last. */
function weekdayOf({ firstWeekday, days, before }: Month, week: number, weekday: number): number {
  const first = (weekday - firstWeekday + 7) % 7;
  const inMonth = first + (week - 1) * 7;
  return before + (inMonth < days ? inMonth : inMonth - 7);
}

function monthOf(year: number, month: number): Month {
  const first = Date.UTC(year, month - 1, 1) / 1000;
  return {
    firstWeekday: new Date(first * 1000).getUTCDay(),
    days: (Date.UTC(year, month, 1) / 1000 - first) / day,
    before: (first - Date.UTC(year, 0, 1) / 1000) / day,
  };
}
