import { equalBytes } from "../../go/bytes.js";
import { formatIp, parseIp } from "../../go/net.js";
import type { NameConstraints, NameSubtrees } from "../../x509/model/certificate.js";
import { isMailbox } from "../../x509/parse/domain.js";
import { formatRange } from "../../x509/verify/name-constraints.js";

/** Name constraints of a CA as people write them: `{ "permitted": [".example.com", "10.0.0.0/8"] }`. */
export interface ConstraintTexts {
  readonly permitted: readonly string[];
  readonly excluded: readonly string[];
}

/** A text that is no constraint. Its message is the remedy. */
export class ConstraintMistake extends Error {
  override readonly name = "ConstraintMistake";
}

/** Names and ranges (RFC 5280 §4.2.1.10) of texts, see readConstraint. The extension is critical, as it must be. */
export function readConstraints({ permitted, excluded }: ConstraintTexts): NameConstraints {
  return { critical: true, permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

function readSubtrees(texts: readonly string[]): NameSubtrees {
  const all = texts.map(readConstraint);
  const valuesOf = (kind: TextKind) => all.flatMap((each) => (each.kind === kind ? [each.text] : []));
  return {
    ...{ dnsDomains: valuesOf("dns"), emailAddresses: valuesOf("email"), uriDomains: valuesOf("uri") },
    ipRanges: all.flatMap((each) => (each.kind === "ip" ? [each.range] : [])),
  };
}

type TextKind = "dns" | "email" | "uri";
type IpRange = NameSubtrees["ipRanges"][number];
type Constraint = { readonly kind: TextKind; readonly text: string } | { readonly kind: "ip"; readonly range: IpRange };

/**
 * Reads one constraint. `example.com` is the DNS name and all below it, `.example.com` only those below; `10.0.0.0/8` a
 * range of addresses; `a@example.com` a mailbox; `email:example.com` the mailboxes of a host; `uri:example.com` URIs with
 * that host. `dns:` and `ip:` may stand before the others.
 *
 * @throws ConstraintMistake
 */
export function readConstraint(text: string): Constraint {
  const [, prefix, rest = ""] = /^(dns|ip|email|uri):(.*)$/is.exec(text) ?? [];
  const isAddress = text.includes("/") || parseIp(text) !== null;
  switch (prefix?.toLowerCase() ?? (isAddress ? "ip" : text.includes("@") ? "email" : "dns")) {
    case "ip":
      return { kind: "ip", range: readRange(prefix === undefined ? text : rest) };
    case "email":
      return { kind: "email", text: readMail(prefix === undefined ? text : rest) };
    case "uri":
      return { kind: "uri", text: readDomain(rest, "the host of a URI alone, such as uri:example.com") };
    default:
      // All DNS names at once, which only the prefix can mean.
      if (prefix !== undefined && rest === "") return { kind: "dns", text: "" };
      return { kind: "dns", text: readDnsName(prefix === undefined ? text : rest) };
  }
}

const domain = /^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i;

function readDomain(text: string, accepted: string): string {
  if (domain.test(text) && parseIp(text) === null) return text;
  throw new ConstraintMistake(`must be ${accepted}`);
}

function readDnsName(text: string): string {
  if (text.startsWith("*.") && domain.test(text.slice(2))) {
    throw new ConstraintMistake(`has no wildcard: write ${JSON.stringify(text.slice(1))} for all names below it`);
  }
  return readDomain(text, 'a domain such as "example.com", a range such as "10.0.0.0/8", "email:HOST" or "uri:HOST"');
}

function readMail(text: string): string {
  if (!text.includes("@")) return readDomain(text, "the host of mailboxes, such as email:example.com, or one mailbox");
  const host = text.slice(text.lastIndexOf("@") + 1);
  if (host !== "" && isMailbox(text, { refusesLeadingDot: true })) return text;
  throw new ConstraintMistake(`must be a mailbox; all those of a host are ${JSON.stringify(`email:${host}`)}`);
}

function readRange(text: string): IpRange {
  if (text.includes("://")) throw new ConstraintMistake('must be the host of a URI alone: "uri:HOST"');
  const [, base = text, digits] = /^(.*)\/(\d{1,3})$/s.exec(text) ?? [];
  const address = parseIp(base);
  if (!address) throw new ConstraintMistake('must be a range of addresses such as "10.0.0.0/8" or "fd00::/8"');
  const bits = address.length * 8;
  if (digits === undefined) {
    throw new ConstraintMistake(
      `must have a prefix length: write ${JSON.stringify(`${base}/${bits}`)} for this address`,
    );
  }
  if (Number(digits) > bits) throw new ConstraintMistake(`must have a prefix length of at most ${bits}`);
  const mask = maskOf(Number(digits), address.length);
  const first = address.map((byte, at) => byte & (mask[at] ?? 0));
  if (equalBytes(first, address)) return { address, mask };
  throw new ConstraintMistake(`has bits after its prefix: write ${JSON.stringify(`${formatIp(first)}/${digits}`)}`);
}

function maskOf(bits: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => 0xff & ~(0xff >> Math.min(Math.max(bits - at * 8, 0), 8)));
}

/** The constraints as texts that readConstraint reads. */
export function formatConstraints({ permitted, excluded }: NameConstraints): ConstraintTexts {
  return { permitted: formatSubtrees(permitted), excluded: formatSubtrees(excluded) };
}

function formatSubtrees({ dnsDomains, ipRanges, emailAddresses, uriDomains }: NameSubtrees): readonly string[] {
  return [
    ...dnsDomains.map((name) => (name === "" ? "dns:" : name)),
    ...ipRanges.map(formatRange),
    ...emailAddresses.map((name) => (name.includes("@") ? name : `email:${name}`)),
    ...uriDomains.map((name) => `uri:${name}`),
  ];
}
