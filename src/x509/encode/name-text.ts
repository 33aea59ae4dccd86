import { encodeHex } from "../../go/hex.js";
import type { AnyAttribute, Name } from "../model/name.js";
import { attributeType } from "../model/oid.js";
import { encodeAny } from "./any-value.js";
import { nameToRdns } from "./name.js";

const keywords: ReadonlyMap<string, string> = new Map([
  [attributeType.commonName, "CN"],
  [attributeType.serialNumber, "SERIALNUMBER"],
  [attributeType.country, "C"],
  [attributeType.locality, "L"],
  [attributeType.province, "ST"],
  [attributeType.streetAddress, "STREET"],
  [attributeType.organization, "O"],
  [attributeType.organizationalUnit, "OU"],
  [attributeType.postalCode, "POSTALCODE"],
]);

/**
 * Writes a name as Go's pkix.Name.String does: nearly RFC 2253, with the last attribute first, and attributes that have
 * no keyword at the end as `OID=#DER`.
 */
export function formatName(name: Name): string {
  const others = name.names.filter(({ type }) => !keywords.has(type));
  const rdns: readonly (readonly AnyAttribute[])[] = [...others.map((each) => [each]), ...nameToRdns(name)];
  return rdns
    .toReversed()
    .map((rdn) => rdn.map(formatAttribute).join("+"))
    .join(",");
}

function formatAttribute({ type, value }: AnyAttribute): string {
  const keyword = keywords.get(type);
  if (keyword === undefined || typeof value !== "string") return `${type}=#${encodeHex(encodeAny(value))}`;
  return `${keyword}=${escapeValue(value)}`;
}

/** Go looks at characters here, so a byte that is none becomes U+FFFD. */
function escapeValue(value: string): string {
  return value.toWellFormed().replace(/[,+"\\<>;]|^ | $/g, "\\$&");
}
