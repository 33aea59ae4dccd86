import { family, golden, pem } from "../describe.js";
import { authority, defaultProfile, namedProfile } from "./common.js";

const usages = [
  "signing",
  "digital signature",
  "content commitment",
  "content committment",
  "key encipherment",
  "key agreement",
  "data encipherment",
  "cert sign",
  "crl sign",
  "encipher only",
  "decipher only",
  "any",
  "server auth",
  "client auth",
  "code signing",
  "email protection",
  "s/mime",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "timestamping",
  "ocsp signing",
  "microsoft sgc",
  "netscape sgc",
];

const cps = { type: "id-qt-cps", value: "http://cps.example" };
const notice = { type: "id-qt-unotice", value: "note é" };

/** Members of the profile that signs. The request is always the same. */
const members: Record<string, object> = {
  plain: {},
  "usages-all": { usages },
  "usages-reversed": { usages: [...usages].reverse() },
  "usages-twice": { usages: ["server auth", "server auth", "any", "any", "signing", "digital signature"] },
  "usages-key-usage-only": { usages: ["cert sign", "crl sign"] },
  "usages-extended-only": { usages: ["server auth"] },
  "usages-unknown-dropped": { usages: ["Server Auth", "nonsense", "client auth"] },
  "usages-none": { usages: [] },
  "expiry-seconds": { expiry: "1h0m1s" },
  "expiry-fraction": { expiry: "1.5s" },
  "expiry-minus": { expiry: "-1h" },
  "expiry-past-2050": { expiry: "300000h" },
  "expiry-past-9999": { expiry: "2562047h", not_before: "9990-01-01T00:00:00Z" },
  "expiry-nanoseconds": { expiry: "1ns" },
  backdate: { backdate: "1h" },
  "backdate-seconds": { backdate: "90s" },
  "backdate-zero": { backdate: "0s" },
  "backdate-empty": { backdate: "" },
  "backdate-minus": { backdate: "-1h" },
  "not-before": { not_before: "2020-02-03T04:05:06Z" },
  "not-before-zone": { not_before: "2020-02-03T04:05:06.999+05:30" },
  "not-before-year-1": { not_before: "0001-01-01T00:00:00Z" },
  "not-after": { not_after: "2040-02-03T04:05:06Z" },
  "not-both": { not_before: "1949-12-31T23:59:59Z", not_after: "2050-01-01T00:00:00Z" },
  "not-after-9999": { not_after: "9999-12-31T23:59:59Z" },
  "crl-url": { crl_url: "http://crl.example/a.crl" },
  "ocsp-url": { ocsp_url: "http://ocsp.example" },
  "issuer-urls": { issuer_urls: ["http://i.example/1.cer", "", "http://i.example/2.cer"] },
  "all-urls": { crl_url: "http://c", ocsp_url: "http://o", issuer_urls: ["http://i"] },
  "urls-utf8": { crl_url: "http://ü", ocsp_url: "http://ö" },
  "ocsp-no-check": { ocsp_no_check: true },
  "policies-plain": { policies: [{ id: "1.2.3.4" }, { id: "2.5.29.32.0", qualifiers: [] }] },
  "policies-qualifiers": {
    policies: [
      { id: "1.2.3.4", qualifiers: [cps, notice] },
      { id: "1.2.3.5", qualifiers: [notice] },
    ],
  },
  "policies-cps-not-ascii": { policies: [{ id: "1.2.3.4", qualifiers: [{ type: "id-qt-cps", value: "ü" }] }] },
  "policies-type-empty": { policies: [{ id: "1.2.3.4", qualifiers: [{ type: "", value: "x" }] }] },
  "policies-one-arc": { policies: [{ id: "1" }] },
  "policies-no-id": { policies: [{}] },
  "policies-and-no-check": { policies: [{ id: "1.2.3.4" }], ocsp_no_check: true },
  "ca-constraint": { ca_constraint: { is_ca: true } },
  "ca-constraint-length": { ca_constraint: { is_ca: true, max_path_len: 2 } },
  "ca-constraint-zero": { ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true } },
  "ca-constraint-zero-flag-missing": { ca_constraint: { is_ca: true, max_path_len: 0 } },
  "ca-constraint-both": { ca_constraint: { is_ca: true, max_path_len: 3, max_path_len_zero: true } },
  "ca-constraint-not-ca": { ca_constraint: { is_ca: false, max_path_len: 1 } },
  "ca-constraint-minus": { ca_constraint: { is_ca: true, max_path_len: -1 } },
  "whitelist-fits": { name_whitelist: "^(leaf|Example).*$" },
  "whitelist-name": { name_whitelist: "^other" },
  "whitelist-unanchored": { name_whitelist: "example" },
  "csr-whitelist-key-only": { CSRWhitelist: { PublicKey: true } },
  "csr-whitelist-all": {
    CSRWhitelist: {
      Subject: true,
      PublicKeyAlgorithm: true,
      PublicKey: true,
      SignatureAlgorithm: true,
      DNSNames: true,
      IPAddresses: true,
      EmailAddresses: true,
      URIs: true,
    },
  },
  "csr-whitelist-no-key": { CSRWhitelist: { Subject: true } },
  "client-serials": { ClientProvidesSerialNumbers: true },
  "allowed-extensions": { allowed_extensions: ["1.2.3.4"] },
  "cert-store": { cert_store: "x" },
  "go-backdate": { Backdate: 3_600_000_000_000 },
  "go-expiry": { Expiry: 5 },
  "go-name-whitelist": { NameWhitelist: "example" },
  "go-name-whitelist-object": { NameWhitelist: {} },
};

