import type { Host } from "../host/host.js";
import { Refusal } from "./exit-code.js";

/** The last second of the year 9999, which certificates can name. */
const latest = 253_402_300_799;

/**
 * The time that commands of ours use in place of the clock, in milliseconds since 1970: SOURCE_DATE_EPOCH, as
 * https://reproducible-builds.org/specs/source-date-epoch/ defines it. Null if it is not set.
 *
 * @throws Refusal if it is no number of seconds
 */
export function sourceEpoch({ env }: Pick<Host, "env">): number | null {
  const text = env("SOURCE_DATE_EPOCH") ?? "";
  if (text === "") return null;
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= latest) return seconds * 1000;
  throw new Refusal(`SOURCE_DATE_EPOCH must be a number of seconds since 1970, not ${JSON.stringify(text)}`, 2);
}

/** A time in seconds as RFC 3339 writes it: `2026-02-03T04:05:00Z`. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}

/** Tells a person that the clock is not used; "" if it is. */
export function epochLine(epoch: number | null): string {
  return epoch === null ? "" : `The time is ${timeText(epoch)}, from SOURCE_DATE_EPOCH.\n`;
}
