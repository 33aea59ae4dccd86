import type { Asn1Time } from "../asn1/time.js";
import { formatRfc3339 } from "./moment.js";

/** Formats a time as Go's Time.String does: `2026-01-02 03:04:05 +0000 UTC`. */
export function formatGoTime({ seconds, nanos, offset }: Asn1Time): string {
  const local = formatRfc3339({ seconds: seconds + offset * 60, nanos })
    .slice(0, -1)
    .replace("T", " ");
  const size = Math.abs(offset);
  const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0")).join("");
  const shown = `${offset < 0 ? "-" : "+"}${zone}`;
  return `${local} ${shown} ${offset === 0 ? "UTC" : shown}`;
}
