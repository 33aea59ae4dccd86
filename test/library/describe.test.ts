import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import {
  certinfo,
  createLocalSigner,
  daysLeft,
  describeCertificate,
  describeRequest,
  fingerprint,
  GoError,
  gencsr,
  genkey,
  selfsign,
  type Usage,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const names = readdirSync(fixturePath("pem"));
const certificates = names.filter((name) => name.endsWith(".pem") && !/-key\.pem$|^pkcs7|\.cnf$/.test(name));

/** What openssl shows of a request's text. */
const openssl = (...args: readonly string[]) => spawnSync("openssl", args, { encoding: "utf8" }).stdout;

test("a description has the names with their types, in their order", () => {
  expect(describeCertificate(read("cert-sans.pem")).sans).toEqual([
    { type: "dns", value: "a.example" },
    { type: "ip", value: "10.0.0.1" },
    { type: "dns", value: "*.b.example" },
    { type: "ip", value: "2001:db8::1" },
    { type: "email", value: "a@b.example" },
    { type: "uri", value: "https://x.example/a?b=c" },
    { type: "other", value: expect.stringMatching(/^p/) },
    { type: "other", value: Buffer.from("88032a0304", "hex").toString("base64") },
  ]);
});

test("a description has all extensions, with their names", () => {
  const { extensions, usages, isCa, pathlen, signatureAlgorithm } = describeCertificate(
    read("cert-all-extensions.pem"),
  );
  expect(extensions.map(({ id, name, critical }) => `${name ?? id}${critical ? "!" : ""}`)).toEqual([
    ...["basicConstraints!", "keyUsage!", "extKeyUsage", "subjectKeyIdentifier", "authorityKeyIdentifier"],
    ...["subjectAltName", "issuerAltName", "cRLDistributionPoints", "authorityInfoAccess", "certificatePolicies"],
    ...["nameConstraints!", "ocspNoCheck", "tlsFeature", "1.2.3.4.5"],
  ]);
  expect(extensions.find(({ name }) => name === "basicConstraints")?.value).toBe(
    Buffer.from("30060101ff020103", "hex").toString("base64"),
  );
  expect({ usages, isCa, pathlen, signatureAlgorithm }).toEqual({
    usages: ["signing", "cert sign", "crl sign", "server auth", "client auth", "1.2.3.4"],
    isCa: true,
    pathlen: 3,
    signatureAlgorithm: "ECDSAWithSHA256",
  });
});

test.each(["cert-sans.pem", "cert-version-1.pem", "ca-ecdsa-256.pem"])("%s limits no path", (name) => {
  expect(describeCertificate(read(name))).not.toHaveProperty("pathlen");
});

test("a description has a name's usual attributes by their words, and all others by their types", () => {
  expect(describeCertificate(read("cert-many-names.pem")).subject).toMatchObject({
    commonName: "second",
    serialNumber: "42",
    country: ["US"],
    province: ["California"],
    organization: ["One", "Two"],
    organizationalUnit: ["A", "B"],
    streetAddress: ["1 Main"],
    postalCode: ["12345"],
    locality: ["Here"],
    attributes: expect.arrayContaining([
      { type: "2.5.4.3", value: "first" },
      { type: "0.9.2342.19200300.100.1.25", value: "com" },
      { type: "1.2.840.113549.1.9.1", value: "a@b.example" },
    ]),
  });
  expect(describeCertificate(read("cert-empty-subject.pem")).subject).toEqual({ attributes: [] });
});

test.each<[string, object, string]>([
  ["cert-rsa-2048.pem", { algo: "rsa", size: 2048 }, "SHA256WithRSA"],
  ["cert-rsa-1024.pem", { algo: "rsa", size: 1024 }, "SHA256WithRSA"],
  ["cert-rsa-pss.pem", { algo: "rsa", size: 2048 }, "SHA256WithRSAPSS"],
  ["cert-rsa-md5.pem", { algo: "rsa", size: 2048 }, "MD5WithRSA"],
  ["cert-rsa-sha224.pem", { algo: "rsa", size: 2048 }, "1.2.840.113549.1.1.14"],
  ["cert-ecdsa-224.pem", { algo: "ecdsa", size: 224 }, "ECDSAWithSHA256"],
  ["cert-ecdsa-521.pem", { algo: "ecdsa", size: 521 }, "ECDSAWithSHA256"],
  ["cert-ed25519.pem", { algo: "ed25519", size: 256 }, "Ed25519"],
  ["cert-ed448.pem", { algo: "1.3.101.113" }, "1.3.101.113"],
  ["cert-dsa.pem", { algo: "dsa", size: 1024 }, "DSAWithSHA256"],
])("the key and the signature of %s are named", (name, key, signatureAlgorithm) => {
  expect(describeCertificate(read(name))).toMatchObject({ key, signatureAlgorithm });
});

const describable = certificates.filter((name) => name !== "cert-secp256k1.pem");

test.each(describable)("the description of %s is JSON, and agrees with certinfo and node:crypto", async (name) => {
  const pem = read(name);
  const description = describeCertificate(pem);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  const info = certinfo(pem);
  expect(description).toMatchObject({ serialNumber: info.serial_number });
  expect(description.subjectKeyId ?? "").toBe(info.subject_key_id);
  expect(description.authorityKeyId ?? "").toBe(info.authority_key_id);
  expect(description.subject.commonName).toBe(info.subject.common_name);
  const { raw, validFrom, validTo, ca, fingerprint: sha1, fingerprint256 } = new X509Certificate(pem);
  const times = [description.notBefore, description.notAfter].map((time) => Date.parse(time));
  expect(times).toEqual([validFrom, validTo].map((time) => Date.parse(time)));
  if (description.extensions.some(({ id }) => id === "2.5.29.19")) expect(description.isCa).toBe(ca);
  const hash = "SHA-512";
  const sha512 = createHash("sha512").update(raw).digest("hex").toUpperCase().match(/../g)?.join(":");
  const fingerprints = [fingerprint(pem, { hash: "SHA-1" }), fingerprint(pem), fingerprint(pem, { hash })];
  expect(await Promise.all(fingerprints)).toEqual([sha1, fingerprint256, sha512]);
});

const requests = names.filter((name) => name.endsWith(".csr") && name !== "leaf-secp256k1.csr");

test.each(requests)("the description of %s is JSON, and agrees with openssl", (name) => {
  const description = describeRequest(read(name));
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  const text = openssl("req", "-in", fixturePath(`pem/${name}`), "-noout", "-text");
  const [, sans = ""] = /X509v3 Subject Alternative Name: .*\n(.*)/.exec(text) ?? [];
  const dns = [...sans.matchAll(/DNS:([^,\s]+)/g)].map(([, value]) => value);
  expect(description.sans.filter(({ type }) => type === "dns").map(({ value }) => value)).toEqual(dns);
});

test("a request with a key that Go cannot read is an error of Go's", () => {
  expect(() => describeRequest(read("leaf-secp256k1.csr"))).toThrow(new GoError("x509: unsupported elliptic curve"));
});

test("a request's description has the limits and usages that it asks for", async () => {
  const { csr } = await genkey({
    CN: "x",
    hosts: ["a.example", "::1", "b@c.example", "spiffe://d.example"],
    extensions: [
      { Id: [2, 5, 29, 15], Critical: true, Value: "AwIHgA==" },
      { Id: [2, 5, 29, 37], Value: "MAoGCCsGAQUFBwMC" },
    ],
  });
  expect(describeRequest(csr)).toMatchObject({
    sans: [
      { type: "dns", value: "a.example" },
      { type: "email", value: "b@c.example" },
      { type: "ip", value: "::1" },
      { type: "uri", value: "spiffe://d.example" },
    ],
    usages: ["signing", "client auth"],
    isCa: false,
    extensions: [{ name: "subjectAltName" }, { name: "keyUsage", critical: true }, { name: "extKeyUsage" }],
  });
  const authority = await gencsr({ CN: "x", ca: { pathlen: 2 } }, read("leaf-ecdsa-256-key.pem"));
  expect(describeRequest(authority.csr)).toMatchObject({ isCa: true, pathlen: 2 });
});

const words: readonly Usage[] = [
  ...(["signing", "content commitment", "key encipherment", "data encipherment", "key agreement"] as const),
  ...(["cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth", "client auth"] as const),
  ...(["code signing", "email protection", "ipsec end system", "ipsec tunnel", "ipsec user"] as const),
  ...(["timestamping", "ocsp signing", "microsoft sgc", "netscape sgc"] as const),
];

test("usages come out in the words that they went in by", async () => {
  const files = { ca: read("ca-ecdsa-256.pem"), caKey: read("ca-ecdsa-256-key.pem") };
  const usagesOf = async (usages: readonly Usage[]) => {
    const signer = await createLocalSigner({ ...files, config: { signing: { default: { expiry: "1h", usages } } } });
    return describeCertificate((await signer.gencert({ CN: "x" })).cert).usages;
  };
  expect(await usagesOf(words)).toEqual(words);
  for (const word of words) expect(await usagesOf([word])).toEqual([word]);
  expect(await usagesOf(["digital signature", "s/mime"])).toEqual(["signing", "email protection"]);
});

test.each<[string, number]>([
  ["2026-02-03T04:05:47Z", 91],
  ["2026-05-04T10:05:46Z", 1],
  ["2026-05-04T10:05:48Z", 0],
  ["2026-05-05T10:05:47Z", 0],
  ["2026-05-05T10:05:48Z", -1],
  ["2026-05-07T00:00:00Z", -2],
])("at %s, %d whole days are left of a certificate until 2026-05-05T10:05:47Z", async (time, days) => {
  const { cert } = await selfsign({ CN: "x" }, { now: () => Date.parse("2026-02-03T04:05:47Z") });
  expect(certinfo(cert).not_after).toBe("2026-05-05T10:05:47Z");
  expect(daysLeft(cert, { now: () => Date.parse(time) })).toBe(days);
});

test("another hash is a RangeError that names those that there are", async () => {
  await expect(fingerprint(read("ca-ecdsa-256.pem"), { hash: "MD5" as never })).rejects.toThrow(
    new RangeError('options.hash must be one of SHA-1, SHA-256, SHA-384, SHA-512; it is "MD5"'),
  );
});
