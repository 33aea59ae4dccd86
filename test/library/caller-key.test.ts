import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type CertificateAndMaybeKey,
  certinfo,
  createLocalSigner,
  csrinfo,
  describeCertificate,
  gencrl,
  gencsr,
  initca,
  type LocalSigner,
  type Options,
  type PrivateKeyInput,
  selfsign,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const ca = read("ca-ecdsa-256.pem");
const caKey = read("ca-ecdsa-256-key.pem");
const fixed: Options = { now: () => Date.parse("2026-02-03T04:05:47Z") };
const options = (key: PrivateKeyInput | undefined, password?: string) => ({ ...fixed, key, password });

let signer: LocalSigner;
beforeAll(async () => {
  signer = await createLocalSigner({ ca, caKey }, fixed);
});

const belongs = (cert: string, key: string) => new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
const secret = read("ca-rsa-2048-aes256-key.pem");
const open = read("ca-rsa-2048-key.pem");

/** Functions that make a certificate for a key of the caller's. */
const makers: readonly (readonly [
  string,
  (key: PrivateKeyInput | undefined, password?: string) => Promise<CertificateAndMaybeKey>,
])[] = [
  ["initca", (key, password) => initca({ CN: "x" }, options(key, password))],
  ["selfsign", (key, password) => selfsign({ CN: "x" }, options(key, password))],
  ["gencert", (key, password) => signer.gencert({ CN: "x" }, { key, password })],
  ["renew", async (key, password) => signer.renew((await signer.gencert({ CN: "x" })).cert, { key, password })],
];

describe.each(makers)("%s with a key of the caller's", (_, make) => {
  test.each(["leaf-rsa-2048-key.pem", "leaf-ecdsa-384-key.pem", "leaf-ed25519-pkcs8-key.pem"])(
    "makes a certificate for %s, and does not give the key back",
    async (name) => {
      const key = read(name);
      const made = await make(key);
      expect(Object.keys(made).sort()).toEqual(["cert", "csr"]);
      expect(belongs(made.cert, key)).toBe(true);
      const spki = createPublicKey(key).export({ type: "spki", format: "der" });
      expect(Buffer.from(csrinfo(made.csr).RawSubjectPublicKeyInfo)).toEqual(spki);
    },
  );

  test("takes a KeyObject, and a password for an encrypted one", async () => {
    expect(belongs((await make(createPrivateKey(open))).cert, open)).toBe(true);
    expect(belongs((await make(secret, "secret")).cert, open)).toBe(true);
    await expect(make(secret)).rejects.toMatchObject({ code: 2100 });
    await expect(make("no key")).rejects.toMatchObject({ code: 2002 });
  });

  test("makes a key if there is none", async () => {
    const made = await make(undefined);
    expect(belongs(made.cert, made.key ?? "")).toBe(true);
  });
});

test("gencsr takes a password", async () => {
  const { csr } = await gencsr({ CN: "x" }, secret, { password: "secret" });
  expect(csrinfo(csr).RawSubjectPublicKeyInfo).toEqual(
    csrinfo((await gencsr({ CN: "x" }, open)).csr).RawSubjectPublicKeyInfo,
  );
  await expect(gencsr({ CN: "x" }, secret)).rejects.toMatchObject({ code: 2100 });
});

test("initca makes the same certificate for the caller's key as for one of its own, but for the key", async () => {
  const request = {
    CN: "Example CA",
    names: [{ O: "Example" }],
    hosts: ["10.0.0.1"],
    ca: { expiry: "48h", backdate: "1h", pathlen: 1 },
    crl_url: "http://crl.example/ca.crl",
  };
  const random = (length: number) => new Uint8Array(length).fill(1);
  const of = (cert: string) => {
    const { key: _, subjectKeyId: __, extensions, ...rest } = describeCertificate(cert);
    return { ...rest, extensions: extensions.filter(({ name }) => name !== "subjectKeyIdentifier") };
  };
  const made = await initca(request, { ...fixed, random });
  const own = await initca(request, { ...fixed, random, key: caKey });
  expect(of(own.cert)).toEqual(of(made.cert));
  expect(certinfo(own.cert)).toMatchObject({ not_before: "2026-02-03T03:06:00Z", not_after: "2026-02-05T03:06:00Z" });
  expect(new X509Certificate(own.cert).verify(createPublicKey(caKey))).toBe(true);
});

test("initca needs a subject for the caller's key, too", async () => {
  await expect(initca({}, { key: caKey })).rejects.toMatchObject({
    code: 5300,
    message: "missing subject information",
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["createLocalSigner", () => createLocalSigner({ ca, caKey: open })],
  [
    "createLocalSigner, with a key of another curve",
    () => createLocalSigner({ ca, caKey: read("leaf-ecdsa-384-key.pem") }),
  ],
  [
    "createLocalSigner, for a certificate with a key that cfssl cannot use",
    () => createLocalSigner({ ca: read("cert-dsa.pem"), caKey }),
  ],
  ["gencrl", () => gencrl({ ca, caKey: open, serials: [1n] })],
])("%s refuses a key that is not the certificate's", async (_, action) => {
  await expect(action()).rejects.toMatchObject({ code: 2300, reason: "privateKey.keyMismatch" });
});