const inheriting = {
  issuer_urls: ["http://default.example/ca.cer"],
  ocsp_url: "http://ocsp.default.example",
  crl_url: "http://crl.default.example",
  expiry: "48h",
  usages: ["signing"],
  policies: [{ id: "1.2.3" }],
  ocsp_no_check: true,
  backdate: "2h",
};

/** Members of a profile `p`, next to a default profile with everything. */
const inherited: Record<string, object> = {
  "inherit-all": { expiry: "1h", usages: ["any"] },
  "inherit-empty-strings": { expiry: "1h", usages: ["any"], issuer_urls: [], ocsp_url: "", crl_url: "" },
  "inherit-null": { expiry: "1h", usages: ["any"], issuer_urls: null, ocsp_url: null, crl_url: null },
  "inherit-nothing": {
    expiry: "1h",
    usages: ["any"],
    issuer_urls: ["http://p"],
    ocsp_url: "http://o",
    crl_url: "http://c",
  },
  "inherit-expiry": { expiry: "0s", usages: ["any"] },
};

const signing = "cfssl sign -ca ca.pem -ca-key ca-key.pem -config config.json";
const given = { ...authority(), "leaf.csr": pem("leaf-ecdsa-256.csr") };

export const profileCases = [
  ...family("profile/", members, (name, profile) =>
    golden(name, `${signing} leaf.csr`, { ...given, "config.json": defaultProfile(profile) }),
  ),
  ...family("profile/", inherited, (name, profile) =>
    golden(name, `${signing} -profile p leaf.csr`, {
      ...given,
      "config.json": { signing: { default: inheriting, profiles: { p: profile } } },
    }),
  ),
  golden("profile/built-in", "cfssl sign -ca ca.pem -ca-key ca-key.pem leaf.csr", given),
  golden("profile/no-default", `${signing} leaf.csr`, {
    ...given,
    "config.json": { signing: { profiles: { p: { usages: ["any"], expiry: "1h" } } } },
  }),
  ...family("profile/select-", { named: "p", unknown: "q", empty: "''", "wrong-case": "P" }, (name, profile) =>
    golden(name, `${signing} -profile ${profile} leaf.csr`, { ...given, "config.json": namedProfile({}) }),
  ),
  golden("profile/select-remote-among-local", `${signing} -profile q leaf.csr`, {
    ...given,
    "config.json": {
      signing: { profiles: { p: { usages: ["any"], expiry: "1h" }, r: { remote: "r" } } },
      remotes: { r: "127.0.0.1:1" },
    },
  }),
  golden("profile/all-sans", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-all-sans.csr"),
    "config.json": defaultProfile({ name_whitelist: "^(all|a|\\*|a@|spiffe|https)" }),
  }),
  golden("profile/whitelist-email", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-all-sans.csr"),
    "config.json": defaultProfile({ name_whitelist: "^[^@]*$" }),
  }),
  golden("profile/whitelist-uri", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-all-sans.csr"),
    "config.json": defaultProfile({ name_whitelist: "^[^:]*$" }),
  }),
  golden("profile/csr-whitelist-sans", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-all-sans.csr"),
    "config.json": defaultProfile({ CSRWhitelist: { PublicKey: true, IPAddresses: true, DNSNames: true } }),
  }),
  golden("profile/csr-whitelist-drops-authority", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-authority.csr"),
    "config.json": defaultProfile({ CSRWhitelist: { PublicKey: true, Subject: true } }),
  }),
  golden("profile/ca-drops-names", `${signing} leaf.csr`, {
    ...given,
    "leaf.csr": pem("request-all-sans.csr"),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true } }),
  }),
  // Requests with extensions that the CA decides about are in test/cfssl/signer: there we deviate on purpose.
  ...family("profile/copy-extensions-", { none: "request-bare", some: "request-custom-only" }, (name, request) =>
    golden(name, `${signing} leaf.csr`, {
      ...given,
      "leaf.csr": pem(`${request}.csr`),
      "config.json": defaultProfile({ copy_extensions: true }),
    }),
  ),
];
