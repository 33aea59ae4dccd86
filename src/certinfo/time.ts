import type { Asn1Time } from "../go/asn1/time.js";
import { GoError } from "../go/errors.js";
import { formatRfc3339 } from "../go/time/moment.js";

export interface TimeJsonRules {
  /** Whether a zone offset of 24 hours or more is an error. */
  readonly limitsZoneInJson: boolean;
}

/** Writes a time as encoding/json does (RFC 3339), in its own zone. Throws GoError. */
export function timeToJson({ seconds, nanos, offset }: Asn1Time, rules: TimeJsonRules): string {
  const utc = formatRfc3339({ seconds: seconds + offset * 60, nanos });
  if (offset === 0) return utc;
  const size = Math.abs(offset);
  const hours = Math.floor(size / 60);
  if (rules.limitsZoneInJson && hours > 23) {
    throw new GoError(
      "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: timezone hour outside of range [0,23]",
    );
  }
  const zone = [hours, size % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${utc.slice(0, -1)}${offset < 0 ? "-" : "+"}${zone}`;
}
