import { createPrivateKey, createPublicKey, createSecretKey, webcrypto, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  certinfo,
  createLocalSigner,
  csrinfo,
  daysLeft,
  describeCertificate,
  type Encoded,
  fingerprint,
  gencrl,
  gencsr,
  initca,
  type LocalSigner,
  orderChain,
  type PrivateKeyInput,
  renewca,
  selfsign,
  verifyCertificate,
} from "../../src/index.js";
import { toX509Certificate, toX509Request } from "../../src/peculiar.js";
import { fixturePath } from "../support/contents.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const ca = read("ca-ecdsa-256.pem");
const caKey = read("ca-ecdsa-256-key.pem");
const request = read("leaf-rsa-2048.csr");
const der = (pem: string) => Buffer.from(pem.replace(/-----.*?-----/g, ""), "base64");

class OwnBytes extends Uint8Array {
  override get length(): number {
    return 1;
  }
}

/** The forms in which a PEM text may be given. */
const forms: readonly [string, (pem: string) => Encoded][] = [
  ["PEM text", (pem) => pem],
  ["PEM in a Buffer", (pem) => Buffer.from(pem)],
  ["PEM in a Uint8Array", (pem) => new TextEncoder().encode(pem)],
  ["PEM in an ArrayBuffer", (pem) => new Uint8Array(Buffer.from(pem)).buffer],
  ["DER in a Buffer", der],
  ["DER in an ArrayBuffer", (pem) => new Uint8Array(der(pem)).buffer],
  ["DER in bytes that lie about their length", (pem) => new OwnBytes(der(pem))],
];

describe.each(forms)("given %s", (_, form) => {
  test("certificates are read", async () => {
    expect(certinfo(form(ca))).toEqual(certinfo(ca));
    expect((await toX509Certificate(form(ca))).subject).toBe(new X509Certificate(ca).subject.replaceAll("\n", ", "));
  });

  test("requests are read", async () => {
    expect(csrinfo(form(request))).toEqual(csrinfo(request));
    expect((await toX509Request(form(request))).subject).toContain("CN=leaf.example");
    const config = { signing: { default: { expiry: "1h", usages: ["server auth"] } } } as const;
    const signer = await createLocalSigner({ ca: form(ca), caKey: form(caKey), config });
    const { cert, csr } = await signer.sign(form(request));
    expect([certinfo(cert).subject.common_name, csr.trim()]).toEqual(["leaf.example", request.trim()]);
  });

  test("private keys are read", async () => {
    const spki = createPublicKey(caKey).export({ type: "spki", format: "der" });
    expect(csrinfo((await gencsr({ CN: "x" }, form(caKey))).csr)["RawSubjectPublicKeyInfo"]).toEqual(
      new Uint8Array(spki),
    );
    expect(certinfo((await renewca({ ca: form(ca), caKey: form(caKey) })).cert).subject).toEqual(certinfo(ca).subject);
    expect((await gencrl({ ca: form(ca), caKey: form(caKey), serials: [] })).length).toBeGreaterThan(100);
  });
});

test("a certificate may be an X509Certificate, or any object with its DER", async () => {
  for (const object of [new X509Certificate(ca), { raw: der(ca) }, { raw: new Uint8Array(der(ca)), subject: {} }]) {
    expect(certinfo(object)).toEqual(certinfo(ca));
    expect((await toX509Certificate(object)).serialNumber).toBe((await toX509Certificate(ca)).serialNumber);
    expect(await renewca({ ca: object, caKey })).toHaveProperty("cert");
    expect(await createLocalSigner({ ca: object, caKey })).toHaveProperty("sign");
    expect((await gencrl({ ca: object, caKey, serials: [] })).length).toBeGreaterThan(100);
  }
});

const certificateKinds = "PEM text, or bytes of PEM or DER, or an X509Certificate";

test.each<[string, unknown, string]>([
  ["an object without DER", { pem: ca }, `certificate must be ${certificateKinds}; an object was given`],
  ["an object with a text for DER", { raw: ca }, "certificate.raw must be bytes of DER; a string was given"],
  ["an array", [ca], `certificate must be ${certificateKinds}; an array was given`],
  ["nothing", undefined, `certificate must be ${certificateKinds}; nothing was given`],
])("a certificate that is %s is refused by name", (_, value, message) => {
  expect(() => certinfo(value as string)).toThrow(new TypeError(message));
});

