import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { decodePem, encodePem } from "../../../src/go/pem.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import { type PasswordHash, strongPbkdf2, strongScrypt } from "../../../src/x509/encode/pbes2.js";
import { decryptPkcs8, encryptPkcs8 } from "../../../src/x509/keys/encrypted-pkcs8.js";
import { convertKey, type KeyForm } from "../../../src/x509/keys/key-form.js";
import { keyFixture, pemFixture } from "../recorded.js";

const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const quick: PasswordHash = { kind: "pbkdf2", iterations: 1000 };
const label = "ENCRYPTED PRIVATE KEY";
const openssl = (words: readonly string[], input: string | Uint8Array) =>
  spawnSync("openssl", words, { input, encoding: "utf8" });

async function pkcs8Of(name: string): Promise<Uint8Array> {
  return convertKey({ key: await keyFixture(name), der: pemFixture(`${name}-key.pem`) }, "pkcs8");
}

test.each([
  ["PBKDF2", strongPbkdf2],
  ["scrypt", strongScrypt],
])("openssl opens what is encrypted with %s, by its own limits", async (_, hash) => {
  const pkcs8 = await pkcs8Of("ca-ecdsa-256");
  const pem = encodePem(label, await encryptPkcs8(pkcs8, encodeUtf8("sécret"), hash, random));
  const { stdout, stderr } = openssl(["pkcs8", "-passin", "pass:sécret"], pem);
  expect([stdout, stderr]).toEqual([encodePem("PRIVATE KEY", pkcs8), ""]);
  expect(openssl(["pkcs8", "-passin", "pass:secret"], pem).stderr).toContain("Error decrypting key");
});

test.each([
  ["PBKDF2 and AES-128", ["-v2", "aes-128-cbc"]],
  ["PBKDF2 with SHA-1 and AES-192", ["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA1"]],
  ["PBKDF2 with SHA-512 and AES-256", ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"]],
  ["PBKDF2 and triple DES", ["-v2", "des3"]],
  ["scrypt", ["-scrypt"]],
])("what openssl encrypts with %s is opened", async (_, flags) => {
  const pkcs8 = await pkcs8Of("ca-rsa-2048");
  const { stdout } = openssl(["pkcs8", "-topk8", "-passout", "pass:secret", ...flags], encodePem("PRIVATE KEY", pkcs8));
  const block = decodePem(encodeUtf8(stdout))?.block;
  expect(block?.label).toBe(label);
  const der = block?.bytes ?? new Uint8Array();
  expect(await decryptPkcs8(der, encodeUtf8("secret"))).toEqual(pkcs8);
  // One wrong password in 256 passes; the next one then does not.
  const outcomes = await Promise.allSettled(["a", "b", "c"].map((each) => decryptPkcs8(der, encodeUtf8(each))));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { message: "x509: decryption password incorrect" } });
});

test("an encryption without PBES2 is refused by its name", async () => {
  const pem = openssl(
    ["pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-passout", "pass:x"],
    encodePem("PRIVATE KEY", await pkcs8Of("ca-ecdsa-256")),
  );
  const der = decodePem(encodeUtf8(pem.stdout))?.block.bytes ?? new Uint8Array();
  await expect(decryptPkcs8(der, encodeUtf8("x"))).rejects.toThrow("1.2.840.113549.1.12.1.3; PBES2 is known");
});

test("whatever is wrong with the bytes, the error is one line", async () => {
  const good = await encryptPkcs8(await pkcs8Of("ca-ecdsa-256"), encodeUtf8("x"), quick, random);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(), async (at, byte, cut) => {
      const bytes = good.slice(0, cut % 5 === 0 ? cut % good.length : good.length);
      if (at < bytes.length) bytes[at] = byte;
      // A count in the millions is allowed, but takes its time.
      if (at > 40 && at < 75) return;
      try {
        await decryptPkcs8(bytes, encodeUtf8("x"));
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
    { numRuns: 300 },
  );
});

const header = { pkcs1: "RSA PRIVATE KEY", sec1: "EC PRIVATE KEY", pkcs8: "PRIVATE KEY" };

test.each<[string, KeyForm, KeyForm, string]>([
  ["ca-rsa-2048", "pkcs8", "pkcs1", "rsa"],
  ["ca-ecdsa-256", "pkcs8", "sec1", "ec"],
  ["ca-ecdsa-521", "sec1", "pkcs8", "ec"],
])("the key of %s comes back from %s as %s, and openssl agrees", async (name, over, form, command) => {
  const key = await keyFixture(name);
  const original = pemFixture(`${name}-key.pem`);
  const there = convertKey({ key, der: original }, over);
  const back = convertKey({ key, der: there }, form);
  const pem = encodePem(header[form], back);
  const check = openssl(["pkey", "-check", "-noout"], pem);
  expect(check.stdout).toContain("Key is valid");
  const flags = form === "pkcs8" ? [] : command === "rsa" ? ["-traditional"] : [];
  const own = form === "pkcs8" ? ["pkcs8", "-topk8", "-nocrypt"] : [command, ...flags];
  expect(openssl(own, readFileSync(`fixtures/pem/${name}-key.pem`)).stdout).toBe(pem);
});

test.each<[string, KeyForm, string]>([
  ["ca-rsa-2048", "sec1", "x509: SEC 1 has no RSA keys; PKCS #1 and PKCS #8 have"],
  ["ca-ecdsa-256", "pkcs1", "x509: PKCS #1 has no ECDSA keys; SEC 1 and PKCS #8 have"],
  ["ca-ed25519", "sec1", "x509: SEC 1 has no Ed25519 keys; PKCS #8 has"],
])("the key of %s cannot be written as %s", async (name, form, message) => {
  const key = await keyFixture(name);
  expect(() => convertKey({ key, der: pemFixture(`${name}-key.pem`) }, form)).toThrow(message);
});
