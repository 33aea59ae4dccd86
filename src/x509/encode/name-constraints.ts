import { concat } from "../../go/bytes.js";
import type { NameConstraints, NameSubtrees } from "../model/certificate.js";
import type { Extension } from "../model/name.js";
import { extensionId } from "../model/oid.js";
import { absent, contextPrimitive, element, encodeAll, sequence } from "./der.js";
import { encodeAsciiName, nameTag } from "./general-name.js";

/**
 * nameConstraints (RFC 5280 §4.2.1.10), in the order of Go: DNS, IP, email, URI. A side without subtrees is left out.
 *
 * @throws GoError for a constraint outside ASCII
 */
export function nameConstraints({ critical, permitted, excluded }: NameConstraints): Extension {
  return {
    ...{ id: extensionId.nameConstraints, critical },
    value: sequence(encodeSubtrees(0, permitted), encodeSubtrees(1, excluded)),
  };
}

function encodeSubtrees(tag: number, subtrees: NameSubtrees): Uint8Array {
  const ranges = subtrees.ipRanges.map(({ address, mask }) => {
    return contextPrimitive(nameTag.ipAddress, concat([address, mask]));
  });
  const texts = (kind: number, list: readonly string[]) => list.map((text) => encodeAsciiName(kind, text));
  const bases = [
    ...texts(nameTag.dnsName, subtrees.dnsDomains),
    ...ranges,
    ...texts(nameTag.rfc822Name, subtrees.emailAddresses),
    ...texts(nameTag.uri, subtrees.uriDomains),
  ];
  return bases.length === 0 ? absent : element(0xa0 | tag, encodeAll(bases, sequence));
}
