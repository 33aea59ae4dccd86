import type { Extension } from "../model/name.js";
import { extensionId } from "../model/oid.js";
import { element, encodeAll, enumerated, explicit, integer, sequence } from "./der.js";
import { encodeUri } from "./general-name.js";

/** cRLNumber (RFC 5280 §5.2.3), not critical. */
export function crlNumber(number: bigint): Extension {
  return { id: extensionId.crlNumber, critical: false, value: integer(number) };
}

/** reasonCode (RFC 5280 §5.3.1), not critical: an extension of an entry. */
export function reasonCode(reason: bigint): Extension {
  return { id: extensionId.reasonCode, critical: false, value: enumerated(reason) };
}

/**
 * issuingDistributionPoint (RFC 5280 §5.2.5), critical, with the addresses of the list as the full name of its
 * distribution point. Throws GoError for an address outside ASCII.
 */
export function issuingDistributionPoint(urls: readonly string[]): Extension {
  const fullName = element(0xa0, encodeAll(urls, encodeUri));
  return { id: extensionId.issuingDistributionPoint, critical: true, value: sequence(explicit(0, fullName)) };
}
