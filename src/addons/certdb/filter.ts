import { formatIp, parseIp } from "../../go/net.js";
import { type CertificateRules, certificateOf, listedNames, type Row } from "./rows.js";

/** What a certificate of the database is now. `revoked` counts even if it has expired. Other words are the row's own. */
export type State = "good" | "revoked" | "expired" | (string & {});

/** Which rows are looked for; null stands for any. */
export interface Filter {
  readonly state: "good" | "revoked" | "expired" | null;
  /** In lower case, without colons. */
  readonly authorityKeyId: string | null;
  readonly label: string | null;
  /** A part of the common name, in any case. */
  readonly commonName: string | null;
  /** A DNS name or an IP address that the certificate is valid for. */
  readonly host: string | null;
  /** Milliseconds in which the certificate expires, if it is good now. */
  readonly expiresWithin: number | null;
}

/** @param now milliseconds since 1970 (UTC) */
export function stateOf({ status, expiry }: Row, now: number): State {
  if (status !== "good" || expiry === null) return status;
  return expiry.seconds * 1000 > now ? "good" : "expired";
}

/** Whether rows need their certificates, so that `matches` can tell. */
export function needsCertificate({ host }: Filter): boolean {
  return host !== null && parseIp(host) !== null;
}

/** Whether a row is looked for. */
export function matches(row: Row, filter: Filter, now: number, rules: CertificateRules): boolean {
  const { state, authorityKeyId, label, commonName, host, expiresWithin } = filter;
  if (authorityKeyId !== null && row.authorityKeyId.toLowerCase() !== authorityKeyId) return false;
  if (label !== null && row.label !== label) return false;
  const current = stateOf(row, now);
  if (state === "expired" ? !isExpired(row, now) : state !== null && current !== state) return false;
  if (expiresWithin !== null) {
    const end = row.expiry && row.expiry.seconds * 1000;
    if (current !== "good" || end === null || end > now + expiresWithin) return false;
  }
  if (commonName !== null && !nameOf(row, rules).toLowerCase().includes(commonName.toLowerCase())) return false;
  return host === null || coversHost(row, host, rules);
}

/** The common name of a row or, if the row does not say, of its certificate. */
export function nameOf(row: Row, rules: CertificateRules): string {
  return row.commonName ?? certificateOf(row, rules)?.subject.commonName ?? "";
}

/** The DNS names of a row or, if the row does not say, of its certificate. */
export function dnsNamesOf(row: Row, rules: CertificateRules): readonly string[] {
  return listedNames(row) ?? certificateOf(row, rules)?.dnsNames ?? [];
}

function isExpired({ expiry }: Row, now: number): boolean {
  return expiry !== null && expiry.seconds * 1000 <= now;
}

function coversHost(row: Row, host: string, rules: CertificateRules): boolean {
  const address = parseIp(host);
  if (address) {
    const addresses = certificateOf(row, rules)?.ipAddresses ?? [];
    return addresses.some((each) => formatIp(each) === formatIp(address));
  }
  const wanted = host.toLowerCase();
  const domain = wanted.slice(wanted.indexOf(".") + 1);
  return dnsNamesOf(row, rules).some((name) => [wanted, `*.${domain}`].includes(name.toLowerCase()));
}
