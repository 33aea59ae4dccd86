import { bytesOf } from "../../support/contents.js";
import { family, type Given, golden, pem } from "../describe.js";
import { authority, defaultProfile, plainRequest } from "./common.js";

const request = { "request.json": plainRequest };
const rsaKey = { "key.pem": pem("leaf-rsa-2048-key.pem") };

const genkey: Record<string, string> = {
  plain: "cfssl genkey request.json | cfssljson -bare x",
  stdin: "cfssl genkey -",
  "no-arguments": "cfssl genkey",
  "two-arguments": "cfssl genkey request.json more",
  "file-missing": "cfssl genkey none.json",
  "file-empty-name": "cfssl genkey ''",
  directory: "cfssl genkey .",
  "below-a-file": "cfssl genkey request.json/x",
  "hostname-ignored": "cfssl genkey -hostname other.example request.json",
  debug: "cfssl genkey -loglevel 0 request.json",
  silent: "cfssl genkey -loglevel 99 request.json",
};

const gencsr: Record<string, string> = {
  plain: "cfssl gencsr -key key.pem request.json | cfssljson -bare x",
  "no-key": "cfssl gencsr request.json",
  "no-arguments": "cfssl gencsr -key key.pem",
  "two-arguments": "cfssl gencsr -key key.pem request.json more",
  stdin: "cfssl gencsr -key key.pem -",
  "key-missing": "cfssl gencsr -key none.pem request.json",
  "key-file-prefix": "cfssl gencsr -key file:key.pem request.json",
  "key-unknown-prefix": "cfssl gencsr -key x:y request.json",
  "key-env-unset": "cfssl gencsr -key env:NOT_SET request.json",
  hostname: "cfssl gencsr -key key.pem -hostname a.example,10.0.0.1 request.json",
  "common-name-ignored": "cfssl gencsr -key key.pem -cn other request.json",
  "certificate-and-argument": "cfssl gencsr -key key.pem -cert cert.pem request.json",
  "certificate-missing": "cfssl gencsr -key key.pem -cert none.pem",
  "certificate-not-pem": "cfssl gencsr -key key.pem -cert request.json",
  "key-before-certificate": "cfssl gencsr -key request.json -cert none.pem",
  "key-before-request": "cfssl gencsr -key request.json none.json",
  "key-before-arguments": "cfssl gencsr -key none.pem",
};

const gencsrRequests: Record<string, object> = {
  "ca-section": { CN: "x", ca: { pathlen: 1 } },
  "ca-section-zero": { CN: "x", ca: { pathlen: 0, pathlenzero: true } },
  "ca-section-length-without-flag": { CN: "x", ca: { pathlen: 0 } },
  "ca-section-empty": { CN: "x", ca: {} },
  delegation: { CN: "x", delegation_enabled: true, ca: { pathlen: 1 } },
  extensions: { CN: "x", hosts: ["a.example"], extensions: [{ Id: [1, 2, 3, 4], Critical: true, Value: "BQA=" }] },
  "extension-san": { CN: "x", hosts: ["a.example"], extensions: [{ Id: [2, 5, 29, 17], Value: "MAA=" }] },
  "extension-without-id": { CN: "x", extensions: [{ Value: "BQA=" }] },
  "key-ignored": { CN: "x", key: { algo: "nonsense", size: 1 } },
  empty: {},
  "host-not-ascii": { hosts: ["ü"] },
};

const certificates = [
  "ca-ecdsa-256",
  "ca-pathlen-0",
  "ca-pathlen-1",
  "cert-sans",
  "cert-many-names",
  "cert-utf8",
  "cert-empty-subject",
  "cert-all-extensions",
  "cert-secp256k1",
];

const selfsign: Record<string, string> = {
  plain: "cfssl selfsign other.example request.json | cfssljson -bare x",
  "no-arguments": "cfssl selfsign",
  "one-argument": "cfssl selfsign h",
  "three-arguments": "cfssl selfsign h request.json more",
  hostname: "cfssl selfsign -hostname a.example,10.0.0.1 request.json",
  "hostname-two-arguments": "cfssl selfsign -hostname a.example h request.json",
  stdin: "cfssl selfsign h -",
  "file-missing": "cfssl selfsign h none.json",
  config: "cfssl selfsign -config config.json h request.json",
  "config-profile": "cfssl selfsign -config config.json -profile p h request.json",
  "config-unknown-profile": "cfssl selfsign -config config.json -profile q h request.json",
  silent: "cfssl selfsign -loglevel 6 h request.json",
};

