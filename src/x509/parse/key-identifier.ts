import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import type { Extension } from "../model/name.js";
import { demand } from "./demand.js";
import type { ParserRules } from "./rules.js";

type CriticalityRules = Pick<ParserRules, "refusesCriticalIdentifiers">;

/** Parses subjectKeyIdentifier (RFC 5280 §4.2.1.2). Throws GoError. */
export function parseSubjectKeyIdentifier({ value, critical }: Extension, rules: CriticalityRules): Uint8Array {
  if (critical && rules.refusesCriticalIdentifiers) {
    throw new GoError("x509: subject key identifier incorrectly marked critical");
  }
  return demand(new DerReader(value).read(tags.octetString), "x509: invalid subject key identifier");
}

/** Parses the keyIdentifier of authorityKeyIdentifier (RFC 5280 §4.2.1.1); empty if absent. Throws GoError. */
export function parseAuthorityKeyIdentifier({ value, critical }: Extension, rules: CriticalityRules): Uint8Array {
  if (critical && rules.refusesCriticalIdentifiers) {
    throw new GoError("x509: authority key identifier incorrectly marked critical");
  }
  const invalid = "x509: invalid authority key identifier";
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid);
  const tag = contextTag(0, "primitive");
  return reader.hasTag(tag) ? demand(reader.read(tag), invalid) : new Uint8Array();
}
