import type { AnyAttribute, Name, RelativeDistinguishedName } from "../model/name.js";
import { attributeType } from "../model/oid.js";
import { encodeAny } from "./any-value.js";
import { encodeAll, objectIdentifier, sequence, sequenceOf, setOf } from "./der.js";

/**
 * Makes the RDNs that Go writes for a name. The values of one standard attribute share one RDN. Each extra attribute
 * has its own RDN at the end and replaces the standard attribute of its type.
 */
export function nameToRdns(name: Name): readonly RelativeDistinguishedName[] {
  const standard: readonly (readonly [string, readonly string[]])[] = [
    [attributeType.country, name.country],
    [attributeType.province, name.province],
    [attributeType.locality, name.locality],
    [attributeType.streetAddress, name.streetAddress],
    [attributeType.postalCode, name.postalCode],
    [attributeType.organization, name.organization],
    [attributeType.organizationalUnit, name.organizationalUnit],
    [attributeType.commonName, name.commonName === "" ? [] : [name.commonName]],
    [attributeType.serialNumber, name.serialNumber === "" ? [] : [name.serialNumber]],
  ];
  const replaced = new Set<string>();
  for (const { type } of name.extraNames) replaced.add(type);
  const rdns: AnyAttribute[][] = [];
  for (const [type, values] of standard) {
    if (values.length === 0 || replaced.has(type)) continue;
    const rdn: AnyAttribute[] = [];
    for (const value of values) rdn.push({ type, value });
    rdns.push(rdn);
  }
  for (const attribute of name.extraNames) rdns.push([attribute]);
  return rdns;
}

/**
 * Encodes a distinguished name (RFC 5280 §4.1.2.4). Texts become PrintableString or UTF8String, even if they were read
 * from another type (any-value.encodeAny).
 *
 * @throws GoError for a type that is not an OID, and for a value that cannot be encoded
 */
export function encodeName(rdns: readonly RelativeDistinguishedName[]): Uint8Array {
  return sequenceOf(rdns, (rdn) => setOf(encodeAll(rdn, encodeAttribute)));
}

function encodeAttribute({ type, value }: AnyAttribute): Uint8Array {
  return sequence(objectIdentifier(type), encodeAny(value));
}
