import { FixtureFile } from "../../support/case.js";
import { family, golden, pem } from "../describe.js";
import { authority, defaultProfile, plainRequest } from "./common.js";

const issue = "cfssl gencert -ca ca.pem -ca-key ca-key.pem";
const given = { ...authority(), "request.json": plainRequest };
const walkthrough = (name: string) => new FixtureFile(`walkthrough/${name}`);

/** What a request can ask for besides names and hosts. */
const requests: Record<string, object> = {
  plain: plainRequest,
  "no-hosts": { CN: "x" },
  "hosts-empty": { CN: "x", hosts: [] },
  "hosts-one-empty": { CN: "x", hosts: [""] },
  "no-subject": { hosts: ["a.example"] },
  "no-subject-no-hosts": {},
  "ca-section": { ...plainRequest, ca: {} },
  "ca-section-null": { ...plainRequest, ca: null },
  delegation: { ...plainRequest, delegation_enabled: true },
  extensions: {
    ...plainRequest,
    extensions: [
      { Id: [1, 2, 3, 4], Critical: true, Value: "BQA=" },
      { Id: [1, 2, 3, 4], Value: [5, 0] },
    ],
  },
  "extension-san": { ...plainRequest, extensions: [{ Id: [2, 5, 29, 17], Value: "MAmCB2IuY29tAA==" }] },
  "extension-without-id": { ...plainRequest, extensions: [{ Value: "BQA=" }] },
  "extension-one-arc": { ...plainRequest, extensions: [{ Id: [1], Value: "BQA=" }] },
  "extension-empty-value": { ...plainRequest, extensions: [{ Id: [1, 2, 3] }] },
  "crl-url-ignored": { ...plainRequest, crl_url: "http://crl.example" },
  "serial-number": { ...plainRequest, serialnumber: "abc" },
  "email-and-oid": { ...plainRequest, names: [{ O: "o", E: "a@b.example", OID: { "1.2.3.4": "v" } }] },
};

/** Command lines that fail, or that change something. */
const lines: Record<string, string> = {
  "missing-ca": "cfssl gencert -ca-key ca-key.pem request.json",
  "missing-ca-key": "cfssl gencert -ca ca.pem request.json",
  "missing-both": "cfssl gencert request.json",
  "missing-both-with-config": "cfssl gencert -config config.json request.json",
  "ca-file-missing": "cfssl gencert -ca none.pem -ca-key ca-key.pem request.json",
  "ca-key-file-missing": "cfssl gencert -ca ca.pem -ca-key none.pem request.json",
  "no-arguments": issue,
  "two-arguments": `${issue} request.json more`,
  "stray-dash": `${issue} request.json -`,
  "request-missing": `${issue} none.json`,
  "request-empty-name": `${issue} ''`,
  "request-directory": `${issue} .`,
  "common-name": `${issue} -cn new.example request.json`,
  "common-name-empty": `${issue} -cn= request.json`,
  "crl-flag": `${issue} -crl http://crl.example/x.crl request.json`,
  "crl-flag-over-config": `${issue} -crl http://crl.example/x.crl -config config.json request.json`,
  config: `${issue} -config config.json request.json`,
  "file-prefix": "cfssl gencert -ca file:ca.pem -ca-key file:ca-key.pem request.json",
  "unknown-prefix": "cfssl gencert -ca ca.pem -ca-key gopher:x request.json",
  "remote-ca-ignored": `${issue} -label x -authkey y request.json`,
  debug: `${issue} -loglevel 0 request.json`,
  "only-warnings": `${issue} -loglevel=2 request.json`,
  silent: `${issue} -loglevel=6 request.json`,
  "log-everything": `${issue} -loglevel=-5 request.json`,
  "initca-false": `${issue} -initca=false request.json`,
};

