import { family, type Given, golden } from "../describe.js";

/** Results as commands print them, which -bare splits. */
const bare: Record<string, Given> = {
  all: { cert: "CERT\n", key: "KEY\n", csr: "CSR\n", encrypted_key: "AAEC", bundle: "BUNDLE\n", ocspResponse: "AAEC" },
  aliases: { certificate: "CERT\n", private_key: "KEY\n", certificate_request: "CSR\n" },
  "alias-loses": { cert: "", certificate: "lost\n", key: "kept\n", private_key: "lost\n" },
  "empty-strings": { cert: "", key: "", csr: "", encrypted_key: "", ocspResponse: "" },
  nothing: {},
  null: "null",
  "keys-are-exact": { Cert: "x\n", KEY: "y\n" },
  "unknown-keys": { cert: "x\n", more: 5, sums: { certificate: { md5: "x" } } },
  "not-ascii": { cert: "é\u2028<&>\0\n" },
  "no-line-feed": { cert: "x" },
  "bundle-nested": { result: { bundle: { bundle: "B", root: "R" } } },
  "bundle-nested-empty": { result: { bundle: { bundle: "", root: "" } } },
  "bundle-nested-without-root": { cert: "x\n", result: { bundle: { bundle: "B" } } },
  "bundle-nested-without-bundle": { result: { bundle: { root: "R" } } },
  "bundle-nested-number": { result: { bundle: { bundle: 5, root: "R" } } },
  "bundle-nested-not-object": { result: { bundle: "x" } },
  "result-not-object": { result: "x", cert: "c\n" },
  "bundle-plain": { bundle: "B" },
  "bundle-plain-empty": { bundle: "" },
  "ocsp-line-feeds": { ocspResponse: "AA\nEC\r\n" },
  "ocsp-not-base64": { cert: "c\n", ocspResponse: "!!" },
  "ocsp-unpadded": { ocspResponse: "AAE" },
  "crash-cert-number": { cert: 5 },
  "crash-cert-null": { cert: null },
  "crash-key-bool": { cert: "c\n", key: true },
  "crash-csr-array": { csr: [] },
  "crash-encrypted-key-object": { encrypted_key: {} },
  "crash-ocsp-number": { ocspResponse: 5 },
  "crash-bundle-number": { bundle: 5 },
  "syntax-empty": "",
  "syntax-not-json": "No such file",
  "syntax-truncated": '{"cert":"x',
  "type-array": "[]",
  "type-string": '"x"',
  "type-number-too-large": '{"x":1e999}',
};

/** Answers of the HTTP API. */
const answers: Record<string, Given> = {
  success: { success: true, result: { certificate: "CERT\n", private_key: "KEY\n" }, errors: [], messages: [] },
  folded: { SUCCESS: true, Result: { certificate: "CERT\n" } },
  "failure-with-errors": {
    success: false,
    errors: [
      { code: 1, message: "one" },
      { code: 2, message: "two <é>" },
    ],
  },
  "failure-without-errors": { success: false },
  "no-success": { result: { cert: "c\n" } },
  "success-null": { success: null },
  "result-null": { success: true, result: null },
  "result-missing": { success: true },
  "bundle-nested": { success: true, result: { result: { bundle: { bundle: "B", root: "R" } } } },
  "type-success": { success: "x" },
  "type-result": { success: true, result: "x" },
  "type-errors": { success: false, errors: {} },
  "type-message": { success: false, errors: [{ message: 5 }] },
  "type-code": { success: false, errors: [{ code: "x", message: "m" }] },
  "type-int": { success: false, errors: [{ int: "x", message: "m" }] },
  "top-null": "null",
  "top-array": "[]",
  empty: "",
};

const sample = {
  cert: "CERT\n",
  key: "KEY\n",
  csr: "CSR\n",
  encrypted_key: "AAEC",
  ocspResponse: "AA EC".replace(" ", ""),
};

const lines: Record<string, string> = {
  "base-name": "cfssljson -bare name",
  "base-name-default": "cfssljson -bare",
  "base-name-empty": "cfssljson -bare ''",
  "base-name-in-folder": "cfssljson -bare folder/name",
  "base-name-dot": "cfssljson -bare .",
  "stray-dash": "cfssljson -bare name -",
  "flags-after-name-ignored": "cfssljson -bare name -stdout",
  stdout: "cfssljson -bare -stdout name",
  "stdout-of-bundle": "cfssljson -bare -stdout -f bundle.json",
  "folder-missing": "cfssljson -bare none/name",
  "folder-is-file": "cfssljson -bare input.json/name",
  "target-is-folder": "cfssljson -bare taken",
  file: "cfssljson -bare -f input.json name",
  "file-dash": "cfssljson -bare -f - name",
  "file-missing": "cfssljson -bare -f none.json name",
  "file-folder": "cfssljson -bare -f folder name",
  "bare-false": "cfssljson -bare=false name",
};

const umasks: Record<string, number> = { "022": 0o022, "002": 0o002, "077": 0o077, "000": 0o000, "027": 0o027 };

export const cfssljsonCases = [
  ...family("cfssljson/bare-", bare, (name, input) => golden(name, "cfssljson -bare x", {}, { stdin: input })),
  ...family("cfssljson/answer-", answers, (name, input) => golden(name, "cfssljson x", {}, { stdin: input })),
  ...family("cfssljson/", lines, (name, line) =>
    golden(
      name,
      line,
      {
        "input.json": { cert: "from a file\n" },
        "bundle.json": { result: { bundle: { bundle: "B", root: "R" } }, bundle: "old" },
        "folder/keep": "",
        "taken.pem/keep": "",
      },
      { stdin: sample },
    ),
  ),
  ...family("cfssljson/umask-", umasks, (name, umask) =>
    golden(
      name,
      "cfssljson -bare x",
      {},
      { stdin: { ...sample, result: { bundle: { bundle: "B", root: "R" } } }, umask },
    ),
  ),
  golden(
    "cfssljson/overwrites",
    "cfssljson -bare x",
    { "x.pem": "an old one, which is longer\n", "x-key.pem": "old\n" },
    { stdin: sample },
  ),
];
