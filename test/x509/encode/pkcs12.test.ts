import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePkcs12, type Pkcs12Protection } from "../../../src/x509/encode/pkcs12.js";
import { convertKey } from "../../../src/x509/keys/key-form.js";
import { withFolder } from "../../support/spawned.js";
import { keyFixture, pemFixture } from "../recorded.js";

const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const forms: readonly Pkcs12Protection[] = [
  { form: "modern", iterations: 3000 },
  { form: "old", iterations: 2000 },
];
const passwords = ["secret", "", "pässwörd €", "x".repeat(200)];
const kinds = ["ca-rsa-2048", "ca-ecdsa-256", "ca-ecdsa-521", "ca-ed25519"];

async function encode(name: string, password: string, protection: Pkcs12Protection): Promise<Uint8Array> {
  const pkcs8 = convertKey({ key: await keyFixture(name), der: pemFixture(`${name}-key.pem`) }, "pkcs8");
  const certificates = [
    { der: pemFixture(`${name}.pem`), name: "Käse & co" },
    { der: pemFixture("ca-rsa-3072.pem"), name: "" },
  ];
  return encodePkcs12({ key: pkcs8, certificates }, password, protection, random);
}

/** What openssl finds in the file, with this password. */
async function openssl(file: Uint8Array, password: string, ...flags: string[]) {
  return withFolder(async (folder) => {
    const path = join(folder, "x.p12");
    writeFileSync(path, file);
    const words = ["pkcs12", "-in", path, "-passin", `pass:${password}`, "-nodes", ...flags];
    return spawnSync("openssl", words, { encoding: "utf8" });
  });
}

describe.each(forms)("the $form form", (protection) => {
  const flags = protection.form === "old" ? ["-legacy"] : [];

  test.each(passwords)("opens with the password %j in openssl", async (password) => {
    const { stdout, stderr, status } = await openssl(await encode("ca-ecdsa-256", password, protection), password);
    expect([stderr, status]).toEqual(["", 0]);
    expect(stdout).toContain(readFileSync("fixtures/pem/ca-rsa-3072.pem", "utf8").trim());
  });

  test.each(kinds)("holds the key and the certificates of %s", async (name) => {
    const { stdout, stderr } = await openssl(await encode(name, "secret", protection), "secret", "-info", ...flags);
    expect(stdout).toContain(readFileSync(`fixtures/pem/${name}.pem`, "utf8").trim());
    const key = /-----BEGIN PRIVATE KEY-----[^-]*-----END PRIVATE KEY-----\n/.exec(stdout)?.[0] ?? "";
    const found = spawnSync("openssl", ["pkey", "-pubout"], { input: key, encoding: "utf8" }).stdout;
    const given = spawnSync("openssl", ["x509", "-noout", "-pubkey"], { input: stdout, encoding: "utf8" }).stdout;
    expect(found).toBe(given);
    // openssl prints the bytes of other characters as it likes.
    expect(stdout.match(/friendlyName: K.*se & co/g)).toHaveLength(2);
    const ids = [...stdout.matchAll(/localKeyID: (.*)/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const said =
      protection.form === "modern"
        ? ["MAC: sha256, Iteration 3000", "PBES2, PBKDF2, AES-256-CBC, Iteration 3000, PRF hmacWithSHA256"]
        : ["MAC: sha1, Iteration 2000", "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2000"];
    for (const line of said) expect(stderr).toContain(line);
  });

  test("does not open with another password", async () => {
    const { stderr } = await openssl(await encode("ca-ecdsa-256", "secret", protection), "Secret");
    expect(stderr).toContain("Mac verify error: invalid password?");
  });
});

test("certificates alone need no key", async () => {
  const certificates = ["ca-rsa-2048", "ca-ed25519"].map((name) => ({ der: pemFixture(`${name}.pem`), name }));
  const file = await encodePkcs12({ key: null, certificates }, "secret", { form: "modern", iterations: 1000 }, random);
  const { stdout } = await openssl(file, "secret");
  expect(stdout.match(/friendlyName: (.*)/g)).toEqual(["friendlyName: ca-rsa-2048", "friendlyName: ca-ed25519"]);
  expect(stdout).toContain("2.16.840.1.113894.746875.1.1");
  expect(stdout).not.toContain("PRIVATE KEY");
});

const hasKeytool = spawnSync("keytool", ["-help"]).error === undefined;
if (!hasKeytool) console.warn("keytool is not installed: no file is opened by Java.");

(hasKeytool ? describe : describe.skip)("keytool (of Debian's default-jre-headless)", () => {
  const list = (file: Uint8Array) =>
    withFolder(async (folder) => {
      const path = join(folder, "x.p12");
      writeFileSync(path, file);
      return spawnSync("keytool", ["-list", "-keystore", path, "-storepass", "secret"], { encoding: "utf8" }).stdout;
    });

  test.each(forms)("opens the $form form", async (protection) => {
    const stdout = await list(await encode("ca-ecdsa-256", "secret", protection));
    expect(stdout).toContain("Your keystore contains 1 entry");
    expect(stdout).toMatch(/^käse & co, .*PrivateKeyEntry/mu);
  });

  test("trusts the certificates that come without a key", async () => {
    const certificates = ["ca-rsa-2048", "ca-ecdsa-256"].map((name) => ({ der: pemFixture(`${name}.pem`), name }));
    const protection: Pkcs12Protection = { form: "modern", iterations: 1000 };
    const stdout = await list(await encodePkcs12({ key: null, certificates }, "secret", protection, random));
    expect(stdout.match(/trustedCertEntry/g)).toHaveLength(2);
  });
});
