import { GoError } from "../errors.js";

/** Well-formed ASN.1 that is not what was asked for. */
export function structureError(reason: string): GoError {
  return new GoError(`asn1: structure error: ${reason}`);
}

/** Bytes that are no DER. */
export function syntaxError(reason: string): GoError {
  return new GoError(`asn1: syntax error: ${reason}`);
}
