import type { Asn1Time } from "../../go/asn1/time.js";
import type { AnyValue } from "../../go/asn1/types.js";
import type { BitString } from "../../go/asn1/value.js";
import { GoError } from "../../go/errors.js";
import { bitString, boolean, goString, integer, objectIdentifier, octetString, time } from "./der.js";

/**
 * Encodes a value of any type. As in Go, a text becomes PrintableString or UTF8String, and a time UTCTime or
 * GeneralizedTime, even if it was read from another type.
 *
 * @throws GoError for null (a value of an unknown type) and for a text that is not valid UTF-8
 */
export function encodeAny(value: AnyValue): Uint8Array {
  switch (typeof value) {
    case "string":
      return goString(value);
    case "bigint":
      return integer(value);
    case "boolean":
      return boolean(value);
    default:
      return encodeObject(value);
  }
}

function encodeObject(value: BitString | { readonly oid: string } | Asn1Time | Uint8Array | null): Uint8Array {
  if (value === null) throw new GoError("asn1: cannot marshal nil value");
  if (value instanceof Uint8Array) return octetString(value);
  if ("oid" in value) return objectIdentifier(value.oid);
  if ("bytes" in value) return bitString(value.bytes, value.bytes.length * 8 - value.bitLength);
  return time(value.seconds, value.offset);
}
