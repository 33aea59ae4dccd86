import type { Asn1Time, Asn1TimeRules } from "../../go/asn1/time.js";
import { type DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { demand } from "./demand.js";

/** Parses the contents of Validity (RFC 5280 §4.1.2.5). Throws GoError. */
export function parseValidity(reader: DerReader, rules: Asn1TimeRules): { notBefore: Asn1Time; notAfter: Asn1Time } {
  const notBefore = parseTime(reader, rules);
  return { notBefore, notAfter: parseTime(reader, rules) };
}

/** Parses a Time (RFC 5280 §4.1): UTCTime or GeneralizedTime. Throws GoError. */
export function parseTime(reader: DerReader, rules: Asn1TimeRules): Asn1Time {
  if (reader.hasTag(tags.utcTime)) return demand(reader.readUtcTime(rules), "x509: malformed UTCTime");
  if (reader.hasTag(tags.generalizedTime)) {
    return demand(reader.readGeneralizedTime(rules), "x509: malformed GeneralizedTime");
  }
  throw new GoError("x509: unsupported time format");
}