const initca: Record<string, object> = {
  plain: { CN: "Example CA", key: { algo: "ecdsa", size: 256 }, names: [{ O: "Example" }] },
  "rsa-2048": { CN: "Example CA", key: { algo: "rsa", size: 2048 } },
  ed25519: { CN: "Example CA", key: { algo: "ed25519" } },
  expiry: { CN: "x", ca: { expiry: "87600h" } },
  // A member of ours, which `cfssl ensure` takes in its own file only.
  "name-constraints": { CN: "x", name_constraints: { permitted: ["example.com"] } },
  "expiry-empty": { CN: "x", ca: { expiry: "" } },
  "expiry-wrong": { CN: "x", ca: { expiry: "10y" } },
  "expiry-zero": { CN: "x", ca: { expiry: "0h" } },
  "expiry-minus": { CN: "x", ca: { expiry: "-1h" } },
  backdate: { CN: "x", ca: { backdate: "2h" } },
  "backdate-zero": { CN: "x", ca: { backdate: "0" } },
  "backdate-wrong": { CN: "x", ca: { backdate: "x" } },
  pathlen: { CN: "x", ca: { pathlen: 2 } },
  "pathlen-zero": { CN: "x", ca: { pathlen: 0, pathlenzero: true } },
  "pathlen-zero-without-flag": { CN: "x", ca: { pathlen: 0 } },
  "pathlen-and-zero": { CN: "x", ca: { pathlen: 1, pathlenzero: true } },
  "pathlen-minus-1": { CN: "x", ca: { pathlen: -1 } },
  "pathlen-minus-2": { CN: "x", ca: { pathlen: -2 } },
  "pathlen-127": { CN: "x", ca: { pathlen: 127 } },
  "pathlen-128": { CN: "x", ca: { pathlen: 128 } },
  "ca-empty": { CN: "x", ca: {} },
  "crl-url": { CN: "x", crl_url: "http://crl.example/ca.crl" },
  delegation: { CN: "x", delegation_enabled: true },
  "delegation-and-ca": { CN: "x", ca: { pathlen: 1 }, delegation_enabled: true },
  extensions: { CN: "x", extensions: [{ Id: [1, 2, 3, 4], Value: "BQA=" }] },
  hosts: { CN: "x", hosts: ["a.example", "10.0.0.1", "::1", "a@b.c", "http://x/"] },
};

const initcaLines: Record<string, string> = {
  "with-hostname": "cfssl gencert -initca -hostname b.example,10.0.0.9 request.json",
  "with-common-name": "cfssl gencert -initca -cn 'New CA' request.json",
  "with-config": "cfssl gencert -initca -config config.json -profile p request.json",
  "two-dashes": "cfssl gencert --initca=true request.json",
  stdin: "cfssl gencert -initca -",
  "two-arguments": "cfssl gencert -initca request.json more",
  debug: "cfssl gencert -initca -loglevel 0 request.json",
  "key-missing": "cfssl gencert -initca -ca-key none.pem request.json",
  "key-file-prefix": "cfssl gencert -initca -ca-key file:ca-key.pem request.json",
  "key-ecdsa": "cfssl gencert -initca -ca-key ca-key.pem request.json",
};

const sections: Record<string, object> = {
  expiry: { expiry: "24h" },
  "expiry-wrong": { expiry: "1y" },
  "backdate-ignored": { backdate: "2h" },
  pathlen: { pathlen: 3 },
  "pathlen-and-zero": { pathlen: 3, pathlenzero: true },
  "pathlen-zero": { pathlenzero: true },
};

const renewals: Record<string, readonly [string, string]> = {
  ecdsa: ["ca-ecdsa-256", "ca-ecdsa-256"],
  rsa: ["ca-rsa-2048", "ca-rsa-2048"],
  ed25519: ["ca-ed25519", "ca-ed25519"],
  "pathlen-0": ["ca-pathlen-0", "ca-ecdsa-256"],
  "pathlen-1": ["ca-pathlen-1", "ca-ecdsa-256"],
  "without-ski": ["ca-without-ski", "ca-ecdsa-256"],
  utf8: ["ca-utf8", "ca-ecdsa-256"],
  "not-an-authority": ["ca-not-an-authority", "ca-ecdsa-256"],
  mismatch: ["ca-ecdsa-256", "ca-ecdsa-384"],
  "mismatch-ed25519": ["ca-ed25519", "ca-ecdsa-256"],
};

