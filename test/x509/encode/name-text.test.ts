import { formatName } from "../../../src/x509/encode/name-text.js";
import { nameOf } from "../../../src/x509/parse/index.js";

/** What cfssl 1.6.5 logs for subjects of these attributes (`bundling certificate for …`). */
test.each([
  [[], ""],
  [
    [
      ["2.5.4.6", "US"],
      ["2.5.4.10", "Lab, Inc."],
      ["2.5.4.3", "a"],
    ],
    "CN=a,O=Lab\\, Inc.,C=US",
  ],
  [
    [
      ["2.5.4.3", "one"],
      ["2.5.4.3", "two"],
    ],
    "CN=two",
  ],
  [
    [
      ["2.5.4.11", "b"],
      ["2.5.4.11", "a"],
      ["2.5.4.3", "x"],
    ],
    "CN=x,OU=b+OU=a",
  ],
  [
    [
      ["2.5.4.6", "US"],
      ["2.5.4.8", "CA"],
      ["2.5.4.7", "SF"],
      ["2.5.4.9", "1 Road"],
      ["2.5.4.17", "94107"],
      ["2.5.4.10", "Org"],
      ["2.5.4.11", "Unit"],
      ["2.5.4.5", "42"],
      ["2.5.4.3", "full.example"],
    ],
    "SERIALNUMBER=42,CN=full.example,OU=Unit,O=Org,POSTALCODE=94107,STREET=1 Road,L=SF,ST=CA,C=US",
  ],
  [[["2.5.4.3", 'a+b=c,d;e#f" g']], 'CN=a\\+b=c\\,d\\;e#f\\" g'],
  [[["2.5.4.3", " a "]], "CN=\\ a\\ "],
  [
    [
      ["1.2.840.113549.1.9.1", "ca@x.example"],
      ["2.5.4.97", "VATDE"],
      ["2.5.4.3", "Ödd"],
    ],
    "CN=Ödd,2.5.4.97=#13055641544445,1.2.840.113549.1.9.1=#0c0c636140782e6578616d706c65",
  ],
] as const)("formatName(%j) is %s", (attributes, text) => {
  expect(formatName(nameOf(attributes.map(([type, value]) => ({ type, value }))))).toBe(text);
});
