import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type ConfigJson,
  certinfo,
  createLocalSigner,
  describeCertificate,
  type KeyJson,
  type LocalSigner,
  renewca,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const ca = read("ca-ecdsa-256.pem");
const caKey = read("ca-ecdsa-256-key.pem");

const config: ConfigJson = {
  signing: {
    default: { expiry: "24h", usages: ["signing", "client auth"] },
    profiles: {
      server: { expiry: "48h", usages: ["signing", "server auth"], crl_url: "http://crl.example" },
      named: { expiry: "1h", usages: ["server auth"], name_whitelist: "\\.example$" },
      authority: { expiry: "1h", usages: ["cert sign"], ca_constraint: { is_ca: true } },
    },
  },
};
const open = (time: string, more: object = {}) =>
  createLocalSigner({ ca, caKey, config, ...more }, { now: () => Date.parse(time) });

let before: LocalSigner;
let signer: LocalSigner;
beforeAll(async () => {
  before = await open("2026-02-03T04:05:00Z");
  signer = await open("2027-02-03T04:05:00Z");
});

const request = {
  CN: "web",
  names: [
    { O: "One", OU: "A", C: "US", ST: "California", L: "Here" },
    { O: "Two", E: "a@b.example", OID: { "1.2.3.4": "five" } },
  ],
  serialnumber: "42",
  hosts: ["www.example", "10.0.0.1", "c@d.example", "spiffe://e.example/f"],
};

test("a renewed certificate has the names of the old one, and a new time, number and key", async () => {
  const old = await before.gencert(request);
  const made = await signer.renew(old.cert);
  const [was, is] = [describeCertificate(old.cert), describeCertificate(made.cert)];
  expect([is.subject, is.sans, is.usages, is.issuer]).toEqual([was.subject, was.sans, was.usages, was.issuer]);
  expect([is.notBefore, is.notAfter]).toEqual(["2027-02-03T04:00:00Z", "2027-02-04T04:00:00Z"]);
  expect(is.serialNumber).not.toBe(was.serialNumber);
  expect(is.subjectKeyId).not.toBe(was.subjectKeyId);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
  expect(certificate.verify(new X509Certificate(ca).publicKey)).toBe(true);
});

test("usages and the rest are the profile's", async () => {
  const old = await before.gencert(request);
  const { cert } = await signer.renew(old.cert, { profile: "server" });
  const { usages, notAfter, extensions } = describeCertificate(cert);
  expect([usages, notAfter]).toEqual([["signing", "server auth"], "2027-02-05T04:00:00Z"]);
  expect(extensions.some(({ name }) => name === "cRLDistributionPoints")).toBe(true);
  const other = await signer.renew(old.cert, { profile: "server", crlUrl: "http://other.example" });
  expect(Buffer.from(new X509Certificate(other.cert).raw).includes("http://other.example")).toBe(true);
});

test.each<[KeyJson]>([
  [{ algo: "rsa", size: 3072 }],
  [{ algo: "ecdsa", size: 256 }],
  [{ algo: "ecdsa", size: 384 }],
  [{ algo: "ecdsa", size: 521 }],
  [{ algo: "ed25519", size: 256 }],
])("the new key is like the old one: %j", async (key) => {
  const old = await before.gencert({ CN: "x", key });
  expect(describeCertificate((await signer.renew(old.cert)).cert).key).toEqual(key);
});

test("the old key stays when it is handed in", async () => {
  const old = await before.gencert(request);
  const made = await signer.renew(new X509Certificate(old.cert), { key: old.key });
  expect(Object.keys(made).sort()).toEqual(["cert", "csr"]);
  expect(certinfo(made.cert).subject_key_id).toBe(certinfo(old.cert).subject_key_id);
});

test("a CA with a renewed certificate goes on renewing", async () => {
  const old = await before.gencert(request);
  const { cert } = await renewca({ ca, caKey });
  const renewed = await open("2027-02-03T04:05:00Z", { ca: cert });
  expect(certinfo((await renewed.renew(old.cert)).cert).sans).toEqual(["www.example", "10.0.0.1"]);
});

describe("renew refuses", () => {
  const notOurs = "this certificate was not issued by this CA";

  test.each<[string, () => Promise<string>, number, string]>([
    [
      "a certificate of another CA",
      async () => {
        const files = { ca: read("ca-ecdsa-384.pem"), caKey: read("ca-ecdsa-384-key.pem") };
        return (await (await createLocalSigner(files)).gencert({ CN: "x" })).cert;
      },
      5300,
      notOurs,
    ],
    ["a certificate of nobody", async () => read("cert-ecdsa-256.pem"), 5300, notOurs],
    [
      "a certificate that was changed",
      async () => {
        const { cert } = await before.gencert({ CN: "honest.example" });
        const der = Buffer.from(cert.replace(/-----.*-----|\s/g, ""), "base64");
        der.write("wicked", der.indexOf("honest"));
        return `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
      },
      5300,
      notOurs,
    ],
    [
      "a CA's certificate",
      async () => (await before.gencert({ CN: "x" }, { profile: "authority" })).cert,
      5300,
      "this certificate is a CA's: renew it with renewca, or issue a new one",
    ],
    ["a text that is no certificate", async () => "x", 1002, "Failed to decode certificate"],
  ])("%s", async (_, make, code, message) => {
    await expect(signer.renew(await make())).rejects.toMatchObject({ code, message });
  });

  test("a name that the profile does not allow", async () => {
    const old = await before.gencert({ CN: "x", hosts: ["a.test", "b.example"] });
    await expect(signer.renew(old.cert, { profile: "named" })).rejects.toMatchObject({
      code: 5500,
      rejected: ["x", "a.test"],
    });
  });

  test.each([
    ["cert-sans.pem", "this certificate has an alternative name of a type that cannot be requested"],
    ["cert-many-names.pem", "this certificate has several common names or serial numbers in its subject"],
  ])("names that it would lose: %s", async (name, message) => {
    const own = { ca: read(name), caKey: read("leaf-ecdsa-256-key.pem") };
    const self = await createLocalSigner(own);
    await expect(self.renew(own.ca)).rejects.toMatchObject({ code: 5300, message });
  });

  test("a profile of a remote server", async () => {
    const remote = { signing: { default: { remote: "r" } }, remotes: { r: "127.0.0.1:1" } };
    const old = await before.gencert({ CN: "x" });
    await expect((await open("2027-01-01T00:00:00Z", { config: remote })).renew(old.cert)).rejects.toThrow(RangeError);
  });
});
