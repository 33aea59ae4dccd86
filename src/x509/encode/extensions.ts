import type { Extension } from "../model/name.js";
import { accessMethod, extensionId, policyQualifier } from "../model/oid.js";
import {
  absent,
  bitString,
  boolean,
  contextPrimitive,
  element,
  encodeAll,
  explicit,
  ia5String,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  sequenceOf,
  utf8String,
} from "./der.js";
import { encodeSubjectAltName, encodeUri, type SubjectAltNames } from "./general-name.js";

/** Encodes an Extension (RFC 5280 §4.1). Throws GoError for an id that is not an OID. */
export function encodeExtension({ id, critical, value }: Extension): Uint8Array {
  return sequence(objectIdentifier(id), critical ? boolean(true) : absent, octetString(value));
}

/** Encodes Extensions (RFC 5280 §4.1) in the given order. */
export function encodeExtensions(extensions: readonly Extension[]): Uint8Array {
  return sequenceOf(extensions, encodeExtension);
}

/** keyUsage (RFC 5280 §4.2.1.3), critical. Bit n of `bits` is the standard's bit n (0 is digitalSignature). */
export function keyUsage(bits: number): Extension {
  const first = reverseBits(bits & 0xff);
  const second = reverseBits((bits >> 8) & 0xff);
  const bytes = second === 0 ? Uint8Array.of(first) : Uint8Array.of(first, second);
  const last = second || first;
  // X.690 §11.2.2: a named bit list has no trailing zero bits.
  const unused = last === 0 ? 0 : 31 - Math.clz32(last & -last);
  return { id: extensionId.keyUsage, critical: true, value: bitString(bytes, unused) };
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let n = 0; n < 8; n++) if (byte & (1 << n)) reversed |= 0x80 >> n;
  return reversed;
}

/** extKeyUsage (RFC 5280 §4.2.1.12), not critical, with the purposes in the given order. */
export function extKeyUsage(purposes: readonly string[]): Extension {
  return { id: extensionId.extKeyUsage, critical: false, value: sequenceOf(purposes, objectIdentifier) };
}

/** basicConstraints (RFC 5280 §4.2.1.9), critical. A `pathLen` of null leaves pathLenConstraint out. */
export function basicConstraints({ isCa, pathLen }: { isCa: boolean; pathLen: bigint | null }): Extension {
  const value = sequence(isCa ? boolean(true) : absent, pathLen === null ? absent : integer(pathLen));
  return { id: extensionId.basicConstraints, critical: true, value };
}

/** subjectKeyIdentifier (RFC 5280 §4.2.1.2), not critical. */
export function subjectKeyIdentifier(keyId: Uint8Array): Extension {
  return { id: extensionId.subjectKeyIdentifier, critical: false, value: octetString(keyId) };
}

/** authorityKeyIdentifier (RFC 5280 §4.2.1.1), not critical, with the key identifier alone. */
export function authorityKeyIdentifier(keyId: Uint8Array): Extension {
  return { id: extensionId.authorityKeyIdentifier, critical: false, value: sequence(contextPrimitive(0, keyId)) };
}

/** authorityInfoAccess (RFC 5280 §4.2.2.1), not critical: OCSP responders first. */
export function authorityInfoAccess(access: { ocsp: readonly string[]; caIssuers: readonly string[] }): Extension {
  const describe = (method: string) => (uri: string) => sequence(objectIdentifier(method), encodeUri(uri));
  const responders = encodeAll(access.ocsp, describe(accessMethod.ocsp));
  const descriptions = responders.concat(encodeAll(access.caIssuers, describe(accessMethod.caIssuers)));
  return { id: extensionId.authorityInfoAccess, critical: false, value: element(0x30, descriptions) };
}

/** subjectAltName (RFC 5280 §4.2.1.6). Throws GoError for a name outside ASCII. */
export function subjectAltName(names: SubjectAltNames, critical: boolean): Extension {
  return { id: extensionId.subjectAltName, critical, value: encodeSubjectAltName(names) };
}

/** cRLDistributionPoints (RFC 5280 §4.2.1.13), not critical, with one DistributionPoint for each URI. */
export function crlDistributionPoints(uris: readonly string[]): Extension {
  const value = sequenceOf(uris, (uri) => sequence(explicit(0, explicit(0, encodeUri(uri)))));
  return { id: extensionId.crlDistributionPoints, critical: false, value };
}

/** A policy with its qualifiers (RFC 5280 §4.2.1.4): the URI of a practice statement or the text of a notice. */
export interface PolicyInformation {
  readonly id: string;
  readonly qualifiers: readonly { readonly type: "cps" | "unotice"; readonly value: string }[];
}

/**
 * certificatePolicies (RFC 5280 §4.2.1.4), not critical.
 *
 * @throws GoError for an id that is not an OID, and for the URI of a practice statement outside ASCII
 */
export function certificatePolicies(policies: readonly PolicyInformation[]): Extension {
  const value = sequenceOf(policies, ({ id, qualifiers }) => {
    const infos = encodeAll(qualifiers, ({ type, value }) => {
      const qualifier = type === "cps" ? ia5String(value) : sequence(utf8String(value));
      return sequence(objectIdentifier(policyQualifier[type]), qualifier);
    });
    return sequence(objectIdentifier(id), infos.length === 0 ? absent : element(0x30, infos));
  });
  return { id: extensionId.certificatePolicies, critical: false, value };
}

/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1), not critical. */
export function ocspNoCheck(): Extension {
  return { id: extensionId.ocspNoCheck, critical: false, value: nullValue() };
}
