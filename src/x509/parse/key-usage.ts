import { hasBit } from "../../go/asn1/value.js";
import { DerReader, type OidRules, tags } from "../../go/cryptobyte.js";
import { demand } from "./demand.js";
import type { ParserRules } from "./rules.js";

/** Parses keyUsage (RFC 5280 §4.2.1.3). Bit n is the standard's bit n. Throws GoError. */
export function parseKeyUsage(value: Uint8Array): number {
  const bits = demand(new DerReader(value).readBitString(), "x509: invalid key usage");
  let usage = 0;
  for (let n = 0; n < 9; n++) if (hasBit(bits, n)) usage |= 1 << n;
  return usage;
}

/** Parses the OIDs of extKeyUsage (RFC 5280 §4.2.1.12). Throws GoError. */
export function parseExtKeyUsage(value: Uint8Array, rules: OidRules): readonly string[] {
  const reader = demand(new DerReader(value).enter(tags.sequence), "x509: invalid extended key usages");
  const purposes: string[] = [];
  while (!reader.isEmpty()) purposes.push(demand(reader.readOid(rules), "x509: invalid extended key usages"));
  return purposes;
}

/** Parses basicConstraints (RFC 5280 §4.2.1.9). `maxPathLen` is -1 without pathLenConstraint. Throws GoError. */
export function parseBasicConstraints(
  value: Uint8Array,
  rules: Pick<ParserRules, "namesConstraintPart">,
): { readonly isCa: boolean; readonly maxPathLen: bigint } {
  const invalid = (part: string) => `x509: invalid basic constraints${rules.namesConstraintPart ? ` ${part}` : ""}`;
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid("a"));
  const isCa = reader.hasTag(tags.boolean) ? demand(reader.readBoolean(), invalid("b")) : false;
  if (!reader.hasTag(tags.integer)) return { isCa, maxPathLen: -1n };
  return { isCa, maxPathLen: demand(reader.readInt64(), invalid("c")) };
}
