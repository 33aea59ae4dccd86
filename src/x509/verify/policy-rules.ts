import { equalBytes } from "../../go/bytes.js";
import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import type { Certificate } from "../model/certificate.js";

/**
 * Certificate policies along a chain (RFC 5280 §6.1). The caller accepts any policy, so a chain fails only if one of
 * its CAs requires an explicit policy and no policy is valid along the chain.
 */

const anyPolicy = "2.5.29.32.0";
const policyMappings = "2.5.29.33";
const policyConstraints = "2.5.29.36";
const inhibitAnyPolicy = "2.5.29.54";

/** The valid policies at a depth of the chain, each with the policies that the next certificate may name for it. */
type Policies = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Whether the policies of a chain are valid.
 *
 * @param chain from the first certificate to the trusted one, whose own policies are ignored
 */
export function arePoliciesValid(chain: readonly Certificate[]): boolean {
  if (!chain.some(({ extensions }) => extensions.some(({ id }) => id === policyConstraints))) return true;
  let policies: Policies = new Map([[anyPolicy, new Set([anyPolicy])]]);
  const skips = { explicit: chain.length, mapping: chain.length, any: chain.length };
  const path = chain.slice(0, -1).reverse();
  for (const [at, certificate] of path.entries()) {
    const isLast = at === path.length - 1;
    const isSelfIssued = equalBytes(certificate.rawSubject, certificate.rawIssuer);
    policies = narrowPolicies(policies, certificate, skips.any > 0 || (!isLast && isSelfIssued));
    if (policies.size === 0 && skips.explicit === 0) return false;
    if (!isLast) policies = mapPolicies(policies, certificate, skips.mapping > 0);
    if (isLast || !isSelfIssued) for (const each of skipNames) skips[each] = Math.max(0, skips[each] - 1);
    const limits = readLimits(certificate);
    if (isLast) {
      if (limits.explicit === 0) skips.explicit = 0;
    } else for (const each of skipNames) skips[each] = Math.min(skips[each], limits[each]);
  }
  return policies.size > 0 || skips.explicit > 0;
}

const skipNames = ["explicit", "mapping", "any"] as const;

/** Keeps the policies that the certificate has too (§6.1.3 d and e). */
function narrowPolicies(policies: Policies, { policyIdentifiers }: Certificate, isAnyAllowed: boolean): Policies {
  const left = new Map<string, ReadonlySet<string>>();
  const expected = new Set([...policies.values()].flatMap((each) => [...each]));
  for (const id of policyIdentifiers) {
    if (id !== anyPolicy && (expected.has(id) || expected.has(anyPolicy))) left.set(id, new Set([id]));
  }
  if (isAnyAllowed && policyIdentifiers.includes(anyPolicy)) {
    for (const id of expected) if (!left.has(id)) left.set(id, new Set([id]));
  }
  return left;
}

/** Applies policyMappings: which policies of the next certificate equal those of this one (§6.1.4 a and b). */
function mapPolicies(policies: Policies, { extensions }: Certificate, isAllowed: boolean): Policies {
  const value = extensions.find(({ id }) => id === policyMappings)?.value;
  const mappings = value ? readMappings(value) : null;
  if (!mappings) return policies;
  // §6.1.4 a: anyPolicy must not be mapped, neither from nor to.
  if ([...mappings].some(([id, others]) => id === anyPolicy || others.has(anyPolicy))) return new Map();
  const mapped = new Map(policies);
  for (const [id, others] of mappings) {
    if (!isAllowed) mapped.delete(id);
    else if (policies.has(id) || policies.has(anyPolicy)) mapped.set(id, others);
  }
  return mapped;
}

function readMappings(value: Uint8Array): ReadonlyMap<string, Set<string>> {
  const mappings = new Map<string, Set<string>>();
  const reader = new DerReader(value).enter(tags.sequence);
  for (let pair = reader?.enter(tags.sequence); pair; pair = reader?.enter(tags.sequence)) {
    const [issuers, subjects] = [readId(pair), readId(pair)];
    mappings.set(issuers, (mappings.get(issuers) ?? new Set()).add(subjects));
  }
  return mappings;
}

/** Reads a dotted OID; empty if it cannot be read. */
function readId(reader: DerReader): string {
  return reader.readOid({ acceptsPaddedOids: false }) ?? "";
}

/** How many more certificates may follow before each rule applies (§4.2.1.11, §4.2.1.14). */
function readLimits({ extensions }: Certificate) {
  const contentsOf = (wanted: string) => extensions.find(({ id }) => id === wanted)?.value ?? new Uint8Array();
  const reader = new DerReader(contentsOf(policyConstraints)).enter(tags.sequence) ?? new DerReader(new Uint8Array());
  const limit = (number: number) => {
    const tag = contextTag(number, "primitive");
    return reader.hasTag(tag) ? Number(reader.readInt64(tag) ?? 0n) : Number.POSITIVE_INFINITY;
  };
  const [explicit, mapping] = [limit(0), limit(1)];
  const any = new DerReader(contentsOf(inhibitAnyPolicy)).readInt64();
  return { explicit, mapping, any: any === null ? Number.POSITIVE_INFINITY : Number(any) };
}
