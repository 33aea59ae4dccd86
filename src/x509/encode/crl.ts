import type { PrivateKey } from "../model/key.js";
import type { Name } from "../model/name.js";
import { crlSignatureAlgorithmFor } from "./algorithm.js";
import { absent, bitString, explicit, integer, sequence, sequenceOf, time } from "./der.js";
import { authorityKeyIdentifier, encodeExtensions } from "./extensions.js";
import { encodeName, nameToRdns } from "./name.js";

/** What a certificate revocation list is to say; moments are seconds since 1970 (UTC). */
export interface CrlTemplate {
  readonly issuer: Name;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** The revoked certificates, in the order to be written, and when each was revoked. */
  readonly entries: readonly { readonly serial: bigint; readonly seconds: number }[];
  /** The issuer's subjectKeyIdentifier; no octets for none. */
  readonly authorityKeyId: Uint8Array;
}

/**
 * Signs a version 2 revocation list (RFC 5280 §5.1) as upstream makes it: no reasons, no CRL number, and the
 * signature algorithm that upstream takes for lists (algorithm.crlSignatureAlgorithmFor). The answer is DER.
 *
 * @throws GoError for a name or a moment that X.509 cannot hold
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
