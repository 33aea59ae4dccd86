import { GoError } from "../errors.js";

/** For well-formed ASN.1 of an unexpected structure. */
export function structureError(reason: string): GoError {
  return new GoError(`asn1: structure error: ${reason}`);
}

/** For bytes that are not DER. */
export function syntaxError(reason: string): GoError {
  return new GoError(`asn1: syntax error: ${reason}`);
}
