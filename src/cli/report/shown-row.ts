import { dnsNamesOf, nameOf, stateOf } from "../../addons/certdb/filter.js";
import { reasonName, timeText } from "../../addons/certdb/row-json.js";
import type { CertificateRules, Row } from "../../addons/certdb/rows.js";
import { daysBetween } from "../../addons/check/scene/words.js";
import { formatIp } from "../../go/net.js";
import type { Moment } from "../../go/time.js";
import { formatName } from "../../x509/encode/name-text.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { labelledLines } from "./labelled.js";
import type { Look } from "./look.js";

/** What `cfssl show` knows of a row. */
export interface ShownRow {
  readonly row: Row;
  /** Null if the row has none that can be read. */
  readonly certificate: Certificate | null;
  /** When its OCSP response ends; null if there is none. */
  readonly response: Moment | null;
}

/** A row of the database in words, and then its certificate in PEM. */
export function shownRowText(
  { row, certificate, response }: ShownRow,
  now: number,
  rules: CertificateRules,
  look: Look,
): string {
  const lines: string[] = [];
  const add = (word: string, text: string) => {
    if (text !== "") for (const line of labelledLines(word, text, look)) lines.push(line);
  };
  add("name", nameOf(row, rules));
  add("state", stateText(row, now));
  add("subject", certificate ? formatName(certificate.subject) : "");
  add("hosts", hostsOf(row, certificate, rules).join(" "));
  add("issuer", certificate ? formatName(certificate.issuer) : "");
  add("valid", validText(row, certificate));
  add("issued", timeText(row.issuedAt) ?? "");
  add("label", row.label);
  if (row.metadata !== null && row.metadata !== "null") add("metadata", row.metadata);
  add("ocsp", response ? `its response is valid until ${timeText(response)}` : "no response in the database");
  // These are copied into other commands, so that they stay whole.
  const serials = `${"serial".padEnd(9)}${row.serial}\n${"aki".padEnd(9)}${row.authorityKeyId || "none"}\n`;
  const pem = row.pem ?? "";
  return `${lines.map((line) => `${line}\n`).join("")}${serials}${certificate ? `\n${pem.trimEnd()}\n` : ""}`;
}

function stateText(row: Row, now: number): string {
  const state = stateOf(row, now);
  const days = row.expiry ? daysBetween(now, row.expiry.seconds * 1000) : null;
  if (state === "good") return days === null ? "good" : `good, ${days} days left`;
  if (state === "expired") return `expired on ${timeText(row.expiry)}`;
  if (state !== "revoked") return state || "the row says none";
  const reason = row.reason === null ? "" : ` (${reasonName(row.reason)})`;
  const expired = days !== null && days < 0 ? ", and expired since" : "";
  return `revoked on ${timeText(row.revokedAt) ?? "an unknown day"}${reason}${expired}`;
}

function hostsOf(row: Row, certificate: Certificate | null, rules: CertificateRules): readonly string[] {
  if (!certificate) return dnsNamesOf(row, rules);
  return [...certificate.dnsNames, ...certificate.ipAddresses.map(formatIp), ...certificate.emailAddresses];
}

function validText({ notBefore, expiry }: Row, certificate: Certificate | null): string {
  const [from, to] = certificate ? [certificate.notBefore, certificate.notAfter] : [notBefore, expiry];
  return [from && `from ${timeText(from)}`, to && `to ${timeText(to)}`].filter(Boolean).join(" ");
}
