import { family, golden, pem } from "../describe.js";
import { authority, plainRequest } from "./common.js";

/** Values of `key` in a request. RSA keys take time, so there are few. */
const asked: Record<string, unknown> = {
  "ecdsa-256": { algo: "ecdsa", size: 256 },
  "ecdsa-384": { algo: "ecdsa", size: 384 },
  "ecdsa-521": { algo: "ecdsa", size: 521 },
  "rsa-2048": { algo: "rsa", size: 2048 },
  "rsa-3072": { algo: "rsa", size: 3072 },
  ed25519: { algo: "ed25519" },
  "ed25519-size": { algo: "ed25519", size: -1 },
  "missing-algo": { size: 384 },
  "missing-size": { algo: "ecdsa" },
  empty: {},
  null: null,
  "error-rsa-weak": { algo: "rsa", size: 2047 },
  "error-rsa-large": { algo: "rsa", size: 8193 },
  "error-rsa-without-size": { algo: "rsa" },
  "error-rsa-negative": { algo: "rsa", size: -2048 },
  "error-curve": { algo: "ecdsa", size: 224 },
  "error-algo": { algo: "dsa", size: 2048 },
  "error-algo-case": { algo: "RSA", size: 2048 },
  "error-algo-empty": { algo: "", size: 0 },
  "error-algo-odd": { algo: "<é\u2028>", size: 1 },
};

/** Key files, by their contents. */
const files: Record<string, string> = {
  pkcs1: "leaf-rsa-2048-key.pem",
  sec1: "leaf-ecdsa-256-key.pem",
  "sec1-parameters": "leaf-ecdsa-256-params-key.pem",
  "sec1-p384": "leaf-ecdsa-384-key.pem",
  "sec1-p521": "leaf-ecdsa-521-key.pem",
  "pkcs8-rsa": "leaf-rsa-2048-pkcs8-key.pem",
  "pkcs8-ecdsa": "leaf-ecdsa-256-pkcs8-key.pem",
  "pkcs8-ed25519": "leaf-ed25519-pkcs8-key.pem",
  ed25519: "leaf-ed25519-key.pem",
  "p-224": "leaf-ecdsa-224-key.pem",
  secp256k1: "leaf-secp256k1-key.pem",
  "rsa-1024": "leaf-rsa-1024-key.pem",
  ed448: "leaf-ed448-key.pem",
  dsa: "leaf-dsa-key.pem",
  encrypted: "ca-rsa-2048-aes256-key.pem",
  "encrypted-pkcs8": "leaf-rsa-2048-pkcs8-encrypted-key.pem",
  certificate: "ca-rsa-2048.pem",
};

const encrypted = [
  "rsa-2048-des",
  "rsa-2048-des3",
  "rsa-2048-aes128",
  "rsa-2048-aes192",
  "rsa-2048-aes256",
  "ecdsa-256-aes256",
];

const signIt = "cfssl sign -ca ca.pem -ca-key ca-key.pem leaf.csr";
const leaf = { "leaf.csr": pem("leaf-rsa-2048.csr") };

/** Texts that are not a key. */
const broken: Record<string, string> = {
  empty: "",
  "no-pem": "not a key\n",
  "not-base64": "-----BEGIN RSA PRIVATE KEY-----\n!!!!\n-----END RSA PRIVATE KEY-----\n",
  "not-der": "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
  "end-differs": "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
  "parameters-only": "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n",
  "encrypted-odd-cipher":
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ROT13,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
  "encrypted-no-info":
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
};

export const keyCases = [
  ...family("keys/new-", asked, (name, key) =>
    golden(name, "cfssl genkey request.json", { "request.json": { ...plainRequest, key } }),
  ),
  golden("keys/new-error-initca", "cfssl gencert -initca request.json", {
    "request.json": { CN: "x", key: { algo: "rsa", size: 1024 } },
  }),
  golden("keys/new-error-gencert", "cfssl gencert -ca ca.pem -ca-key ca-key.pem request.json", {
    ...authority(),
    "request.json": { CN: "x", key: { algo: "x", size: 1024 } },
  }),
  ...family("keys/read-", files, (name, file) =>
    golden(name, "cfssl gencsr -key key.pem request.json", { "key.pem": pem(file), "request.json": plainRequest }),
  ),
  ...family("keys/read-by-sign-", files, (name, file) =>
    golden(name, signIt, { "ca.pem": pem("ca-rsa-2048.pem"), "ca-key.pem": pem(file), ...leaf }),
  ),
  ...family("keys/broken-", broken, (name, text) =>
    golden(name, signIt, { "ca.pem": pem("ca-rsa-2048.pem"), "ca-key.pem": text, ...leaf }, withPassword("x")),
  ),
  ...family("keys/broken-gencsr-", broken, (name, text) =>
    golden(name, "cfssl gencsr -key key.pem request.json", { "key.pem": text, "request.json": plainRequest }),
  ),
  ...encrypted.map((kind) =>
    golden(`keys/encrypted-${kind}`, signIt, encryptedAuthority(kind), withPassword("secret")),
  ),
  golden("keys/encrypted-no-password", signIt, encryptedAuthority("rsa-2048-aes128")),
  golden("keys/encrypted-empty-password", signIt, encryptedAuthority("rsa-2048-aes128"), withPassword("")),
  golden("keys/encrypted-wrong-password", signIt, encryptedAuthority("rsa-2048-aes128"), withPassword("wrong")),
  golden(
    "keys/encrypted-gencert",
    "cfssl gencert -ca ca.pem -ca-key ca-key.pem request.json",
    {
      ...encryptedAuthority("ecdsa-256-aes256"),
      "request.json": plainRequest,
    },
    withPassword("secret"),
  ),
  golden(
    "keys/encrypted-initca",
    "cfssl gencert -initca -ca-key ca-key.pem request.json",
    {
      ...encryptedAuthority("rsa-2048-aes128"),
      "request.json": plainRequest,
    },
    withPassword("secret"),
  ),
  golden(
    "keys/encrypted-renewca",
    "cfssl gencert -renewca -ca ca.pem -ca-key ca-key.pem",
    encryptedAuthority("rsa-2048-aes128"),
    withPassword("secret"),
  ),
  golden(
    "keys/encrypted-gencrl",
    "cfssl gencrl serials.txt ca.pem ca-key.pem",
    {
      ...encryptedAuthority("rsa-2048-aes128"),
      "serials.txt": "1\n",
    },
    withPassword("secret"),
  ),
  golden(
    "keys/encrypted-pkcs8-password",
    signIt,
    {
      "ca.pem": pem("ca-rsa-2048.pem"),
      "ca-key.pem": pem("leaf-rsa-2048-pkcs8-encrypted-key.pem"),
      ...leaf,
    },
    withPassword("secret"),
  ),
];

function withPassword(password: string) {
  return { env: { CFSSL_CA_PK_PASSWORD: password } };
}

function encryptedAuthority(kind: string) {
  const plain = kind.replace(/-[^-]*$/, "");
  return { "ca.pem": pem(`ca-${plain}.pem`), "ca-key.pem": pem(`ca-${kind}-key.pem`), ...leaf };
}
