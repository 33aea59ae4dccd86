import { family, golden, pem } from "../describe.js";

/**
 * Names, as they appear in a request and a certificate. The key is given, so that complete requests can be compared.
 */
const requests: Record<string, object> = {
  all: {
    CN: "Example CA",
    names: [{ C: "US", ST: "California", L: "San Francisco", O: "Example", OU: "PKI", SerialNumber: "ignored" }],
    serialnumber: "42",
  },
  "two-names": { CN: "x", names: [{ C: "US", O: "b" }, { C: "DE", O: "a", OU: "c" }, { L: "d" }] },
  "same-value-twice": { CN: "x", names: [{ O: "a" }, { O: "a" }] },
  "sets-are-sorted": { CN: "x", names: [{ O: "bb" }, { O: "c" }, { O: "aaa" }, { O: "ä" }] },
  "empty-values": { CN: "x", names: [{ C: "", ST: "", L: "", O: "o", OU: "" }, {}] },
  email: { CN: "x", names: [{ O: "o", E: "a@b.example" }] },
  "two-emails": { CN: "x", names: [{ E: "a@b.example" }, { E: "plain" }] },
  oid: { CN: "x", names: [{ O: "o", OID: { "1.2.3.4": "value" }, E: "a@b.example" }] },
  "oid-empty-value": { CN: "x", names: [{ OID: { "1.2.3.4": "" } }] },
  "oid-utf8": { CN: "x", names: [{ OID: { "1.2.3.4": "ü" } }] },
  "oid-standard-replaces": { CN: "x", names: [{ O: "o", OU: "u", OID: { "2.5.4.10": "other" } }, { O: "second" }] },
  "oid-common-name": { CN: "x", names: [{ OID: { "2.5.4.3": "other" } }] },
  "oid-domain-component": { CN: "x", names: [{ OID: { "0.9.2342.19200300.100.1.25": "example" } }] },
  "oid-large-arcs": { CN: "x", names: [{ OID: { "2.999.4294967296.1": "v" } }] },
  "oid-word": { CN: "x", names: [{ OID: { "1.2.abc": "v" } }] },
  "oid-empty": { CN: "x", names: [{ OID: { "": "v" } }] },
  "oid-one-arc": { CN: "x", names: [{ OID: { "1": "v" } }] },
  "oid-bad-first-arc": { CN: "x", names: [{ OID: { "3.1.2": "v" } }] },
  "oid-bad-second-arc": { CN: "x", names: [{ OID: { "1.40.2": "v" } }] },
  "oid-negative": { CN: "x", names: [{ OID: { "1.-2.3": "v" } }] },
  "oid-plus": { CN: "x", names: [{ OID: { "1.+2.3": "v" } }] },
  "oid-too-large": { CN: "x", names: [{ OID: { "1.2.99999999999999999999": "v" } }] },
  "printable-all": { CN: "Az09 '()+,-./:=?" },
  "serial-number-utf8": { CN: "x", serialnumber: "5 é" },
  "long-values": { CN: "x".repeat(200), names: [{ C: "not a country", O: "y".repeat(300) }] },
  controls: { CN: "tab\tline\nnul\0del\u007f" },
  separators: { CN: "\u2028<&>\b\f" },
  none: {},
  blank: { CN: " " },
};

/** Characters that a PrintableString cannot have. */
const characters = ["*", "&", "@", "_", "!", ";", "<", "#", '"', "\\", "é", "京", "😀"];

const missing: Record<string, object> = {
  "missing-all": {},
  "missing-blank": { CN: " ", names: [{ C: " ", O: "\t" }] },
  "missing-in-one-name": { names: [{ O: "x" }, { E: "a@b.example", OID: { "1.2.3": "v" } }] },
  "enough-one-field": { names: [{ OU: "x" }] },
  "enough-common-name": { CN: "x", names: [{}] },
};

export const subjectCases = [
  ...family("subject/", requests, (name, request) =>
    golden(name, "cfssl gencert -initca -ca-key ca-key.pem request.json", {
      "ca-key.pem": pem("ca-rsa-2048-key.pem"),
      "request.json": request,
    }),
  ),
  ...characters.map((character, index) =>
    golden(`subject/not-printable-${index + 1}`, "cfssl gencert -initca -ca-key ca-key.pem request.json", {
      "ca-key.pem": pem("ca-ecdsa-256-key.pem"),
      "request.json": { CN: `a${character}b` },
    }),
  ),
  ...family("subject/initca-", missing, (name, request) =>
    golden(name, "cfssl gencert -initca request.json", { "request.json": request }),
  ),
  golden("subject/oid-word-new-key", "cfssl genkey request.json", {
    "request.json": { names: [{ OID: { "1.2.abc": "v" } }] },
  }),
  golden("subject/oid-word-initca", "cfssl gencert -initca request.json", {
    "request.json": { CN: "x", names: [{ OID: { "1.2.abc": "v" } }] },
  }),
  golden("subject/oid-one-arc-new-key", "cfssl genkey request.json", {
    "request.json": { names: [{ OID: { "1": "v" } }] },
  }),
  golden("subject/oid-word-gencsr", "cfssl gencsr -key ca-key.pem request.json", {
    "ca-key.pem": pem("ca-rsa-2048-key.pem"),
    "request.json": { names: [{ OID: { "1.2.abc": "v" } }] },
  }),
];
