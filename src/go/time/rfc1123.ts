import type { Moment } from "./moment.js";

/**
 * Formats an instant of the years 0…9999 as Go's layout RFC1123 does, which is nearly HTTP's: the zone is `UTC`, or the
 * offset where it is another. A fraction of a second is cut off.
 *
 * @param offset minutes east of UTC
 */
export function formatRfc1123({ seconds }: Moment, offset = 0): string {
  const text = new Date((seconds + offset * 60) * 1000).toUTCString();
  const size = Math.abs(offset);
  const digits = String(Math.floor(size / 60) * 100 + (size % 60)).padStart(4, "0");
  return text.replace(/GMT$/, offset === 0 ? "UTC" : `${offset < 0 ? "-" : "+"}${digits}`);
}
