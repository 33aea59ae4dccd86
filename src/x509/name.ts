/** An attribute of a distinguished name (RFC 5280 §4.1.2.4): a dotted OID and a Go string (see go/utf8). */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/** One extension (RFC 5280 §4.1): dotted OID, criticality, and the octets inside the OCTET STRING. */
export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}
