import { readFileSync } from "node:fs";
import {
  CfsslError,
  type ConfigJson,
  certinfo,
  createLocalSigner,
  csrinfo,
  GoError,
  GoPanic,
  gencsr,
  genkey,
  initca,
  renewca,
  UnavailableError,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (path: string) => readFileSync(fixturePath(path), "utf8");
const ca = read("pem/ca-ecdsa-256.pem");
const caKey = read("pem/ca-ecdsa-256-key.pem");

const config: ConfigJson = {
  signing: {
    default: { expiry: "1h" },
    profiles: {
      server: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth"] },
      named: { expiry: "1h", usages: ["client auth"], name_whitelist: "\\.example$" },
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

const signerOf = (more: Partial<Parameters<typeof createLocalSigner>[0]>) =>
  createLocalSigner({ ca, caKey, config, ...more });

describe("errors", () => {
  test.each<[string, () => unknown, number, string]>([
    ["a CA without a subject", () => initca({}), 5300, "missing subject information"],
    ["a weak key", () => genkey({ key: { algo: "rsa" } }), 2400, "RSA key is too weak"],
    ["no such curve", () => genkey({ key: { size: 255 } }), 2400, "invalid curve"],
    ["a certificate that is none", () => certinfo("x"), 1002, "Failed to decode certificate"],
    [
      "a key in the place of a certificate",
      () => certinfo(caKey),
      1003,
      'Failed to parse certificate: certificate is labeled "EC PRIVATE KEY"',
    ],
    ["a request that is none", () => csrinfo("x"), 9002, "CSR Decode failed"],
    ["a key that is none", () => gencsr({ CN: "x" }, "x"), 2002, "Failed to decode private key"],
    ["a CA that is none", () => signerOf({ ca: "x" }), 1002, "Failed to decode certificate"],
    [
      "a key of another CA",
      () => renewca({ ca, caKey: read("pem/ca-rsa-2048-key.pem") }),
      2300,
      "Private key does not match public key",
    ],
    [
      "a duration in years",
      () => signerOf({ config: { signing: { default: { expiry: "1y" } } } }),
      5200,
      'time: unknown unit "y" in duration "1y"',
    ],
    [
      "a profile without usages",
      async () => (await signerOf({})).gencert({ CN: "x" }),
      5100,
      "Invalid policy: no key usage available",
    ],
    [
      "a name off the whitelist",
      async () => (await signerOf({})).gencert({ CN: "x" }, { profile: "named" }),
      5500,
      "Request does not match policy whitelist",
    ],
    [
      "a CA's request",
      async () => (await signerOf({})).sign(read("pem/request-authority.csr"), { profile: "server" }),
      5300,
      "Policy violation request",
    ],
  ])("%s is a CfsslError", async (_, action, code, message) => {
    const error = await errorOf(action);
    expect(error).toBeInstanceOf(CfsslError);
    expect(error).toMatchObject({ code, message });
  });

  test.each<[string, () => unknown, string]>([
    ["JSON that is none", () => initca("{"), "unexpected end of JSON input"],
    [
      "JSON of another shape",
      () => initca('{"hosts":"a"}'),
      "json: cannot unmarshal string into Go struct field CertificateRequest.hosts of type []string",
    ],
    [
      "a certificate that is no CA's",
      () => renewca({ ca: read("pem/ca-not-an-authority.pem"), caKey }),
      "input certificate is not a CA cert",
    ],
    ["a configuration without signing", () => signerOf({ config: "{}" }), 'No "signing" field present'],
  ])("%s is a GoError", async (_, action, message) => {
    const error = await errorOf(action);
    expect(error).toBeInstanceOf(GoError);
    expect(error).toMatchObject({ message });
  });

  test("the error has all names that the whitelist refuses", async () => {
    const signer = await signerOf({});
    const hosts = ["a.example", "b.test", "10.0.0.1", "c@d.test", "spiffe://b.example"];
    const error = await errorOf(() => signer.gencert({ CN: "x", hosts }, { profile: "named" }));
    expect(error).toMatchObject({ reason: "policy.unmatchedWhitelist", rejected: ["x", "b.test", "c@d.test"] });
  });

  test.each<[string, () => unknown, object]>([
    [
      "a CfsslError",
      () => initca({}),
      { name: "CfsslError", code: 5300, reason: "policy.invalidRequest", message: "missing subject information" },
    ],
    [
      "a CfsslError with rejected names",
      async () => (await signerOf({})).gencert({ CN: "x" }, { profile: "named" }),
      {
        ...{ name: "CfsslError", code: 5500, reason: "policy.unmatchedWhitelist" },
        ...{ message: "Request does not match policy whitelist", rejected: ["x"] },
      },
    ],
    ["a GoError", () => initca("{"), { name: "GoError", message: "unexpected end of JSON input" }],
    [
      "a GoPanic",
      () => genkey({ CN: "x", hosts: ["ü"] }),
      { name: "GoPanic", message: 'this request cannot be encoded: x509: "ü" cannot be encoded as an IA5String' },
    ],
    [
      "an UnavailableError",
      () => {
        throw new UnavailableError("this", "use that", "here");
      },
      { name: "UnavailableError", message: "this is not available here: use that", hint: "use that" },
    ],
  ])("JSON of %s has its members, but neither stack nor cause", async (_, action, json) => {
    const error = await errorOf(action);
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: json });
  });

  test("a GoPanic stands for a crash of upstream and says what is wrong", async () => {
    const error = await errorOf(() => genkey({ CN: "x", hosts: ["ü"] }));
    expect(error).toBeInstanceOf(GoPanic);
    expect(error).not.toBeInstanceOf(GoError);
    expect(String(error)).toContain('x509: "ü" cannot be encoded as an IA5String');
  });
});
