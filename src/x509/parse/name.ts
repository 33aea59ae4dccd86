import {
  bmpStringTag,
  decodeUtf16,
  ia5StringTag,
  isAscii,
  isPrintable,
  numericStringTag,
  printableStringTag,
  t61StringTag,
  utf8StringTag,
} from "../../go/asn1/text.js";
import { DerReader, type OidRules, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { decodeUtf8, isValidUtf8 } from "../../go/utf8.js";
import type { Attribute, Name } from "../model/name.js";
import { attributeType } from "../model/oid.js";
import { demand } from "./demand.js";

/** Parses a whole distinguished name of a certificate (RFC 5280 §4.1.2.4). Throws GoError. */
export function parseName(element: Uint8Array, rules: OidRules): Name {
  const invalid = "x509: invalid RDNSequence";
  const rdns = demand(new DerReader(element).enter(tags.sequence), invalid);
  const attributes: Attribute[] = [];
  while (!rdns.isEmpty()) {
    const rdn = demand(rdns.enter(tags.set), invalid);
    while (!rdn.isEmpty()) {
      attributes.push(parseAttribute(demand(rdn.enter(tags.sequence), `${invalid}: invalid attribute`), rules));
    }
  }
  return nameOf(attributes);
}

function parseAttribute(reader: DerReader, rules: OidRules): Attribute {
  const type = demand(reader.readOid(rules), "x509: invalid RDNSequence: invalid attribute type");
  const value = demand(reader.readAny(), "x509: invalid RDNSequence: invalid attribute value");
  return { type, value: parseAttributeText(value.tag, value.contents) };
}

/** The name with these attributes in DER order. The last commonName and the last serialNumber win. */
export function nameOf(names: readonly Attribute[]): Name {
  // Most names have few kinds of attributes: the others share one list.
  const none: readonly string[] = [];
  const valuesOf = (wanted: string) => {
    let values: string[] | null = null;
    for (const { type, value } of names) {
      if (type !== wanted) continue;
      values ??= [];
      values.push(value);
    }
    return values ?? none;
  };
  const lastOf = (wanted: string) => valuesOf(wanted).at(-1) ?? "";
  return {
    country: valuesOf(attributeType.country),
    organization: valuesOf(attributeType.organization),
    organizationalUnit: valuesOf(attributeType.organizationalUnit),
    locality: valuesOf(attributeType.locality),
    province: valuesOf(attributeType.province),
    streetAddress: valuesOf(attributeType.streetAddress),
    postalCode: valuesOf(attributeType.postalCode),
    serialNumber: lastOf(attributeType.serialNumber),
    commonName: lastOf(attributeType.commonName),
    names,
    extraNames: [],
  };
}

/** Decodes the text of an attribute value. `tag` is its identifier byte. */
function parseAttributeText(tag: number, contents: Uint8Array): string {
  switch (tag) {
    case t61StringTag:
      return decodeUtf8(contents);
    case bmpStringTag:
      return decodeBmp(contents);
    case printableStringTag:
      return decodeChecked(contents, isPrintable, "PrintableString");
    case utf8StringTag:
      return decodeChecked(contents, isValidUtf8, "UTF-8 string");
    case ia5StringTag:
      return decodeChecked(contents, () => isAscii(contents), "IA5String");
    case numericStringTag:
      return decodeChecked(contents, (text) => /^[0-9 ]*$/.test(text), "NumericString");
    default:
      throw invalidValue(`unsupported string type: ${tag}`);
  }
}

function decodeChecked(contents: Uint8Array, isValid: (text: string) => boolean, kind: string): string {
  const text = decodeUtf8(contents);
  if (!isValid(text)) throw invalidValue(`invalid ${kind}`);
  return text;
}

function decodeBmp(contents: Uint8Array): string {
  if (contents.length % 2 !== 0) throw invalidValue("invalid BMPString");
  return decodeUtf16(contents);
}

function invalidValue(reason: string): GoError {
  return new GoError(`x509: invalid RDNSequence: invalid attribute value: ${reason}`);
}
