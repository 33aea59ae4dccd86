import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { demand } from "./demand.js";
import type { ParserRules } from "./rules.js";

/**
 * Parses the policy OIDs of certificatePolicies (RFC 5280 §4.2.1.4). The rules decide whether an OID with an arc of
 * more than 31 bits is skipped or refused. Throws GoError.
 */
export function parseCertificatePolicies(
  value: Uint8Array,
  rules: Pick<ParserRules, "checksPolicies" | "acceptsPaddedOids">,
): readonly string[] {
  const invalid = "x509: invalid certificate policies";
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid);
  const policies: string[] = [];
  const seen = new Set<string>();
  while (!reader.isEmpty()) {
    const information = demand(reader.readElement(tags.sequence), invalid);
    const policy = enter(information)?.readOid(rules) ?? null;
    if (rules.checksPolicies) {
      const contents = demand(enter(information)?.read(tags.oid) ?? null, invalid);
      if (!isOid(contents) || seen.has(contents.join())) throw new GoError(invalid);
      seen.add(contents.join());
      if (policy !== null) policies.push(policy);
    } else {
      policies.push(demand(policy, invalid));
    }
  }
  return policies;
}

function enter(element: Uint8Array): DerReader | null {
  return new DerReader(element).enter(tags.sequence);
}

/** Whether these are the contents of an OBJECT IDENTIFIER (X.690 §8.19) with arcs of any size. */
function isOid(contents: Uint8Array): boolean {
  const isComplete = (contents.at(-1) ?? 0x80) < 0x80;
  return isComplete && contents.every((byte, at) => byte !== 0x80 || (contents[at - 1] ?? 0) >= 0x80);
}

/** Checks policyConstraints (RFC 5280 §4.2.1.11). Throws GoError. */
export function checkPolicyConstraints(value: Uint8Array): void {
  const invalid = "x509: invalid policy constraints extension";
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid);
  for (const number of [0, 1]) {
    const tag = contextTag(number, "primitive");
    if (reader.hasTag(tag)) demand(reader.readInt64(tag), invalid);
  }
}

/** Checks policyMappings (RFC 5280 §4.2.1.5). Throws GoError. */
export function checkPolicyMappings(value: Uint8Array): void {
  const invalid = "x509: invalid policy mappings extension";
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid);
  while (!reader.isEmpty()) {
    const mapping = demand(reader.enter(tags.sequence), invalid);
    demand(mapping.read(tags.oid), invalid);
    demand(mapping.read(tags.oid), invalid);
  }
}

/** Checks inhibitAnyPolicy (RFC 5280 §4.2.1.14). Throws GoError. */
export function checkInhibitAnyPolicy(value: Uint8Array): void {
  demand(new DerReader(value).readInt64(), "x509: invalid inhibit any policy extension");
}