test.each<[string, () => Promise<unknown>, string]>([
  ["a CA's key and certificate change places", () => createLocalSigner({ ca: caKey, caKey: ca }), "ca|EC PRIVATE KEY"],
  ["a certificate is a request", () => fingerprint(read("request-bare.csr")), "certificate|CERTIFICATE REQUEST"],
  ["a certificate follows its key", () => gencrl({ ca: caKey + ca, caKey, serials: [] }), "ca|EC PRIVATE KEY"],
  [
    "a key is upstream's for Ed25519",
    async () => daysLeft(read("ca-ed25519-key.pem")),
    "certificate|Ed25519 PRIVATE KEY",
  ],
])("if %s, the error says which argument, and what it is", async (_, call, found) => {
  const [name, label] = found.split("|");
  const message = `Failed to parse certificate: ${name} is labeled "${label}"`;
  await expect(call()).rejects.toMatchObject({ code: 1003, message });
});

test.each<[string, string, string]>([
  ["a certificate", ca, 'Failed to parse private key: key is labeled "CERTIFICATE"'],
  [
    "encrypted as PKCS #8",
    createPrivateKey(caKey).export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
    'Failed to parse private key: key is labeled "ENCRYPTED PRIVATE KEY"; hand in createPrivateKey({ key, passphrase }) of node:crypto',
  ],
  ["broken", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", "Failed to parse private key"],
  [
    "under a label that may be a secret",
    "-----BEGIN hunter2!-----\nMAA=\n-----END hunter2!-----\n",
    "Failed to parse private key",
  ],
])("the error for a key that is %s tells its label", async (_, key, message) => {
  await expect(gencsr({ CN: "x" }, key, { password: "x" })).rejects.toMatchObject({ code: 2003, message });
});

test.each<[string, unknown, string]>([
  ["a Map", new Map([["keyFormat", "pkcs8"]]), "a value of type Map"],
  ["a promise", Promise.resolve({}), "a value of type Promise"],
  ["a date", new Date(0), "a value of type Date"],
])("%s is no options", async (_, value, kind) => {
  const message = `options must be an object; ${kind} was given`;
  await expect(gencsr({ CN: "x" }, caKey, value as object)).rejects.toThrow(new TypeError(message));
});

type Bytes = (text: string) => Uint8Array;

/** Calls with bytes, some of which are secret. */
const readers: readonly (readonly [string, (bytes: Bytes, signer: LocalSigner, cert: string) => Promise<unknown>])[] = [
  ["createLocalSigner", (bytes) => createLocalSigner({ ca: bytes(ca), caKey: bytes(caKey), config: bytes(config) })],
  ["gencrl", (bytes) => gencrl({ ca: bytes(ca), caKey: bytes(caKey), serials: [] })],
  ["renewca", (bytes) => renewca({ ca: bytes(ca), caKey: bytes(caKey) })],
  ["gencsr", (bytes) => gencsr(bytes('{"CN":"x"}'), bytes(caKey))],
  ["initca", (bytes) => initca(bytes('{"CN":"x"}'), { key: bytes(caKey) })],
  ["selfsign", (bytes) => selfsign(bytes('{"CN":"x"}'), { key: bytes(caKey) })],
  ["gencert", (bytes, signer) => signer.gencert(bytes('{"CN":"x"}'), { key: bytes(caKey) })],
  ["sign", (bytes, signer) => signer.sign(bytes(request), { subject: bytes('{"CN":"x"}') })],
  ["renew", (bytes, signer, cert) => signer.renew(bytes(cert), { key: bytes(caKey) })],
  [
    "verifyCertificate",
    (bytes, _, cert) => verifyCertificate(bytes(cert), { roots: bytes(ca), time: new Date(now()) }),
  ],
  ["orderChain", (bytes, _, cert) => orderChain([bytes(cert), bytes(ca)])],
  ["fingerprint", (bytes) => fingerprint(bytes(ca))],
];
const now = () => Date.parse(describeCertificate(ca).notBefore) + 1000;
const config = '{"signing":{"default":{"expiry":"1h","usages":["signing"]}}}';

test.each(readers)("%s has read the caller's bytes when it returns, so they may be erased", async (_, call) => {
  const signer = await createLocalSigner({ ca, caKey }, { now });
  const { cert } = await signer.gencert({ CN: "x" });
  const given: Uint8Array[] = [];
  const remember: Bytes = (text) => {
    const bytes = new TextEncoder().encode(text);
    given.push(bytes);
    return bytes;
  };
  const outcome = call(remember, signer, cert);
  for (const bytes of given) bytes.fill(0);
  await expect(outcome).resolves.toBeDefined();
});

async function cryptoKey(extractable: boolean): Promise<webcrypto.CryptoKey> {
  const pkcs8 = createPrivateKey(caKey).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", pkcs8, { name: "ECDSA", namedCurve: "P-256" }, extractable, ["sign"]);
}

test.each<[string, () => Promise<PrivateKeyInput>]>([
  ["a KeyObject", async () => createPrivateKey(caKey)],
  [
    "a KeyObject of an encrypted key",
    async () => createPrivateKey({ key: read("ca-ecdsa-256-aes256-key.pem"), passphrase: "secret" }),
  ],
  ["a CryptoKey", () => cryptoKey(true)],
])("a private key may be %s", async (_, make) => {
  const { cert } = await renewca({ ca, caKey: await make() });
  expect(new X509Certificate(cert).verify(createPublicKey(ca))).toBe(true);
});

/** OpenSSL knows PKCS #8 by its label. */
const keyObject = (name: string) => createPrivateKey(read(name).replaceAll("Ed25519 PRIVATE", "PRIVATE"));

test.each(["ca-rsa-2048", "ca-ecdsa-384", "ca-ecdsa-521", "ca-ed25519"])("a KeyObject of %s signs", async (name) => {
  const { cert } = await renewca({ ca: read(`${name}.pem`), caKey: keyObject(`${name}-key.pem`) });
  expect(new X509Certificate(cert).verify(createPublicKey(read(`${name}.pem`)))).toBe(true);
});

test("every function with a CA's key takes a password for it, as text or bytes", async () => {
  const files = { ca, caKey: read("ca-ecdsa-256-aes256-key.pem") };
  for (const password of ["secret", Buffer.from("secret")]) {
    await renewca({ ...files, password });
    await createLocalSigner({ ...files, password });
    await gencrl({ ...files, password, serials: [1n] });
  }
  await expect(gencrl({ ...files, serials: [1n] })).rejects.toMatchObject({ code: 2100 });
});

const keyKinds = "PEM text, or bytes of PEM or DER, a KeyObject or a CryptoKey";

test.each<[string, () => unknown, string]>([
  ["a public KeyObject", () => createPublicKey(ca), "key must be a private key; a public key was given"],
  ["a secret KeyObject", () => createSecretKey(Buffer.alloc(16)), "key must be a private key; a secret key was given"],
  [
    "a CryptoKey that stays where it is",
    () => cryptoKey(false),
    "key must be a key that can be exported; this CryptoKey is not extractable",
  ],
  [
    "an imitation of one",
    () => Object.create(Object.getPrototypeOf(createPrivateKey(caKey))),
    `key must be ${keyKinds}; an object was given`,
  ],
  ["a number", () => 5, `key must be ${keyKinds}; a number was given`],
  ["nothing", () => undefined, `key must be ${keyKinds}; nothing was given`],
  ["a JWK", () => ({ kty: "EC" }), `key must be ${keyKinds}; an object was given`],
])("a private key that is %s is refused by name", async (_, make, message) => {
  const key = (await make()) as string;
  await expect(gencsr({ CN: "x" }, key)).rejects.toThrow(new TypeError(message));
});

test("changing the bytes after the call has no effect", async () => {
  const bytes = Buffer.from(caKey);
  const outcome = renewca({ ca, caKey: bytes });
  bytes.fill(0);
  expect(new X509Certificate((await outcome).cert).verify(createPublicKey(ca))).toBe(true);
});

test("DER that is no certificate is an error of cfssl", () => {
  expect(() => certinfo(Buffer.from("3000", "hex"))).toThrow("Failed to parse certificate");
  expect(() => certinfo(Buffer.from("3005", "hex"))).toThrow("Failed to decode certificate");
});
