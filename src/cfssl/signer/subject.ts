import { unmarshal } from "../../go/json/decode.js";
import { type Infer, slice, string, struct } from "../../go/json/index.js";
import type { Name } from "../../x509/model/name.js";
import { nameShape } from "../csr/shape.js";

export interface SubjectRules {
  readonly laterRequestMembers: boolean;
}

/** The shape of a subject that replaces the request's. */
export function subjectShape(rules: SubjectRules) {
  return struct("signer.Subject", {
    commonName: ["CN", string()],
    names: ["names", slice(nameShape(rules))],
    serialNumber: ["SerialNumber", string()],
  });
}

/** The subject in a SUBJECT file of `cfssl sign`. */
export type SubjectOverride = Infer<ReturnType<typeof subjectShape>>;

/**
 * Reads the JSON of a SUBJECT file.
 *
 * @throws GoError with encoding/json's text
 */
export function decodeSubject(data: Uint8Array, rules: SubjectRules): SubjectOverride {
  return unmarshal(data, subjectShape(rules));
}

/**
 * The subject of the certificate. Each part comes from `override` or, if that does not have it, from the request. With
 * an override, all other attributes of the request are dropped.
 */
export function overrideSubject(override: SubjectOverride | null, requested: Name): Name {
  if (!override) return requested;
  const names = override.names ?? [];
  const all = (pick: (name: (typeof names)[number]) => string, fallback: readonly string[]) => {
    const values = names.map(pick).filter((value) => value !== "");
    return values.length > 0 ? values : fallback;
  };
  return {
    country: all((name) => name.country, requested.country),
    organization: all((name) => name.organization, requested.organization),
    organizationalUnit: all((name) => name.organizationalUnit, requested.organizationalUnit),
    locality: all((name) => name.locality, requested.locality),
    province: all((name) => name.province, requested.province),
    streetAddress: [],
    postalCode: [],
    serialNumber: override.serialNumber || requested.serialNumber,
    commonName: override.commonName || requested.commonName,
    names: [],
    extraNames: [],
  };
}
