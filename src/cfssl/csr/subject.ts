import { GoError } from "../../go/errors.js";
import { atoi } from "../../go/strconv.js";
import type { Attribute, Name } from "../../x509/model/name.js";
import type { RequestName, RequestSpec } from "./shape.js";

/** The attribute of a mail address in a subject (RFC 5280 §4.1.2.6), which upstream knows as E. */
export const emailAddressType = "1.2.840.113549.1.9.1";

/**
 * The subject that a request asks for.
 *
 * @throws GoError `invalid OID part …` for an attribute type that is not a dotted OID
 */
export function requestSubject(request: RequestSpec): Name {
  const names = request.names ?? [];
  const all = (pick: (name: RequestName) => string) => {
    const values: string[] = [];
    for (const name of names) if (pick(name) !== "") values.push(pick(name));
    return values;
  };
  const extraNames: Attribute[] = [];
  for (const name of names) addExtraAttributes(name, extraNames);
  return {
    country: all((name) => name.country),
    organization: all((name) => name.organization),
    organizationalUnit: all((name) => name.organizationalUnit),
    locality: all((name) => name.locality),
    province: all((name) => name.province),
    streetAddress: [],
    postalCode: [],
    serialNumber: request.serialNumber,
    commonName: request.commonName,
    names: [],
    extraNames,
  };
}

function addExtraAttributes(name: RequestName, attributes: Attribute[]): void {
  for (const [key, value] of name.attributes ?? []) attributes.push({ type: objectIdentifier(key), value });
  if (name.emailAddress !== "") attributes.push({ type: emailAddressType, value: name.emailAddress });
}

function objectIdentifier(text: string): string {
  return text
    .split(".")
    .map((part) => {
      try {
        return atoi(part);
      } catch (cause) {
        throw new GoError(`invalid OID part ${part}`, { cause });
      }
    })
    .join(".");
}

/** Whether all usual attributes of a name are blank. -initca does not accept such a name. */
export function isNameEmpty(name: RequestName): boolean {
  const values = [name.country, name.province, name.locality, name.organization, name.organizationalUnit];
  return values.every((value) => value.trim() === "");
}
