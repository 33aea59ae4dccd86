import { encodeBase64 } from "../go/base64.js";
import { DerReader, tags } from "../go/cryptobyte.js";
import { formatIp } from "../go/net.js";
import { decodeUtf8 } from "../go/utf8.js";
import type { Extension } from "../x509/model/name.js";
import { extensionId } from "../x509/model/oid.js";
import { generalName } from "../x509/parse/general-name.js";
import type { SubjectAltName } from "./description.js";

/** The alternative names among the extensions of a certificate or request, in their order. */
export function alternativeNames(extensions: readonly Extension[]): readonly SubjectAltName[] {
  const names: SubjectAltName[] = [];
  const value = extensions.find(({ id }) => id === extensionId.subjectAltName)?.value ?? new Uint8Array();
  const reader = new DerReader(value).enter(tags.sequence);
  for (let next = reader?.readAny(); next; next = reader?.readAny()) names.push(readName(next));
  return names;
}

function readName({ tag, contents, element }: NonNullable<ReturnType<DerReader["readAny"]>>): SubjectAltName {
  switch (tag) {
    case generalName.dnsName:
      return { type: "dns", value: decodeUtf8(contents) };
    case generalName.ipAddress:
      return { type: "ip", value: formatIp(contents) };
    case generalName.rfc822Name:
      return { type: "email", value: decodeUtf8(contents) };
    case generalName.uri:
      return { type: "uri", value: decodeUtf8(contents) };
    default:
      return { type: "other", value: encodeBase64(element) };
  }
}
