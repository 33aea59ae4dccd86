import type { AnyAttribute, Name, RelativeDistinguishedName } from "../model/name.js";
import { attributeType } from "../model/oid.js";
import { encodeAny } from "./any-value.js";
import { encodeAll, objectIdentifier, sequence, sequenceOf, setOf } from "./der.js";

/**
 * The RDNs that the Go programs write for a name: the values of one standard attribute share one RDN; each extra
 * attribute has its own, at the end, and takes the place of the standard attribute of its type.
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
 * The DER of a distinguished name (RFC 5280 §4.1.2.4). Texts become PrintableString or UTF8String, whatever their type
 * was (any-value.encodeAny).
 *
 * @throws GoError for a type that is no OID and for a value that cannot be written
 */
export function encodeName(rdns: readonly RelativeDistinguishedName[]): Uint8Array {
  return sequenceOf(rdns, (rdn) => setOf(encodeAll(rdn, encodeAttribute)));
}

function encodeAttribute({ type, value }: AnyAttribute): Uint8Array {
  return sequence(objectIdentifier(type), encodeAny(value));
}
