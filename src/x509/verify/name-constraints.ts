import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { formatIp, shortenIp } from "../../go/net.js";
import { quote } from "../../go/strconv.js";
import { parseUrl } from "../../go/url.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Certificate, NameConstraints } from "../model/certificate.js";
import { extensionId } from "../model/oid.js";
import { generalName } from "../parse/general-name.js";
import { InvalidCertificateError } from "./invalid-certificate.js";
import {
  domainLabels,
  type Mailbox,
  matchesDomain,
  matchesMailbox,
  matchesRange,
  matchesUri,
  parseMailbox,
  type UriRules,
} from "./name-matching.js";

export interface ConstraintRules extends UriRules {
  /** Whether constraints apply to the names of CAs too, and not only to the first certificate's. */
  readonly constrainsCas: boolean;
}

/** The limit of comparisons for one CA: the server chooses how many constraints and names there are. */
const maxComparisons = 250_000;

/**
 * Checks that a CA's name constraints (RFC 5280 §4.2.1.10) permit all names of the certificates below it.
 *
 * @param chain from the first certificate to the one that the CA signed
 * @throws GoError in Go's words
 */
export function checkNameConstraints(
  constraints: NameConstraints,
  chain: readonly Certificate[],
  rules: ConstraintRules,
) {
  const check = createComparer();
  for (const certificate of rules.constrainsCas ? chain : chain.slice(0, 1)) {
    const names = certificate.extensions.find(({ id }) => id === extensionId.subjectAltName);
    if (names) for (const name of readNames(names.value)) checkName(name, constraints, check, rules);
  }
}

const unauthorized = "x509: a root or intermediate certificate is not authorized to sign for this name: ";

/**
 * Why a CA's name constraints bar names: `DNS name "a.example" is not permitted by any constraint`; null if they permit
 * all of them.
 *
 * @param names the value of subjectAltName, well-formed
 */
export function barredName(constraints: NameConstraints, names: Uint8Array, rules: UriRules): string | null {
  const check = createComparer();
  try {
    for (const name of readNames(names)) checkName(name, constraints, check, rules);
    return null;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    return cause.message.replace(unauthorized, "");
  }
}

interface EncodedName {
  readonly tag: number;
  readonly contents: Uint8Array;
}

/** Reads the names in their order. They are well-formed, because the parser has refused all others. */
function readNames(value: Uint8Array): EncodedName[] {
  const reader = new DerReader(value).enter(tags.sequence);
  const names: EncodedName[] = [];
  for (let next = reader?.readAny(); next; next = reader?.readAny()) names.push(next);
  return names;
}

function checkName(
  { tag, contents }: EncodedName,
  { permitted, excluded }: NameConstraints,
  check: Comparer,
  rules: UriRules,
): void {
  const text = () => decodeUtf8(contents);
  switch (tag) {
    case generalName.rfc822Name: {
      const mailbox = readMailbox(text());
      const match = (constraint: string) => matchesMailbox(mailbox, constraint);
      check("email address", text(), match, excluded.emailAddresses, permitted.emailAddresses, String);
      break;
    }
    case generalName.dnsName: {
      const name = text();
      if (domainLabels(name) === null) throw new GoError(`x509: cannot parse dnsName ${quote(name)}`);
      const match = (constraint: string) => matchesDomain(name, constraint);
      check("DNS name", name, match, excluded.dnsDomains, permitted.dnsDomains, String);
      break;
    }
    case generalName.uri: {
      const url = parseUrl(text());
      const match = (constraint: string) => matchesUri(url, constraint, rules);
      check("URI", text(), match, excluded.uriDomains, permitted.uriDomains, String);
      break;
    }
    case generalName.ipAddress: {
      const match = (range: IpRange) => matchesRange(contents, range);
      check("IP address", formatIp(contents), match, excluded.ipRanges, permitted.ipRanges, formatRange);
      break;
    }
  }
}

function readMailbox(text: string): Mailbox {
  const mailbox = parseMailbox(text);
  // Go shows an empty mailbox here.
  if (mailbox === null) throw new GoError('x509: cannot parse rfc822Name {"" ""}');
  return mailbox;
}

type IpRange = NameConstraints["permitted"]["ipRanges"][number];

/** A range of IP addresses as CIDR: `10.0.0.0/8`. */
export function formatRange({ address, mask }: IpRange): string {
  let bits = 0;
  // An IPv4-mapped address is shown as IPv4, with the last four bytes of its mask.
  for (const byte of mask.subarray(-shortenIp(address).length)) bits += Math.clz32(~(byte << 24));
  return `${formatIp(address)}/${bits}`;
}

type Comparer = <T>(
  kind: string,
  name: string,
  matches: (constraint: T) => boolean,
  excluded: readonly T[],
  permitted: readonly T[],
  format: (constraint: T) => string,
) => void;

/** Makes a function that compares names with constraints, and counts the comparisons. */
function createComparer(): Comparer {
  let comparisons = 0;
  const refuse = (reason: string) => new InvalidCertificateError("nameNotAuthorized", unauthorized + reason);
  const count = (added: number) => {
    comparisons += added;
    if (comparisons > maxComparisons) throw new InvalidCertificateError("tooManyConstraints", "x509: unknown error");
  };
  return (kind, name, matches, excluded, permitted, format) => {
    const isMatch = (constraint: (typeof excluded)[number]) => {
      try {
        return matches(constraint);
      } catch (cause) {
        throw cause instanceof GoError ? refuse(cause.message) : cause;
      }
    };
    count(excluded.length);
    const barring = excluded.find(isMatch);
    if (barring !== undefined) {
      throw refuse(`${kind} ${quote(name)} is excluded by constraint ${quote(format(barring))}`);
    }
    count(permitted.length);
    if (permitted.length > 0 && !permitted.some(isMatch)) {
      throw refuse(`${kind} ${quote(name)} is not permitted by any constraint`);
    }
  };
}
