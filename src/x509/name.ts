import type { AnyValue } from "../go/asn1/types.js";
import { encodeAny } from "./any-value.js";
import { encodeAll, objectIdentifier, sequence, sequenceOf, setOf } from "./der.js";
import { attributeType } from "./oid.js";

/** An attribute of a distinguished name (RFC 5280 §4.1.2.4): a dotted OID and a Go string (see go/utf8). */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/** An attribute whose value need not be a text. */
export interface AnyAttribute {
  readonly type: string;
  readonly value: AnyValue;
}

/** One extension (RFC 5280 §4.1): dotted OID, criticality, and the octets inside the OCTET STRING. */
export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/**
 * A distinguished name as the Go programs hold it: the standard attributes by kind, and every attribute once more, in
 * DER order, in `names`. `extraNames` are attributes to be encoded instead; a parsed name has none.
 */
export interface Name {
  readonly country: readonly string[];
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly locality: readonly string[];
  readonly province: readonly string[];
  readonly streetAddress: readonly string[];
  readonly postalCode: readonly string[];
  readonly serialNumber: string;
  readonly commonName: string;
  readonly names: readonly Attribute[];
  readonly extraNames: readonly AnyAttribute[];
}

/** A relative distinguished name: attributes that stand in one SET. */
export type RelativeDistinguishedName = readonly AnyAttribute[];

/** A name with no attribute at all. */
export function emptyName(): Name {
  return {
    country: [],
    organization: [],
    organizationalUnit: [],
    locality: [],
    province: [],
    streetAddress: [],
    postalCode: [],
    serialNumber: "",
    commonName: "",
    names: [],
    extraNames: [],
  };
}

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
