import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { required } from "./required.js";
import type { ParserRules } from "./types.js";

/** The policy OIDs of certificatePolicies (RFC 5280 §4.2.1.4), dotted. Throws GoError. */
export function parseCertificatePolicies(
  value: Uint8Array,
  rules: Pick<ParserRules, "checksPolicies" | "acceptsPaddedOids">,
): readonly string[] {
  const invalid = "x509: invalid certificate policies";
  const reader = required(new DerReader(value).enter(tags.sequence), invalid);
  const policies: string[] = [];
  while (!reader.isEmpty()) {
    const policy = required(reader.enter(tags.sequence), invalid);
    if (!rules.checksPolicies) {
      policies.push(required(policy.readOid(rules), invalid));
      continue;
    }
    const oid = required(parseLargeOid(required(policy.read(tags.oid), invalid)), invalid);
    if (policies.includes(oid)) throw new GoError(invalid);
    policies.push(oid);
  }
  return policies;
}

/** OBJECT IDENTIFIER contents (X.690 §8.19) with arcs of any size, in dotted form; null when they are malformed. */
function parseLargeOid(contents: Uint8Array): string | null {
  const arcs: bigint[] = [];
  let arc: bigint | null = null;
  for (const octet of contents) {
    if (arc === null && octet === 0x80) return null;
    arc = ((arc ?? 0n) << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = null;
    }
  }
  const [joint, ...rest] = arcs;
  if (joint === undefined || arc !== null) return null;
  const first = joint < 80n ? joint / 40n : 2n;
  return [first, joint - first * 40n, ...rest].join(".");
}

/** Checks policyConstraints (RFC 5280 §4.2.1.11). Throws GoError. */
export function checkPolicyConstraints(value: Uint8Array): void {
  const invalid = "x509: invalid policy constraints extension";
  const reader = required(new DerReader(value).enter(tags.sequence), invalid);
  for (const number of [0, 1]) {
    const tag = contextTag(number, "primitive");
    if (reader.hasTag(tag)) required(reader.readInt64(tag), invalid);
  }
}

/** Checks policyMappings (RFC 5280 §4.2.1.5). Throws GoError. */
export function checkPolicyMappings(value: Uint8Array): void {
  const invalid = "x509: invalid policy mappings extension";
  const reader = required(new DerReader(value).enter(tags.sequence), invalid);
  while (!reader.isEmpty()) {
    const mapping = required(reader.enter(tags.sequence), invalid);
    required(mapping.read(tags.oid), invalid);
    required(mapping.read(tags.oid), invalid);
  }
}

/** Checks inhibitAnyPolicy (RFC 5280 §4.2.1.14). Throws GoError. */
export function checkInhibitAnyPolicy(value: Uint8Array): void {
  required(new DerReader(value).readInt64(), "x509: invalid inhibit any policy extension");
}
