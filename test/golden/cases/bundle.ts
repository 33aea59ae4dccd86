import { family, golden, pem } from "../describe.js";
import { plainRequest } from "./common.js";

/** The CAs of fixtures/pem are not valid yet at the time of the tests. */
const makeCa = "cfssl gencert -initca ca.json | cfssljson -bare ca";
const issue = `${makeCa} ; cfssl gencert -ca ca.pem -ca-key ca-key.pem request.json | cfssljson -bare leaf`;
const bundleLeaf = `${issue} | cfssl bundle -ca-bundle ca.pem -cert leaf.pem`;
const root = { "ca.pem": pem("ca-ecdsa-256.pem") };
const given = { "ca.json": { CN: "Example CA", names: [{ C: "US", O: "Lab, Inc." }] }, "request.json": plainRequest };
const platform = (name: string, more: object) => [{ name, weight: 1, hash_algo: "SHA2", key_algo: "RSA", ...more }];

/** Command lines after a certificate was issued, with what they add. */
const lines: Record<string, string> = {
  ubiquitous: bundleLeaf,
  optimal: `${bundleLeaf} -flavor optimal`,
  force: `${issue} | cfssl bundle -flavor force -cert leaf.pem`,
  "unknown-flavor": `${bundleLeaf} -flavor x`,
  key: `${bundleLeaf} -key leaf-key.pem`,
  "key-of-another": `${bundleLeaf} -key ca-key.pem`,
  "key-missing": `${bundleLeaf} -key none.pem`,
  "key-is-a-certificate": `${bundleLeaf} -key leaf.pem`,
  "root-missing": `${issue} | cfssl bundle -ca-bundle none.pem -cert leaf.pem`,
  "root-is-a-key": `${issue} | cfssl bundle -ca-bundle ca-key.pem -cert leaf.pem`,
  "intermediates-missing": `${bundleLeaf} -int-bundle none.pem`,
  "other-root": `${issue} | cfssl bundle -ca-bundle other.pem -cert leaf.pem`,
  "same-name-and-another-key": `${issue} ; ${makeCa} | cfssl bundle -ca-bundle ca.pem -cert leaf.pem`,
  "pkcs7-without-lists": `${issue} | cfssl bundle -ca-bundle ca.pem -cert pkcs7.pem`,
  "two-strangers": `${issue} | cfssl bundle -flavor force -cert two.pem`,
  stash: `${bundleLeaf} -int-dir stash`,
  debug: `${bundleLeaf} -loglevel 0`,
  metadata: `${bundleLeaf} -metadata trusting.json`,
  "metadata-without-trust": `${bundleLeaf} -metadata strict.json`,
  "metadata-broken": `${bundleLeaf} -metadata leaf.pem`,
  "program-of-its-own": `${issue} | cfssl-bundle -ca-bundle ca.pem -cert leaf.pem`,
  "program-of-its-own-after-an-error": "cfssl-bundle -ca-bundle none.pem -cert leaf.pem",
  "program-of-its-own-with-foreign-flag": "cfssl-bundle -loglevel 0",
};

const files = {
  ...given,
  "other.pem": pem("ca-rsa-2048.pem"),
  "pkcs7.pem": pem("pkcs7.pem"),
  "two.pem": pem("ca-without-ski.pem"),
  "trusting.json": platform("Trusting", { keystore: "ca.pem", key_algo: "ECDSA256" }),
  "strict.json": platform("Strict & <old>", { keystore: "other.pem" }),
};

export const bundleCases = [
  ...family("bundle/", lines, (name, line) => golden(name, line, files)),
  golden("bundle/root-expires-first", bundleLeaf, {
    ...files,
    "ca.json": { CN: "Short CA", ca: { expiry: "2000h" } },
  }),
  golden("bundle/no-target", "cfssl bundle -ca-bundle ca.pem", root),
  golden("bundle/self-signed", "cfssl bundle -ca-bundle ca.pem -cert ca.pem", root),
  golden("bundle/empty-file", "cfssl bundle -ca-bundle ca.pem -cert leaf.pem", { ...root, "leaf.pem": "" }),
  golden("bundle/no-pem", "cfssl bundle -ca-bundle ca.pem -cert leaf.pem", { ...root, "leaf.pem": "x" }),
  golden("bundle/empty-stdin", "cfssl bundle -ca-bundle ca.pem -cert -", root, { stdin: "" }),
  golden("bundle/dsa", "cfssl bundle -flavor force -cert leaf.pem", { "leaf.pem": pem("cert-dsa.pem") }),
  golden("newkey/plain", "cfssl-newkey request.json", { "request.json": plainRequest }),
  golden("newkey/initca", "cfssl-newkey -initca request.json", { "request.json": plainRequest }),
  golden("newkey/no-argument", "cfssl-newkey"),
  golden("newkey/bad-request", "cfssl-newkey request.json", { "request.json": "[]" }),
  golden("newkey/unknown-flag", "cfssl-newkey -loglevel 0 request.json"),
];