export const gencertCases = [
  ...family("gencert/", requests, (name, request) =>
    golden(name, `${issue} request.json | cfssljson -bare x`, { ...given, "request.json": request }),
  ),
  ...family("gencert/", lines, (name, line) =>
    golden(name, line, { ...given, "config.json": defaultProfile({ crl_url: "http://other.example" }) }),
  ),
  golden("gencert/stdin", `${issue} -`, authority(), { stdin: plainRequest }),
  golden("gencert/env-prefix-unset", "cfssl gencert -ca env:NOT_SET -ca-key ca-key.pem request.json", given),
  golden("gencert/common-name-invalid-in-config-order", `${issue} -config none.json none.json`, given),
  ...family("gencert/initca-", initca, (name, request) =>
    golden(name, "cfssl gencert -initca request.json | cfssljson -bare ca", { "request.json": request }),
  ),
  ...family("gencert/initca-", initcaLines, (name, line) =>
    golden(
      name,
      line,
      {
        "request.json": plainRequest,
        "ca-key.pem": pem("ca-ecdsa-256-key.pem"),
        "config.json": { signing: { profiles: { p: { usages: ["any"], expiry: "1h" } } } },
      },
      { stdin: plainRequest },
    ),
  ),
  golden("genkey/initca", "cfssl genkey -initca request.json", { "request.json": plainRequest }),
  ...family("gencert/initca-ca-key-", sections, (name, ca) =>
    golden(name, "cfssl gencert -initca -ca-key ca-key.pem request.json", {
      "ca-key.pem": pem("ca-rsa-2048-key.pem"),
      "request.json": { CN: "Example CA", key: { algo: "nonsense" }, crl_url: "http://crl.example", ca },
    }),
  ),
  golden("gencert/initca-ca-key-ed25519", "cfssl gencert -initca -ca-key ca-key.pem request.json", {
    "ca-key.pem": pem("ca-ed25519-key.pem"),
    "request.json": { CN: "Example CA" },
  }),
  ...family("gencert/renewca-", renewals, (name, [certificate, key]) =>
    golden(
      name,
      "cfssl gencert -renewca -ca ca.pem -ca-key ca-key.pem | cfssljson -bare new",
      authority(certificate, key),
    ),
  ),
  golden("gencert/renewca-missing-ca", "cfssl gencert -renewca -ca-key ca-key.pem", authority()),
  golden("gencert/renewca-missing-ca-key", "cfssl gencert -renewca -ca ca.pem", authority()),
  golden("gencert/renewca-file-missing", "cfssl gencert -renewca -ca none.pem -ca-key ca-key.pem", authority()),
  golden(
    "gencert/renewca-extra-argument",
    "cfssl gencert -renewca -ca ca.pem -ca-key ca-key.pem none.json",
    authority(),
  ),
  golden("gencert/renewca-not-a-certificate", "cfssl gencert -renewca -ca ca-key.pem -ca-key ca-key.pem", authority()),
  golden(
    "walkthrough/published",
    [
      "cfssl gencert -initca ca-csr.json | cfssljson -bare ca",
      ...["kubernetes", "admin", "kube-proxy"].map(
        (name) =>
          `cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=kubernetes ${name}-csr.json | cfssljson -bare ${name}`,
      ),
      "cfssl-certinfo -cert kubernetes.pem",
    ].join(" ; "),
    Object.fromEntries(
      ["ca-csr.json", "ca-config.json", "kubernetes-csr.json", "admin-csr.json", "kube-proxy-csr.json"].map((name) => [
        name,
        walkthrough(name),
      ]),
    ),
  ),
];
