import { spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { createLocalSigner, genkey, initca, type KeyJson, type LocalSigner, selfsign } from "../../src/index.js";

const keyFormat = "pkcs8";
const kinds: readonly (readonly [string, KeyJson])[] = [
  ["rsa", { algo: "rsa", size: 2048 }],
  ["ec", { algo: "ecdsa", size: 256 }],
  ["ec", { algo: "ecdsa", size: 384 }],
  ["ec", { algo: "ecdsa", size: 521 }],
  ["ed25519", { algo: "ed25519" }],
];

let signer: LocalSigner;
beforeAll(async () => {
  const { cert, key } = await initca({ CN: "CA" }, { keyFormat });
  signer = await createLocalSigner({ ca: cert, caKey: key }, { keyFormat });
});

/** The public key that openssl finds in a private one, after checking it. */
function publicKeyByOpenssl(key: string): string {
  const { stdout, stderr } = spawnSync("openssl", ["pkey", "-pubout", "-check"], { input: key, encoding: "utf8" });
  expect(`${stdout}${stderr}`).toContain("Key is valid");
  return /-----BEGIN PUBLIC KEY-----[\s\S]*-----END PUBLIC KEY-----\n/.exec(stdout)?.[0] ?? "";
}

describe.each(kinds)("PKCS #8 of a key of type %s", (type, key) => {
  test.each<[string, () => Promise<{ key: string; cert?: string }>]>([
    ["initca", () => initca({ CN: "x", key }, { keyFormat })],
    ["genkey", () => genkey({ CN: "x", key }, { keyFormat })],
    ["selfsign", () => selfsign({ CN: "x", key }, { keyFormat })],
    ["gencert", () => signer.gencert({ CN: "x", key })],
    ["renew", async () => signer.renew((await signer.gencert({ CN: "x", key })).cert)],
  ])(`${JSON.stringify(key)} of %s is what node:crypto and openssl read`, async (_, make) => {
    const made = await make();
    expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\s\S]*\n-----END PRIVATE KEY-----\n$/);
    const opened = createPrivateKey(made.key);
    expect(opened.asymmetricKeyType).toBe(type);
    expect(opened.export({ type: "pkcs8", format: "pem" })).toBe(made.key);
    const publicKey = createPublicKey(opened).export({ type: "spki", format: "pem" });
    expect(publicKeyByOpenssl(made.key)).toBe(publicKey);
    if (made.cert) expect(new X509Certificate(made.cert).checkPrivateKey(opened)).toBe(true);
    // cfssl's own readers take it, too.
    await initca({ CN: "x" }, { key: made.key });
  });
});

test.each<[KeyJson, string]>([
  [{ algo: "rsa", size: 2048 }, "RSA PRIVATE KEY"],
  [{}, "EC PRIVATE KEY"],
  [{ algo: "ed25519" }, "Ed25519 PRIVATE KEY"],
])("without the option, and as cfssl, the key for %j has upstream's label", async (key, label) => {
  for (const options of [{}, { keyFormat: "cfssl" } as const]) {
    expect((await genkey({ CN: "x", key }, options)).key.split("\n")[0]).toBe(`-----BEGIN ${label}-----`);
  }
});

test("another format is a RangeError that names the two", async () => {
  await expect(genkey({ CN: "x" }, { keyFormat: "pem" as never })).rejects.toThrow(
    new RangeError('options.keyFormat must be "cfssl" or "pkcs8"; it is "pem"'),
  );
});
