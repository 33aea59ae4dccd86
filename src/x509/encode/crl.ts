import type { PrivateKey } from "../model/key.js";
import type { Name } from "../model/name.js";
import { crlNumber, issuingDistributionPoint, reasonCode } from "./crl-extensions.js";
import { absent, bitString, explicit, integer, sequence, sequenceOf, time } from "./der.js";
import { authorityKeyIdentifier, encodeExtensions } from "./extensions.js";
import { encodeName, nameToRdns } from "./name.js";
import { crlSignatureAlgorithmFor } from "./signing-algorithm.js";

/** The contents of a new revocation list. Times are seconds since 1970 (UTC). */
export interface CrlTemplate {
  readonly issuer: Name;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** The revoked certificates in the order of the list. */
  readonly entries: readonly CrlEntry[];
  /** The issuer's subjectKeyIdentifier; empty for none. */
  readonly authorityKeyId: Uint8Array;
  /** The cRLNumber (RFC 5280 §5.2.3): not negative, of 20 octets at most. */
  readonly number?: bigint;
  /** The addresses of the list in its issuingDistributionPoint (RFC 5280 §5.2.5). */
  readonly urls?: readonly string[];
}

/** A revoked certificate. */
export interface CrlEntry {
  readonly serial: bigint;
  /** The time of the revocation. */
  readonly seconds: number;
  /** The reasonCode (RFC 5280 §5.3.1). */
  readonly reason?: bigint;
}

/**
 * Signs a version 2 revocation list (RFC 5280 §5.1) as upstream does: with nothing that the template leaves
 * out, and with upstream's signature algorithm for lists (algorithm.crlSignatureAlgorithmFor). Returns DER.
 *
 * @throws GoError for a name or a time that X.509 cannot express
 */
export async function createCrl(template: CrlTemplate, key: PrivateKey): Promise<Uint8Array> {
  const { issuer, thisUpdate, nextUpdate, entries, authorityKeyId, number, urls = [] } = template;
  const extensions = [
    ...(authorityKeyId.length === 0 ? [] : [authorityKeyIdentifier(authorityKeyId)]),
    ...(number === undefined ? [] : [crlNumber(number)]),
    ...(urls.length === 0 ? [] : [issuingDistributionPoint(urls)]),
  ];
  const algorithm = crlSignatureAlgorithmFor(key);
  const tbsCertList = sequence(
    integer(1n),
    algorithm.identifier,
    encodeName(nameToRdns(issuer)),
    time(thisUpdate),
    time(nextUpdate),
    sequenceOf(entries, encodeEntry),
    extensions.length === 0 ? absent : explicit(0, encodeExtensions(extensions)),
  );
  return sequence(tbsCertList, algorithm.identifier, bitString(await key.sign(tbsCertList, algorithm)));
}

function encodeEntry({ serial, seconds, reason }: CrlEntry): Uint8Array {
  const extensions = reason === undefined ? absent : encodeExtensions([reasonCode(reason)]);
  return sequence(integer(serial), time(seconds), extensions);
}
