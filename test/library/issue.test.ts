import { spawnSync } from "node:child_process";
import { createPublicKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type CertificateInfo,
  type ConfigJson,
  certinfo,
  createLocalSigner,
  createLogger,
  csrinfo,
  GoError,
  gencrl,
  gencsr,
  genkey,
  initca,
  type LocalSigner,
  type Options,
  type RequestJson,
  renewca,
  selfsign,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (path: string) => readFileSync(fixturePath(path), "utf8");
const ca = read("pem/ca-ecdsa-256.pem");
const caKey = read("pem/ca-ecdsa-256-key.pem");

/** A clock past the middle of a minute, and serial numbers of ones: 2^159 - 1, as the highest bit is cleared. */
const fixed: Options = {
  now: () => Date.parse("2026-02-03T04:05:47.600Z"),
  random: (length) => new Uint8Array(length).fill(0xff),
};
const serial = String(2n ** 159n - 1n);

const config: ConfigJson = {
  signing: {
    default: { expiry: "1h" },
    profiles: {
      server: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth"] },
      intermediate: { expiry: "8760h", usages: ["cert sign"], ca_constraint: { is_ca: true } },
    },
  },
};

async function errorOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

function labelOf(pem: string): string {
  return /^-----BEGIN (.*)-----\n[\s\S]*\n-----END \1-----\n$/.exec(pem)?.[1] ?? `no PEM: ${pem}`;
}

describe("initca", () => {
  test.each<[what: string, nameConstraints: unknown, error: string]>([
    ["a text", "example.com", "options.nameConstraints must be an object; a string was given"],
    [
      "a text for a list",
      { permitted: "x" },
      "options.nameConstraints.permitted must be an array of strings; a string",
    ],
    ["a number", { excluded: [1] }, "options.nameConstraints.excluded[0] must be a string; a number was given"],
    [
      "no constraint",
      { permitted: ["*.x"] },
      'options.nameConstraints.permitted[0]: "*.x" has no wildcard: write ".x"',
    ],
    ["nothing", {}, "options.nameConstraints constrains nothing"],
  ])("refuses %s for name constraints", async (_, nameConstraints, error) => {
    await expect(initca({ CN: "x" }, { nameConstraints } as object)).rejects.toThrow(error);
  });

  test("makes a CA for five years that begins five minutes before the nearest minute", async () => {
    const made = await initca({ CN: "Example CA", names: [{ O: "Example" }] }, fixed);
    expect(certinfo(made.cert)).toMatchObject({
      subject: { common_name: "Example CA", organization: "Example", names: ["Example", "Example CA"] },
      issuer: { common_name: "Example CA" },
      serial_number: serial,
      not_before: "2026-02-03T04:01:00Z",
      not_after: "2031-02-02T04:01:00Z",
      sigalg: "ECDSAWithSHA256",
      authority_key_id: "",
    });
    const certificate = new X509Certificate(made.cert);
    expect([certificate.ca, certificate.verify(certificate.publicKey)]).toEqual([true, true]);
    expect([made.key, made.csr].map(labelOf)).toEqual(["EC PRIVATE KEY", "CERTIFICATE REQUEST"]);
  });

  test.each<[NonNullable<RequestJson["key"]>, string, string]>([
    [{}, "EC PRIVATE KEY", "ECDSAWithSHA256"],
    [{ size: 384 }, "EC PRIVATE KEY", "ECDSAWithSHA384"],
    [{ algo: "ecdsa", size: 521 }, "EC PRIVATE KEY", "ECDSAWithSHA512"],
    [{ algo: "rsa", size: 2048 }, "RSA PRIVATE KEY", "SHA256WithRSA"],
    [{ algo: "ed25519" }, "Ed25519 PRIVATE KEY", "Ed25519"],
  ])("makes the key that %j asks for", async (key, label, sigalg) => {
    const made = await initca({ CN: "x", key });
    expect([labelOf(made.key), certinfo(made.cert).sigalg]).toEqual([label, sigalg]);
  });

  test.each<[string, (text: string) => string | Uint8Array]>([
    ["text", (text) => text],
    ["bytes", (text) => new TextEncoder().encode(text)],
  ])("also takes a request as %s", async (_, form) => {
    const made = await initca(form('{"cn":"x","unknown":1,"ca":{"expiry":"1h"}}'), fixed);
    expect(certinfo(made.cert)).toMatchObject({ subject: { common_name: "x" }, not_after: "2026-02-03T05:01:00Z" });
  });

  test.each([1, 1n])("logs what the programs log, above the threshold %p", async (threshold) => {
    let lines = "";
    const log = createLogger(
      threshold,
      () => "2026/02/03 04:05:47",
      (line) => {
        lines += line;
      },
    );
    await initca({ CN: "x" }, { ...fixed, log });
    expect(lines).toBe(
      [
        "generate received request",
        "received CSR",
        "generating key: ecdsa-256",
        "encoded CSR",
        `signed certificate with serial number ${serial}`,
      ]
        .map((message) => `2026/02/03 04:05:47 [INFO] ${message}\n`)
        .join(""),
    );
  });
});

test.each<[string, unknown, Error]>([
  ["a text", "1", new TypeError("threshold must be a number; a string was given")],
  ["half a level", 0.5, new RangeError("threshold must be a whole number")],
])("the threshold of a log is not %s", (_, threshold, error) => {
  const make = () => createLogger(threshold as number, String, String);
  expect(make).toThrow(error);
  expect(make).toThrow(error.constructor as typeof TypeError);
});

describe("a local signer", () => {
  let signer: LocalSigner;
  beforeAll(async () => {
    signer = await createLocalSigner({ ca, caKey, config }, fixed);
  });

  test("makes a key and a certificate for it", async () => {
    const made = await signer.gencert(
      { CN: "web", hosts: ["www.example.com", "10.0.0.1"] },
      { profile: "server", crlUrl: "http://crl.example/ca.crl" },
    );
    const { sans, serial_number, not_before, not_after } = certinfo(made.cert);
    expect({ sans, serial_number, not_before, not_after }).toEqual({
      sans: ["www.example.com", "10.0.0.1"],
      serial_number: serial,
      not_before: "2026-02-03T04:01:00Z",
      not_after: "2027-02-03T04:01:00Z",
    });
    const certificate = new X509Certificate(made.cert);
    const issuer = new X509Certificate(ca);
    expect(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)).toBe(true);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(Buffer.from(certificate.raw).includes("http://crl.example/ca.crl")).toBe(true);
    expect(labelOf(made.key)).toBe("EC PRIVATE KEY");
  });

  test("replaces the request's hosts with the caller's", async () => {
    const hosts = ["db.example", "::1"];
    const { cert, csr } = await signer.gencert({ CN: "x", hosts: ["other.example"] }, { profile: "server", hosts });
    expect(certinfo(cert).sans).toEqual(["db.example", "::1"]);
    expect(csrinfo(csr)).toMatchObject({ DNSNames: ["db.example"] });
  });

  test("issues a certificate for a request made elsewhere", async () => {
    const csr = read("pem/leaf-rsa-2048.csr");
    const issued = await signer.sign(csr, { profile: "server" });
    expect(issued.csr).toBe(csr);
    expect(Object.keys(issued).sort()).toEqual(["cert", "csr"]);
    expect(certinfo(issued.cert)).toMatchObject({
      subject: { common_name: "leaf.example" },
      sans: ["leaf.example", "10.0.0.1"],
    });
  });

  test("checks the signature of a request, whatever the caller's options hold", async () => {
    const genuine = Buffer.from(read("pem/leaf-rsa-2048.csr").replace(/-----[^\n]*-----/g, ""), "base64");
    const forged = genuine.map((byte, at) => (at === genuine.length - 1 ? byte ^ 1 : byte));
    const csr = `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(forged).toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
    const { csr: other } = await genkey({ CN: "other" });
    for (const extra of [{ asks: null }, { requested: null }, { request: other }, { isPredicted: true }]) {
      expect(await errorOf(() => signer.sign(csr, { profile: "server", ...extra }))).toMatchObject({ code: 9300 });
    }
  });

  test("replaces the request's subject with the caller's", async () => {
    const { csr } = await genkey({ CN: "old", names: [{ O: "Old", C: "DE" }] });
    const { cert } = await signer.sign(csr, { profile: "server", subject: { CN: "new", names: [{ O: "New" }] } });
    expect(certinfo(cert).subject.names).toEqual(["DE", "New", "new"]);
  });

  test("issues CA certificates under a profile for them", async () => {
    const { cert } = await signer.gencert({ CN: "Intermediate" }, { profile: "intermediate" });
    expect(new X509Certificate(cert).ca).toBe(true);
  });

  test("opens an encrypted key with its password", async () => {
    const files = { ca, caKey: read("pem/ca-ecdsa-256-aes256-key.pem") };
    expect(await errorOf(() => createLocalSigner(files))).toMatchObject({ code: 2100 });
    expect(await errorOf(() => createLocalSigner({ ...files, password: "wrong" }))).toBeInstanceOf(GoError);
  });

  test("looks up the keys of a configuration in the caller's sources", async () => {
    const auth_keys = { k: { type: "standard", key: "env:AUTH_KEY" } } as const;
    const signing = { default: { expiry: "1h", usages: ["signing"], auth_key: "k" } } as const;
    const asked: string[] = [];
    const env = (name: string) => {
      asked.push(name);
      return "00ff";
    };
    const sources = {
      env,
      readFile() {
        throw new GoError("no files here");
      },
    };
    await createLocalSigner({ ca, caKey, config: { auth_keys, signing } }, { sources });
    expect(asked).toEqual(["AUTH_KEY"]);
  });
});

describe("the other functions", () => {
  test("renewca keeps the name, the key and the length of validity", async () => {
    const old = certinfo(ca);
    const { cert } = await renewca({ ca, caKey }, fixed);
    const renewed = certinfo(cert);
    expect(renewed.subject).toEqual(old.subject);
    expect(renewed.subject_key_id).toBe(old.subject_key_id);
    const length = ({ not_before, not_after }: CertificateInfo) => Date.parse(not_after) - Date.parse(not_before);
    expect(length(renewed)).toBe(length(old));
    expect(renewed.not_before).toBe("2026-02-03T04:01:00Z");
  });

  test("gencsr makes a request for an existing key", async () => {
    const { csr } = await gencsr({ CN: "x", hosts: ["a.example"] }, caKey);
    const asked = csrinfo(csr);
    expect(asked).toMatchObject({ Subject: { CommonName: "x" }, DNSNames: ["a.example"] });
    const spki = createPublicKey(caKey).export({ type: "spki", format: "der" });
    expect(Buffer.from(asked["RawSubjectPublicKeyInfo"] as Uint8Array)).toEqual(spki);
  });

  test.each<[string, number | undefined, string]>([
    ["for a week", undefined, "Feb 10 04:05:47 2026 GMT"],
    ["for as many seconds as it is told", 60, "Feb  3 04:06:47 2026 GMT"],
  ])("gencrl makes a list %s, which openssl verifies", async (_, lifetime, nextUpdate) => {
    const list = await gencrl({ ca, caKey, serials: [17n, 2n ** 64n], ...(lifetime ? { lifetime } : {}) }, fixed);
    const args = ["crl", "-inform", "DER", "-CAfile", fixturePath("pem/ca-ecdsa-256.pem"), "-noout", "-text"];
    const { stdout, stderr } = spawnSync("openssl", args, { input: list, encoding: "utf8" });
    expect(stderr).toContain("verify OK");
    expect(stdout).toContain("Last Update: Feb  3 04:05:47 2026 GMT");
    expect(stdout).toContain(`Next Update: ${nextUpdate}`);
    expect([...stdout.matchAll(/Serial Number: (\w+)/g)].map(([, number]) => number)).toEqual([
      "11",
      "010000000000000000",
    ]);
  });

  test("selfsign makes a certificate for a quarter, to the second", async () => {
    const { cert } = await selfsign({ CN: "x", hosts: ["a.example"] }, fixed);
    expect(certinfo(cert)).toMatchObject({
      sans: ["a.example"],
      serial_number: String(2n ** 63n - 1n),
      not_before: "2026-02-03T04:00:47Z",
      not_after: "2026-05-05T10:05:47Z",
    });
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });
});

describe("compat", () => {
  test.each(["1.2", "1.6"] as const)("with %s, certinfo answers what that release prints", (compat) => {
    const published = read(`walkthrough/published-kubernetes.certinfo-${compat}.json`);
    const { pem } = JSON.parse(published);
    expect(`${JSON.stringify(certinfo(pem, { compat }), null, 2)}\n`).toBe(published);
  });

  test("1.2 has no Ed25519 and puts no hosts into self-signed certificates", async () => {
    const compat = { compat: "1.2" } as const;
    expect(await errorOf(() => genkey({ CN: "x", key: { algo: "ed25519" } }, compat))).toMatchObject({
      code: 2400,
      message: "invalid algorithm",
    });
    expect(certinfo((await selfsign({ CN: "x", hosts: ["a.example"] }, compat)).cert).sans).toBeUndefined();
  });

  test("an unknown level is an error that lists the levels", async () => {
    // @ts-expect-error no such level
    const error = await errorOf(() => initca({ CN: "x" }, { compat: "2.0" }));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain("1.6 or 1.2");
    expect(error).toHaveProperty("message", 'options.compat is "2.0": set it to 1.6 or 1.2, or leave it out for 1.6');
  });
});
