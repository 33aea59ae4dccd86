import { formatRfc3339, type Moment } from "../../go/time.js";
import { dnsNamesOf, nameOf, stateOf } from "./filter.js";
import { type CertificateRules, parseJson, type Row } from "./rows.js";

const reasonNames = [
  ...["unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation"],
  ...["certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise"],
];

/** The name of a revocation's reason (RFC 5280 §5.3.1), or its number. */
export function reasonName(reason: bigint): string {
  return reasonNames[Number(reason)] || String(reason);
}

/** A row as `list` and `show` say it in JSON. Times are RFC 3339; null is what the row does not say. */
export function rowJson(row: Row, now: number, rules: CertificateRules) {
  const isRevoked = row.status === "revoked";
  return {
    serial: row.serial,
    authorityKeyId: row.authorityKeyId,
    state: stateOf(row, now),
    commonName: nameOf(row, rules),
    dnsNames: dnsNamesOf(row, rules),
    notBefore: timeText(row.notBefore),
    expiry: timeText(row.expiry),
    issuedAt: timeText(row.issuedAt),
    revokedAt: isRevoked ? timeText(row.revokedAt) : null,
    reason: isRevoked && row.reason !== null ? reasonName(row.reason) : null,
    label: row.label,
    metadata: row.metadata === null ? null : (parseJson(row.metadata) ?? null),
  };
}

/** In whole seconds. */
export function timeText(moment: Moment | null): string | null {
  return moment && formatRfc3339({ seconds: moment.seconds, nanos: 0 });
}
