import type { AnyValue } from "../../go/asn1/types.js";

/** An attribute of a distinguished name (RFC 5280 §4.1.2.4). `type` is a dotted OID, `value` a Go string (go/utf8). */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/** An attribute with a value of any type. */
export interface AnyAttribute {
  readonly type: string;
  readonly value: AnyValue;
}

/** One extension (RFC 5280 §4.1). `id` is a dotted OID, `value` the contents of the OCTET STRING. */
export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/**
 * A distinguished name as in Go's pkix.Name. `names` repeats all attributes in DER order. `extraNames` replace standard
 * attributes in encoding; a parsed name has none.
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

/** A relative distinguished name: the attributes of one SET. */
export type RelativeDistinguishedName = readonly AnyAttribute[];

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
