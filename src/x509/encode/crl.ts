import type { PrivateKey } from "../model/key.js";
import type { Name } from "../model/name.js";
import { absent, bitString, explicit, integer, sequence, sequenceOf, time } from "./der.js";
import { authorityKeyIdentifier, encodeExtensions } from "./extensions.js";
import { encodeName, nameToRdns } from "./name.js";
import { crlSignatureAlgorithmFor } from "./signing-algorithm.js";

/** The contents of a new revocation list. Times are seconds since 1970 (UTC). */
export interface CrlTemplate {
  readonly issuer: Name;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** The revoked certificates in the order of the list, with the time of each revocation. */
  readonly entries: readonly { readonly serial: bigint; readonly seconds: number }[];
  /** The issuer's subjectKeyIdentifier; empty for none. */
  readonly authorityKeyId: Uint8Array;
}

/**
 * Signs a version 2 revocation list (RFC 5280 §5.1) as upstream does: without reasons and CRL number, and with
 * upstream's signature algorithm for lists (algorithm.crlSignatureAlgorithmFor). Returns DER.
 *
 * @throws GoError for a name or a time that X.509 cannot express
 */
export async function createCrl(template: CrlTemplate, key: PrivateKey): Promise<Uint8Array> {
  const { issuer, thisUpdate, nextUpdate, entries, authorityKeyId } = template;
  const algorithm = crlSignatureAlgorithmFor(key);
  const tbsCertList = sequence(
    integer(1n),
    algorithm.identifier,
    encodeName(nameToRdns(issuer)),
    time(thisUpdate),
    time(nextUpdate),
    sequenceOf(entries, ({ serial, seconds }) => sequence(integer(serial), time(seconds))),
    authorityKeyId.length === 0 ? absent : explicit(0, encodeExtensions([authorityKeyIdentifier(authorityKeyId)])),
  );
  return sequence(tbsCertList, algorithm.identifier, bitString(await key.sign(tbsCertList, algorithm)));
}
