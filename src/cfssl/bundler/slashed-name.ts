import { GoPanic } from "../../go/errors.js";
import type { Name } from "../../x509/model/name.js";

/** Upstream looks at the fourth number of an attribute's type alone: at N of 2.5.4.N as at N of 1.2.3.N. */
const words: Readonly<Record<string, string>> = {
  "3": "CommonName",
  "5": "SerialNumber",
  "6": "Country",
  "7": "Locality",
  "8": "Province",
  "9": "StreetAddress",
  "10": "Organization",
  "11": "OrganizationalUnit",
  "17": "PostalCode",
};

/**
 * Writes a name as upstream does: `/Country=US/CommonName=example.com`, in the order of the certificate.
 *
 * @throws GoPanic for a type of fewer than four numbers, where upstream crashes
 */
export function formatSlashedName({ names }: Pick<Name, "names">): string {
  return names.map(({ type, value }) => `/${wordOf(type)}=${value}`).join("");
}

function wordOf(type: string): string {
  const [, , , fourth] = type.split(".");
  if (fourth === undefined)
    throw new GoPanic(`the name has an attribute of the type ${type}: bundle shows only longer types`);
  return words[fourth] ?? "";
}
