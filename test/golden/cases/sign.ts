import { bytesOf } from "../../support/contents.js";
import { family, type Given, golden, pem } from "../describe.js";
import { authority, defaultProfile, namedProfile } from "./common.js";

const flags = "-ca ca.pem -ca-key ca-key.pem";
const given = { ...authority(), "leaf.csr": pem("leaf-ecdsa-256.csr") };

/** Requests of fixtures/pem. */
const requests = [
  "leaf-rsa-2048",
  "leaf-rsa-1024",
  "leaf-ed25519",
  "leaf-ecdsa-224",
  "leaf-ecdsa-384",
  "leaf-ecdsa-521",
  "leaf-secp256k1",
  "leaf-ed448",
  "leaf-dsa",
  "request-bare",
  "request-all-sans",
  "request-authority",
  "request-not-authority-pathlen",
  "request-usages",
  "request-custom",
  "request-delegation",
  "request-duplicate-san",
  "request-odd-san",
  "request-email-only",
  "request-empty-subject",
  "request-subject-many",
  "request-subject-utf8",
  "request-challenge",
  "request-rsa-md5",
  "request-rsa-sha1",
  "request-rsa-sha224",
  "request-rsa-sha384",
  "request-rsa-sha512",
  "request-ecdsa-sha1",
  "request-rsa-pss",
  "request-rsa-pss-salt-20",
];

/** CAs of fixtures/pem: certificate and key. */
const authorities: Record<string, readonly [string, string]> = {
  "ecdsa-384": ["ca-ecdsa-384", "ca-ecdsa-384"],
  "ecdsa-521": ["ca-ecdsa-521", "ca-ecdsa-521"],
  "rsa-2048": ["ca-rsa-2048", "ca-rsa-2048"],
  "rsa-3072": ["ca-rsa-3072", "ca-rsa-3072"],
  "rsa-4096": ["ca-rsa-4096", "ca-rsa-4096"],
  ed25519: ["ca-ed25519", "ca-ed25519"],
  "without-ski": ["ca-without-ski", "ca-ecdsa-256"],
  "not-an-authority": ["ca-not-an-authority", "ca-ecdsa-256"],
  expired: ["ca-expired", "ca-ecdsa-256"],
  utf8: ["ca-utf8", "ca-ecdsa-256"],
  mismatch: ["ca-ecdsa-256", "ca-rsa-2048"],
  "mismatch-same-kind": ["ca-ecdsa-256", "leaf-ecdsa-256"],
};

/** Subject files, which change a name. */
const subjects: Record<string, Given> = {
  full: { CN: "new.example", names: [{ C: "DE", ST: "x", L: "y", O: "z", OU: "w" }], SerialNumber: "7" },
  "common-name": { CN: "new.example" },
  names: { names: [{ O: "One" }, { O: "Two", E: "a@b", OID: { "1.2.3": "x" } }] },
  empty: {},
  null: "null",
  folded: { cn: "folded.example", serialnumber: "9" },
  "type-error": { CN: 5 },
  "type-error-names": { names: [{ C: 5 }] },
  "type-error-top": "[]",
  "syntax-error": "{",
};

/** Texts instead of a certificate file. */
const certificates: Record<string, string> = {
  empty: "",
  "not-pem": "not a certificate",
  "not-der": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
};