const selfsignRequests: Record<string, object> = {
  "ca-section": { CN: "x", hosts: ["a.example"], ca: { pathlen: 1 } },
  delegation: { CN: "x", delegation_enabled: true },
  extensions: { CN: "x", extensions: [{ Id: [1, 2, 3, 4], Critical: true, Value: "BQA=" }] },
  "no-subject": { hosts: ["a.example"] },
  "email-and-oid": { CN: "x", names: [{ O: "o", E: "a@b.example", OID: { "1.2.3.4": "v" } }] },
  "all-hosts": { CN: "x", hosts: ["http://x/", "127.0.0.1", "a@b.c", "a.com"] },
  "key-error": { CN: "x", key: { algo: "rsa", size: 1 } },
  "host-not-ascii": { CN: "x", hosts: ["ü"] },
  "no-hosts": { CN: "x" },
};

const selfsignProfiles: Record<string, object> = {
  "usages-none": { usages: [] },
  "is-ca": { ca_constraint: { is_ca: true, max_path_len: 1 } },
  "issuer-urls": { issuer_urls: ["http://i.example"], ocsp_url: "http://o.example", crl_url: "http://c.example" },
  expiry: { expiry: "1h1s", backdate: "1h" },
  "expiry-zero": { expiry: "0h" },
  dates: { not_before: "2020-01-01T00:00:00Z", not_after: "2040-01-01T00:00:00Z" },
  policies: { policies: [{ id: "1.2.3" }], ocsp_no_check: true },
};

/** Lists of serial numbers as gencrl reads them. */
const serials: Record<string, string> = {
  plain: "1\n2\n340282366920938463463374607431768211455\n",
  empty: "",
  "blank-lines": "\n\n1\n \n\n",
  "line-ends": "1\r\n2\r\n\r\n3",
  duplicates: "5\n5\n",
  lenient: "12x\n 13\nabc\n+15\n-16\n0x17\n017\n1_8\n19 \n1 2\n",
  zero: "0\n-0\n",
};

const gencrl: Record<string, string> = {
  "no-arguments": "cfssl gencrl",
  "two-arguments": "cfssl gencrl serials.txt ca.pem",
  time: "cfssl gencrl serials.txt ca.pem ca-key.pem 60",
  "time-hexadecimal": "cfssl gencrl serials.txt ca.pem ca-key.pem ' 0x10 '",
  "time-zero": "cfssl gencrl serials.txt ca.pem ca-key.pem 0",
  "time-minus": "cfssl gencrl serials.txt ca.pem ca-key.pem -- -60",
  "time-word": "cfssl gencrl serials.txt ca.pem ca-key.pem x",
  "time-too-large": "cfssl gencrl serials.txt ca.pem ca-key.pem 2147483648",
  "time-empty": "cfssl gencrl serials.txt ca.pem ca-key.pem ''",
  "time-in-file": "cfssl gencrl serials.txt ca.pem ca-key.pem time.txt",
  "time-on-stdin": "cfssl gencrl serials.txt ca.pem ca-key.pem -",
  "extra-argument": "cfssl gencrl serials.txt ca.pem ca-key.pem 60 more",
  "serials-missing": "cfssl gencrl none.txt ca.pem ca-key.pem",
  "serials-on-stdin": "cfssl gencrl - ca.pem ca-key.pem",
  "certificate-missing": "cfssl gencrl serials.txt none.pem ca-key.pem",
  "key-missing": "cfssl gencrl serials.txt ca.pem none.pem",
  "certificate-not-pem": "cfssl gencrl serials.txt serials.txt ca-key.pem",
  "key-not-pem": "cfssl gencrl serials.txt ca.pem serials.txt",
  "key-not-pem-debug": "cfssl gencrl -loglevel 0 serials.txt ca.pem serials.txt",
  "key-of-another": "cfssl gencrl serials.txt ca.pem other-key.pem",
  "no-prefix": "cfssl gencrl serials.txt file:ca.pem ca-key.pem",
  "order-of-checks": "cfssl gencrl serials.txt serials.txt none.pem x",
};

