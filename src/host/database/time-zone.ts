import { readFileSync } from "node:fs";
import { GoError } from "../../go/errors.js";
import { findZoneOffset } from "../../go/time/zone.js";
import { systemReason } from "../system/errors.js";

/** Where Go looks for zones. */
const folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

/** Seconds east of UTC at a moment (seconds since 1970). */
export type ZoneOffset = (seconds: number) => number;

/**
 * Finds a time zone by its name as Go's time.LoadLocation does.
 *
 * @throws GoError `unknown time zone x`, `time: invalid location name`
 */
export function loadTimeZone(name: string): ZoneOffset {
  if (name === "" || name === "UTC") return () => 0;
  if (name === "Local") return (seconds) => -60 * new Date(seconds * 1000).getTimezoneOffset();
  if (name.split(/[/\\]/).includes("..") || /^[/\\]|\\/.test(name)) throw new GoError("time: invalid location name");
  const file = readZone(name);
  return (seconds) => findZoneOffset(file, seconds) ?? 0;
}

function readZone(name: string): Uint8Array {
  let reason = `unknown time zone ${name}`;
  for (const folder of folders) {
    try {
      return readFileSync(`${folder}/${name}`);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== "ENOENT") reason = systemReason(cause as NodeJS.ErrnoException) ?? reason;
    }
  }
  throw new GoError(reason);
}
