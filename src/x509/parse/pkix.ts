import {
  type Asn1Rules,
  any,
  boolean,
  objectIdentifier,
  octetString,
  sequence,
  sequenceOf,
} from "../../go/asn1/types.js";

/** The structures that requests and revocation lists share, for encoding/asn1 (Go's package pkix). */

/** AttributeTypeAndValue (RFC 5280 §4.1.2.4) with a value of any type. */
export function typeAndValue(rules: Asn1Rules) {
  return sequence("AttributeTypeAndValue", { type: [objectIdentifier], value: [any(rules)] });
}

/** RDNSequence (RFC 5280 §4.1.2.4). */
export function rdnSequence(rules: Asn1Rules) {
  return sequenceOf("RDNSequence", sequenceOf("RelativeDistinguishedNameSET", typeAndValue(rules)));
}

/** Extensions (RFC 5280 §4.1). */
export const extensionList = sequenceOf(
  "",
  sequence("Extension", { id: [objectIdentifier], critical: [boolean, { optional: true }], value: [octetString] }),
);
