import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Extension } from "../model/name.js";
import { accessMethod } from "../model/oid.js";
import { demand } from "./demand.js";
import { generalName } from "./general-name.js";
import type { ParserRules } from "./rules.js";

/** Reads the URIs of authorityInfoAccess (RFC 5280 §4.2.2.1) and skips other names. Throws GoError. */
export function parseAuthorityInfoAccess(
  { value, critical }: Extension,
  rules: Pick<ParserRules, "refusesCriticalIdentifiers" | "acceptsPaddedOids">,
): { readonly ocspServer: readonly string[]; readonly issuingCertificateUrl: readonly string[] } {
  if (critical && rules.refusesCriticalIdentifiers) {
    throw new GoError("x509: authority info access incorrectly marked critical");
  }
  const invalid = "x509: invalid authority info access";
  const reader = demand(new DerReader(value).enter(tags.sequence), invalid);
  const uris: Record<string, string[]> = { [accessMethod.ocsp]: [], [accessMethod.caIssuers]: [] };
  while (!reader.isEmpty()) {
    const description = demand(reader.enter(tags.sequence), invalid);
    const method = demand(description.readOid(rules), invalid);
    if (!description.hasTag(generalName.uri)) continue;
    uris[method]?.push(decodeUtf8(demand(description.read(generalName.uri), invalid)));
  }
  return {
    ocspServer: uris[accessMethod.ocsp] ?? [],
    issuingCertificateUrl: uris[accessMethod.caIssuers] ?? [],
  };
}

/** Reads the URIs of cRLDistributionPoints (RFC 5280 §4.2.1.13). Another name ends its point. Throws GoError. */
export function parseCrlDistributionPoints(value: Uint8Array): readonly string[] {
  const invalid = "x509: invalid CRL distribution point";
  const reader = demand(new DerReader(value).enter(tags.sequence), `${invalid}s`);
  const tag = contextTag(0, "constructed");
  const uris: string[] = [];
  while (!reader.isEmpty()) {
    const point = demand(reader.enter(tags.sequence), invalid);
    if (!point.hasTag(tag)) continue;
    const fullName = demand(demand(point.enter(tag), invalid).enter(tag), invalid);
    while (fullName.hasTag(generalName.uri)) {
      uris.push(decodeUtf8(demand(fullName.read(generalName.uri), invalid)));
    }
  }
  return uris;
}
