import { GoError } from "../../go/errors.js";
import { shortenIp } from "../../go/net.js";
import { quote } from "../../go/strconv.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { contextPrimitive, element, isAscii } from "./der.js";

/** The kinds of names that Go writes to subjectAltName (RFC 5280 §4.2.1.6). */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  /** 4 or 16 bytes each. */
  readonly ipAddresses: readonly Uint8Array[];
  readonly uris: readonly string[];
}

/** The tags of GeneralName's choices (RFC 5280 §4.2.1.6). */
export const nameTag = { rfc822Name: 1, dnsName: 2, uri: 6, ipAddress: 7 } as const;

export function isSubjectAltNamesEmpty(names: SubjectAltNames): boolean {
  const { dnsNames, emailAddresses, ipAddresses, uris } = names;
  return dnsNames.length + emailAddresses.length + ipAddresses.length + uris.length === 0;
}

/**
 * Encodes the GeneralNames of subjectAltName: DNS names, mail addresses, IP addresses (IPv4 always in 4 bytes), URIs.
 *
 * @throws GoError for a text with a character outside ASCII
 */
export function encodeSubjectAltName(names: SubjectAltNames): Uint8Array {
  const encoded: Uint8Array[] = [];
  for (const name of names.dnsNames) encoded.push(encodeAsciiName(nameTag.dnsName, name));
  for (const address of names.emailAddresses) encoded.push(encodeAsciiName(nameTag.rfc822Name, address));
  for (const address of names.ipAddresses) encoded.push(contextPrimitive(nameTag.ipAddress, shortenIp(address)));
  for (const uri of names.uris) encoded.push(encodeAsciiName(nameTag.uri, uri));
  return element(0x30, encoded);
}

/** Encodes a name that is an IA5String. Throws GoError for a character outside ASCII. */
export function encodeAsciiName(tag: number, text: string): Uint8Array {
  if (!isAscii(text)) throw new GoError(`x509: ${quote(text)} cannot be encoded as an IA5String`);
  return contextPrimitive(tag, encodeUtf8(text));
}

/** Encodes a uniformResourceIdentifier. Like Go, it does not check its characters outside subjectAltName. */
export function encodeUri(uri: string): Uint8Array {
  return contextPrimitive(nameTag.uri, encodeUtf8(uri));
}
