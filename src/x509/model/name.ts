import type { AnyValue } from "../../go/asn1/types.js";

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
