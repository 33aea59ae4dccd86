import { createHash, createPublicKey } from "node:crypto";
import { toX509Certificate, toX509Request } from "../../src/crypto/peculiar.js";
import { decryptCbc, digest, generatePrime, md5 } from "../../src/crypto/primitives.js";
import { createRequest } from "../../src/x509/encode/request.js";
import { signatureAlgorithmFor } from "../../src/x509/encode/signing-algorithm.js";
import { emptyName } from "../../src/x509/model/name.js";
import { fromBase64, keyFixture, pemFixture, recorded } from "../x509/recorded.js";

const authorities = ["ca-rsa-2048", "ca-rsa-3072", "ca-ecdsa-256", "ca-ecdsa-384", "ca-ecdsa-521"];

test.each(authorities)("@peculiar/x509 verifies a request signed with the key of %s", async (name) => {
  const key = await keyFixture(name);
  const names = { dnsNames: ["a.com"], emailAddresses: [], ipAddresses: [], uris: [] };
  const subject = { ...emptyName(), commonName: "x" };
  const request = await toX509Request(await createRequest({ subject, ...names, extraExtensions: [] }, key));
  expect(await request.verify()).toBe(true);
  expect(request.subject).toBe("CN=x");
});

test("@peculiar/x509 reads upstream's certificates", async () => {
  const [row] = recorded<{ certificate: string }>("certificates");
  const certificate = await toX509Certificate(fromBase64(row?.certificate ?? ""));
  const issuer = await toX509Certificate(pemFixture("ca-rsa-2048.pem"));
  expect(await certificate.verify({ publicKey: issuer.publicKey, signatureOnly: true })).toBe(true);
});

test("hashes are those of the standards", async () => {
  const data = new TextEncoder().encode("abc");
  const openssl = (name: string) => new Uint8Array(createHash(name).update(data).digest());
  expect(await md5(data.subarray(0, 1), data.subarray(1))).toEqual(openssl("md5"));
  expect(await digest("SHA-1", data)).toEqual(openssl("sha1"));
  expect(await digest("SHA-512", data)).toEqual(openssl("sha512"));
});

test("a single DES key decrypts the standard's example", async () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  // FIPS 81, table C1 (CBC): the first block of "Now is the time for all ".
  const plain = await decryptCbc("des", hex("0123456789abcdef"), hex("1234567890abcdef"), hex("e5c7cdde872bf27c"));
  expect(Buffer.from(plain).toString()).toBe("Now is t");
});

test("a prime has its two highest bits set", async () => {
  const prime = await generatePrime(257);
  expect([prime >> 255n, prime % 2n]).toEqual([3n, 1n]);
});

test.each([
  ["leaf-rsa-1024", "1.2.840.113549.1.1.5"],
  ["ca-rsa-2048", "1.2.840.113549.1.1.11"],
  ["ca-rsa-3072", "1.2.840.113549.1.1.12"],
  ["ca-rsa-4096", "1.2.840.113549.1.1.13"],
  ["leaf-ecdsa-224", "1.2.840.10045.4.1"],
  ["ca-ecdsa-256", "1.2.840.10045.4.3.2"],
  ["ca-ecdsa-384", "1.2.840.10045.4.3.3"],
  ["ca-ecdsa-521", "1.2.840.10045.4.3.4"],
  ["ca-ed25519", "1.3.101.112"],
])("the key of %s signs by %s, and openssl agrees on the key", async (name, oid) => {
  const key = await keyFixture(name);
  expect(signatureAlgorithmFor(key).oid).toBe(oid);
  const spki = createPublicKey({ key: Buffer.from(key.spki), format: "der", type: "spki" });
  expect(spki.export({ format: "der", type: "spki" }).equals(Buffer.from(key.spki))).toBe(true);
});
