import { GoError } from "../../go/errors.js";
import { parseIp, splitHostPort } from "../../go/net.js";
import { quote } from "../../go/strconv.js";
import { formatUrl, type Url } from "../../go/url.js";
import { isDomain, isMailbox } from "../parse/domain.js";

/** How each kind of name matches a constraint (RFC 5280 §4.2.1.10), by the rules of Go's crypto/x509. */

/** The labels of a domain name; null if it is not one. The empty name has no labels. */
export function domainLabels(domain: string): readonly string[] | null {
  if (domain === "") return [];
  return isDomain(domain, { refusesLeadingDot: true }) ? domain.toLowerCase().split(".") : null;
}

/** Whether a domain equals the constraint or is below it. With a leading dot, the constraint matches only below. */
export function matchesDomain(domain: string, constraint: string): boolean {
  if (constraint === "") return true;
  const labels = domainLabels(domain);
  if (labels === null) throw new GoError(`x509: internal error: cannot parse domain ${quote(domain)}`);
  const isBelow = constraint.startsWith(".");
  const above = (isBelow ? constraint.slice(1) : constraint).toLowerCase();
  // Every domain is below the dot alone.
  const wanted = above === "" ? [] : above.split(".");
  const surplus = labels.length - wanted.length;
  return surplus >= (isBelow ? 1 : 0) && wanted.every((label, at) => label === labels[surplus + at]);
}

/** A mailbox without its quoting. */
export interface Mailbox {
  readonly local: string;
  readonly domain: string;
}

/** Parses a Mailbox (RFC 2821 §4.1.2); null if it is not one. */
export function parseMailbox(text: string): Mailbox | null {
  if (!isMailbox(text, { refusesLeadingDot: true })) return null;
  const at = text.startsWith('"') ? text.indexOf('"@', 1) + 1 : text.indexOf("@");
  const local = text.slice(0, text.startsWith('"') ? endOfQuoted(text) : endOfPlain(text, at));
  const bare = text.startsWith('"') ? local.slice(1, -1) : local;
  return { local: bare.replace(/\\(.)/gs, "$1"), domain: text.slice(local.length + 1) };
}

function endOfQuoted(text: string): number {
  return /^"(?:\\.|[^"\\])*"/s.exec(text)?.[0].length ?? text.length;
}

function endOfPlain(text: string, at: number): number {
  return /^(?:\\.|[^\\@])*/s.exec(text)?.[0].length ?? at;
}

/** A constraint with an @ is one mailbox, otherwise the domain of mailboxes. */
export function matchesMailbox(mailbox: Mailbox, constraint: string): boolean {
  if (!constraint.includes("@")) return matchesDomain(mailbox.domain, constraint);
  const wanted = parseMailbox(constraint);
  if (wanted === null) throw new GoError(`x509: internal error: cannot parse constraint ${quote(constraint)}`);
  return mailbox.local === wanted.local && mailbox.domain.toLowerCase() === wanted.domain.toLowerCase();
}

export interface UriRules {
  /** Whether an IPv6 address with a zone (fe80::1%eth0) is an address too. */
  readonly readsZones: boolean;
}

/** Compares only the host of a URI, which must be a name. */
export function matchesUri(url: Url, constraint: string, rules: UriRules): boolean {
  let { host } = url;
  const shown = () => quote(formatUrl(url));
  if (host === "") throw new GoError(`URI with empty host (${shown()}) cannot be matched against constraints`);
  if (host.includes(":") && !host.endsWith("]")) ({ host } = splitHostPort(host));
  if ((host.startsWith("[") && host.endsWith("]")) || isAddress(host, rules)) {
    throw new GoError(`URI with IP (${shown()}) cannot be matched against constraints`);
  }
  return matchesDomain(host, constraint);
}

function isAddress(host: string, { readsZones }: UriRules): boolean {
  return parseIp(readsZones && host.includes(":") ? host.replace(/%.+$/s, "") : host) !== null;
}

interface IpRange {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

/** Whether an address lies in a range. A range of the other address family never matches. */
export function matchesRange(ip: Uint8Array, { address, mask }: IpRange): boolean {
  if (ip.length !== address.length) return false;
  return ip.every((byte, at) => ((byte ^ (address[at] ?? 0)) & (mask[at] ?? 0)) === 0);
}