export const signCases = [
  ...requests.map((request) =>
    golden(`sign/${request}`, `cfssl sign ${flags} leaf.csr`, { ...given, "leaf.csr": pem(`${request}.csr`) }),
  ),
  ...family("sign/by-", authorities, (name, [certificate, key]) =>
    golden(name, `cfssl sign ${flags} leaf.csr`, { ...given, ...authority(certificate, key) }),
  ),
  ...family("sign/subject-", subjects, (name, subject) =>
    golden(name, `cfssl sign ${flags} leaf.csr subject.json`, {
      ...given,
      "leaf.csr": pem("request-subject-many.csr"),
      "subject.json": subject,
    }),
  ),
  ...family("sign/ca-", certificates, (name, text) =>
    golden(name, `cfssl sign ${flags} leaf.csr`, { ...given, "ca.pem": text }),
  ),
  golden("sign/missing-ca", "cfssl sign -ca-key ca-key.pem leaf.csr", given),
  golden("sign/missing-ca-key", "cfssl sign -ca ca.pem leaf.csr", given),
  golden("sign/missing-ca-and-ca-key", "cfssl sign leaf.csr", given),
  golden("sign/missing-ca-with-config", "cfssl sign -config config.json leaf.csr", {
    ...given,
    "config.json": defaultProfile({}),
  }),
  golden("sign/missing-ca-key-with-config", "cfssl sign -ca ca.pem -config config.json leaf.csr", {
    ...given,
    "config.json": defaultProfile({}),
  }),
  golden("sign/missing-only-ca-with-config", "cfssl sign -ca-key ca-key.pem -config config.json leaf.csr", {
    ...given,
    "config.json": defaultProfile({}),
  }),
  golden("sign/ca-file-missing", "cfssl sign -ca none.pem -ca-key ca-key.pem leaf.csr", given),
  golden("sign/ca-key-file-missing", "cfssl sign -ca ca.pem -ca-key none.pem leaf.csr", given),
  golden("sign/ca-directory", "cfssl sign -ca . -ca-key ca-key.pem leaf.csr", given),
  golden("sign/ca-file-prefix", "cfssl sign -ca file:ca.pem -ca-key file:ca-key.pem leaf.csr", given),
  golden("sign/ca-env-prefix", "cfssl sign -ca env:CA -ca-key env:KEY leaf.csr", given, {
    env: { CA: fixtureText("ca-ecdsa-256.pem"), KEY: fixtureText("ca-ecdsa-256-key.pem") },
  }),
  golden("sign/ca-unknown-prefix", "cfssl sign -ca http:ca.pem -ca-key ca-key.pem leaf.csr", given),
  golden("sign/ca-key-unknown-prefix", "cfssl sign -ca ca.pem -ca-key x:y leaf.csr", given),
  golden("sign/ca-file-prefix-missing", "cfssl sign -ca file:none.pem -ca-key ca-key.pem leaf.csr", given),
  golden("sign/lint-without-profiles", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...given,
    "config.json": defaultProfile({ lint_error_level: "error" }),
  }),
  golden("sign/lint-with-profiles", `cfssl sign ${flags} -config config.json -profile p leaf.csr`, {
    ...given,
    "config.json": namedProfile({ lint_error_level: "pass" }),
  }),
  golden("sign/lint-reserved", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...given,
    "config.json": defaultProfile({ lint_error_level: "reserved", ignored_lint_sources: ["RFC5280"] }),
  }),
  golden("sign/stdin", `cfssl sign ${flags} -`, authority(), { stdin: pem("leaf-ecdsa-256.csr") }),
  golden("sign/csr-flag", `cfssl sign ${flags} -csr leaf.csr`, given),
  golden("sign/csr-flag-stdin", `cfssl sign ${flags} -csr -`, authority(), { stdin: pem("leaf-ecdsa-256.csr") }),
  golden("sign/csr-flag-and-subject", `cfssl sign ${flags} -csr leaf.csr subject.json`, {
    ...given,
    "subject.json": { CN: "new.example" },
  }),
  golden("sign/csr-flag-and-two-arguments", `cfssl sign ${flags} -csr leaf.csr a b`, given),
  golden("sign/no-arguments", `cfssl sign ${flags}`, given),
  golden("sign/three-arguments", `cfssl sign ${flags} leaf.csr subject.json more`, { ...given, "subject.json": {} }),
  golden("sign/subject-dash", `cfssl sign ${flags} leaf.csr -`, given, { stdin: "{}" }),
  golden("sign/subject-missing", `cfssl sign ${flags} leaf.csr none.json`, given),
  golden("sign/csr-missing", `cfssl sign ${flags} none.csr`, given),
  golden("sign/csr-directory", `cfssl sign ${flags} .`, given),
  golden("sign/csr-not-pem", `cfssl sign ${flags} leaf.csr`, { ...given, "leaf.csr": "not a request" }),
  golden("sign/csr-is-certificate", `cfssl sign ${flags} ca.pem`, given),
  golden("sign/csr-new-label", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": changed("CERTIFICATE", "NEW CERTIFICATE"),
  }),
  golden("sign/csr-other-label", `cfssl sign ${flags} leaf.csr`, { ...given, "leaf.csr": changed("CERTIFICATE ", "") }),
  golden("sign/csr-text-around", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": `before\n${requestText()}after\n`,
  }),
  golden("sign/csr-crlf", `cfssl sign ${flags} leaf.csr`, { ...given, "leaf.csr": changed("\n", "\r\n") }),
  golden("sign/csr-cr-only", `cfssl sign ${flags} leaf.csr`, { ...given, "leaf.csr": changed("\n", "\r") }),
  golden("sign/csr-not-der", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
  }),
  golden("sign/csr-truncated", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": withBytes((der) => der.subarray(0, -9)),
  }),
  golden("sign/csr-trailing-data", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": withBytes((der) => Buffer.concat([der, Buffer.from([5, 0])])),
  }),
  golden("sign/csr-tampered", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": withBytes((der) => Buffer.from(der.toString("latin1").replace("Example", "Exomple"), "latin1")),
  }),
  golden("sign/csr-tampered-rsa", `cfssl sign ${flags} leaf.csr`, {
    ...given,
    "leaf.csr": withBytes(
      (der) => Buffer.from(der.toString("latin1").replace("Example", "Exomple"), "latin1"),
      "leaf-rsa-2048",
    ),
  }),
  golden("sign/hostname", `cfssl sign ${flags} -hostname b.example,10.0.0.2,,https://x.example/ leaf.csr`, given),
  golden("sign/hostname-not-ascii", `cfssl sign ${flags} -hostname ü leaf.csr`, given),
  golden("sign/pathlen-0-refuses-authority", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...authority("ca-pathlen-0", "ca-ecdsa-256"),
    "leaf.csr": pem("request-authority.csr"),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true } }),
  }),
  golden("sign/pathlen-1-refuses-longer", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...authority("ca-pathlen-1", "ca-ecdsa-256"),
    "leaf.csr": pem("request-authority-pathlen-1.csr"),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true } }),
  }),
  golden("sign/pathlen-1-takes-shorter", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...authority("ca-pathlen-1", "ca-ecdsa-256"),
    "leaf.csr": pem("request-authority-pathlen-0.csr"),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true, max_path_len_zero: true } }),
  }),
  golden("sign/pathlen-0-plain-request", `cfssl sign ${flags} -config config.json leaf.csr`, {
    ...authority("ca-pathlen-0", "ca-ecdsa-256"),
    "leaf.csr": pem("request-bare.csr"),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true } }),
  }),
  golden("sign/same-subject-as-authority", `cfssl sign ${flags} leaf.csr subject.json`, {
    ...given,
    "subject.json": {
      CN: "Example ca-ecdsa-256",
      names: [{ C: "US", ST: "California", L: "San Francisco", O: "Example", OU: "PKI" }],
    },
  }),
  golden("sign/debug", `cfssl sign -loglevel 0 ${flags} -config config.json leaf.csr`, {
    ...given,
    "config.json": defaultProfile({}),
  }),
  golden("sign/debug-without-config", `cfssl sign -loglevel 0 ${flags} leaf.csr`, given),
  // The line shows a length, which must not depend on the signature. With RSA it does not.
  golden("sign/debug-unreadable-certificate", `cfssl sign -loglevel 0 ${flags} -config config.json leaf.csr`, {
    ...given,
    ...authority("ca-rsa-2048"),
    "config.json": defaultProfile({ policies: [{ id: "1.2.3" }, { id: "1.2.3" }] }),
  }),
  golden("sign/debug-malformed-key", `cfssl sign -loglevel 0 ${flags} leaf.csr`, {
    ...given,
    "ca-key.pem": pem("leaf-dsa-key.pem"),
  }),
  golden("sign/debug-two-signers", `cfssl sign -loglevel 0 ${flags} -config config.json leaf.csr`, {
    ...given,
    "config.json": namedProfile({ remote: "r" }, { remotes: { r: "http://127.0.0.1:1" } }),
  }),
  golden("sign/quiet", `cfssl sign -loglevel 2 ${flags} leaf.csr`, given),
];

function requestText(name = "leaf-ecdsa-256"): string {
  return fixtureText(`${name}.csr`);
}

function fixtureText(name: string): string {
  return Buffer.from(bytesOf(pem(name))).toString("latin1");
}

function changed(from: string, to: string): string {
  return requestText().replaceAll(from, to);
}

/** The request with its DER changed. */
function withBytes(change: (der: Buffer) => Buffer, name?: string): string {
  const base64 = requestText(name).replace(/-----.*-----|\n/g, "");
  const lines =
    change(Buffer.from(base64, "base64"))
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE REQUEST-----", ...lines, "-----END CERTIFICATE REQUEST-----", ""].join("\n");
}