const listers = ["ca-ecdsa-256", "ca-ecdsa-384", "ca-ecdsa-521", "ca-rsa-2048", "ca-rsa-4096", "ca-ed25519"];

const other: Record<string, readonly [string, Record<string, Given>?]> = {
  "version/plain": ["cfssl version"],
  "version/arguments": ["cfssl version more words"],
  "print-defaults/list": ["cfssl print-defaults list"],
  "print-defaults/config": ["cfssl print-defaults config"],
  "print-defaults/csr": ["cfssl print-defaults csr"],
  "print-defaults/unknown": ["cfssl print-defaults nope"],
  "print-defaults/none": ["cfssl print-defaults"],
  "print-defaults/extra": ["cfssl print-defaults csr config"],
  "print-defaults/csr-is-a-request": ["cfssl print-defaults csr | cfssl genkey -"],
};

export const commandCases = [
  ...family("genkey/", genkey, (name, line) => golden(name, line, request, { stdin: plainRequest })),
  ...family("gencsr/", gencsr, (name, line) =>
    golden(name, line, { ...rsaKey, ...request, "cert.pem": pem("cert-rsa-2048.pem") }, { stdin: plainRequest }),
  ),
  ...family("gencsr/", gencsrRequests, (name, body) =>
    golden(name, "cfssl gencsr -key key.pem request.json", { ...rsaKey, "request.json": body }),
  ),
  golden("gencsr/key-text-is-echoed", "cfssl gencsr -key key.pem request.json", {
    "key.pem": `junk <before>\n${keyText()}junk after`,
    ...request,
  }),
  ...certificates.map((certificate) =>
    golden(`gencsr/certificate-${certificate}`, "cfssl gencsr -key key.pem -cert cert.pem", {
      ...rsaKey,
      "cert.pem": pem(`${certificate}.pem`),
    }),
  ),
  ...family("selfsign/", selfsign, (name, line) =>
    golden(
      name,
      line,
      {
        ...request,
        "config.json": {
          signing: {
            default: { usages: ["any"], expiry: "2h" },
            profiles: { p: { usages: ["crl sign"], expiry: "1h" } },
          },
        },
      },
      { stdin: plainRequest },
    ),
  ),
  ...family("selfsign/", selfsignRequests, (name, body) =>
    golden(name, "cfssl selfsign h request.json", { "request.json": body }),
  ),
  ...family("selfsign/profile-", selfsignProfiles, (name, members) =>
    golden(name, "cfssl selfsign -config config.json -profile p h request.json", {
      ...request,
      "config.json": {
        signing: {
          default: { expiry: "1h" },
          profiles: { p: defaultProfile(members).signing.default },
        },
      },
    }),
  ),
  ...family("gencrl/serials-", serials, (name, text) =>
    golden(name, "cfssl gencrl serials.txt ca.pem ca-key.pem", { ...authority(), "serials.txt": text }),
  ),
  ...family("gencrl/", gencrl, (name, line) =>
    golden(
      name,
      line,
      { ...authority(), "other-key.pem": pem("ca-rsa-2048-key.pem"), "serials.txt": "1\n", "time.txt": " 0x3c\n" },
      { stdin: "7\n" },
    ),
  ),
  ...listers.map((name) =>
    golden(`gencrl/by-${name}`, "cfssl gencrl serials.txt ca.pem ca-key.pem", {
      ...authority(name),
      "serials.txt": "1\n",
    }),
  ),
  golden("gencrl/by-ca-without-ski", "cfssl gencrl serials.txt ca.pem ca-key.pem", {
    ...authority("ca-without-ski", "ca-ecdsa-256"),
    "serials.txt": "1\n",
  }),
  golden("gencrl/by-ca-utf8", "cfssl gencrl serials.txt ca.pem ca-key.pem", {
    ...authority("ca-utf8", "ca-ecdsa-256"),
    "serials.txt": "1\n",
  }),
  ...family("", other, (name, [line, files = {}]) => golden(name, line, files)),
];

function keyText(): string {
  return Buffer.from(bytesOf(rsaKey["key.pem"])).toString("latin1");
}
