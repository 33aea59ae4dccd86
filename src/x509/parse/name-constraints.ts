import { isAscii } from "../../go/asn1/text.js";
import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { encodeHex } from "../../go/hex.js";
import { parseIp } from "../../go/net.js";
import { quote } from "../../go/strconv.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { NameConstraints, NameSubtrees } from "../model/certificate.js";
import type { Extension } from "../model/name.js";
import { demand } from "./demand.js";
import { isConstraintDomain, isMailbox } from "./domain.js";
import { generalName } from "./general-name.js";
import type { ParserRules } from "./rules.js";

type DomainRules = Pick<ParserRules, "refusesLeadingDot">;

const invalid = "x509: invalid NameConstraints extension";

/**
 * Parses nameConstraints (RFC 5280 §4.2.1.10). `isComplete` is false if it has constraints that Go does not read, such
 * as directory names. Throws GoError.
 */
export function parseNameConstraints(
  { value, critical }: Extension,
  rules: DomainRules,
): { readonly constraints: NameConstraints; readonly isComplete: boolean } {
  const outer = new DerReader(value);
  const reader = demand(outer.enter(tags.sequence), invalid);
  if (!outer.isEmpty()) throw new GoError(invalid);
  const permitted = enterSubtrees(reader, 0);
  const excluded = enterSubtrees(reader, 1);
  if (!reader.isEmpty()) throw new GoError(invalid);
  if (permitted.isEmpty() && excluded.isEmpty()) throw new GoError("x509: empty name constraints extension");
  const allowed = parseSubtrees(permitted, rules);
  const barred = parseSubtrees(excluded, rules);
  return {
    constraints: { critical, permitted: allowed.subtrees, excluded: barred.subtrees },
    isComplete: allowed.isComplete && barred.isComplete,
  };
}

/** A reader for the subtrees under a tag; empty if they are absent. */
function enterSubtrees(reader: DerReader, number: number): DerReader {
  const tag = contextTag(number, "constructed");
  return reader.hasTag(tag) ? demand(reader.enter(tag), invalid) : new DerReader(new Uint8Array());
}

function parseSubtrees(reader: DerReader, rules: DomainRules): { subtrees: NameSubtrees; isComplete: boolean } {
  const subtrees = {
    dnsDomains: [] as string[],
    ipRanges: [] as { address: Uint8Array; mask: Uint8Array }[],
    emailAddresses: [] as string[],
    uriDomains: [] as string[],
  };
  let isComplete = true;
  while (!reader.isEmpty()) {
    const { tag, contents } = demand(demand(reader.enter(tags.sequence), invalid).readAny(), invalid);
    switch (tag) {
      case generalName.dnsName:
        subtrees.dnsDomains.push(parseDnsConstraint(contents, rules));
        break;
      case generalName.ipAddress:
        subtrees.ipRanges.push(parseRange(contents));
        break;
      case generalName.rfc822Name:
        subtrees.emailAddresses.push(parseEmailConstraint(contents, rules));
        break;
      case generalName.uri:
        subtrees.uriDomains.push(parseUriConstraint(contents, rules));
        break;
      default:
        isComplete = false;
    }
  }
  return { subtrees, isComplete };
}

function parseAscii(contents: Uint8Array): string {
  const text = decodeUtf8(contents);
  if (isAscii(contents)) return text;
  throw new GoError(`x509: invalid constraint value: x509: ${quote(text)} cannot be encoded as an IA5String`);
}

function parseDnsConstraint(contents: Uint8Array, rules: DomainRules): string {
  const domain = parseAscii(contents);
  if (isConstraintDomain(domain, rules)) return domain;
  throw new GoError(`x509: failed to parse dnsName constraint ${quote(domain)}`);
}

/** A constraint with an @ is a mailbox, otherwise the domain of mailboxes. */
function parseEmailConstraint(contents: Uint8Array, rules: DomainRules): string {
  const constraint = parseAscii(contents);
  const isValid = constraint.includes("@") ? isMailbox(constraint, rules) : isConstraintDomain(constraint, rules);
  if (isValid) return constraint;
  throw new GoError(`x509: failed to parse rfc822Name constraint ${quote(constraint)}`);
}

function parseUriConstraint(contents: Uint8Array, rules: DomainRules): string {
  const domain = parseAscii(contents);
  const refused = (reason: string) => new GoError(`x509: failed to parse URI constraint ${quote(domain)}${reason}`);
  if (parseIp(domain) !== null) throw refused(": cannot be IP address");
  if (!isConstraintDomain(domain, rules)) throw refused("");
  return domain;
}

function parseRange(contents: Uint8Array): { address: Uint8Array; mask: Uint8Array } {
  const size = contents.length;
  if (size !== 8 && size !== 32) throw new GoError(`x509: IP constraint contained value of length ${size}`);
  const mask = contents.subarray(size / 2);
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, "0")).join("");
  if (!/^1*0*$/.test(bits)) throw new GoError(`x509: IP constraint contained invalid mask ${encodeHex(mask)}`);
  return { address: contents.subarray(0, size / 2), mask };
}
