import { check, type FileToCheck } from "../../../src/index.js";
import { type Ca, file, issue, makeCa, openssl, type Pair } from "../support/folders.js";

/** Certificates and keys in DER, PKCS #7 and PKCS #12. */

let ca: Ca;
let web: Pair;

beforeAll(async () => {
  ca = await makeCa("test-ca");
  web = await issue(ca, { cn: "web", hosts: ["10.0.0.0/24"], profile: "server" });
});

/** What openssl makes of the certificates and the key: the bytes of the file `out`. */
function made(command: string): Uint8Array {
  const inputs = { "ca.pem": ca.cert, "web.pem": web.cert, "key.pem": web.key };
  return Buffer.from(openssl(command, inputs)("out"), "latin1");
}

async function reported(files: readonly FileToCheck[]) {
  const { findings, summary, files: rows } = await check(files);
  return {
    findings: findings.map(({ rule, files: [path] }) => `${rule} ${path}`),
    counts: [summary.certificates, summary.keys],
    unread: rows.flatMap(({ kind, path, reason }) => (kind === "unreadable" ? [`${path}: ${reason}`] : [])),
  };
}

test.each([
  ["PKCS #7 in PEM", "crl2pkcs7 -nocrl -certfile web.pem -certfile ca.pem -out out", "all.p7b"],
  ["PKCS #7 in DER", "crl2pkcs7 -nocrl -certfile web.pem -certfile ca.pem -outform DER -out out", "all.p7b"],
  [
    "PKCS #7 in DER without an ending",
    "crl2pkcs7 -nocrl -certfile ca.pem -certfile web.pem -outform DER -out out",
    "all",
  ],
])("certificates in %s take part", async (_, command, path) => {
  expect(await reported([file(path, made(command))])).toEqual({
    findings: [`san-is-cidr ${path}`],
    counts: [2, 0],
    unread: [],
  });
});

const export12 = "pkcs12 -export -in web.pem -inkey key.pem -certfile ca.pem -out out";

test.each([
  ["nothing encrypted", `${export12} -keypbe NONE -certpbe NONE -nomac -passout pass:`, [2, 1], []],
  ["an empty password", `${export12} -passout pass:`, [2, 1], []],
  [
    "an empty password, AES-128 and SHA-1",
    `${export12} -passout pass: -keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha1`,
    [2, 1],
    [],
  ],
  [
    "an empty password and triple DES",
    `${export12} -passout pass: -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1`,
    [2, 1],
    [],
  ],
  ["an empty password and SHA-512", `${export12} -passout pass: -macalg sha512`, [2, 1], []],
  ["a password", `${export12} -passout pass:hunter2`, [0, 0], ["store.p12: needs a password"]],
  [
    "a password for the key alone",
    `${export12} -certpbe NONE -passout pass:hunter2`,
    [2, 0],
    ["store.p12: needs a password"],
  ],
])("of a PKCS #12 file with %s takes part what needs no password", async (_, command, counts, unread) => {
  expect(await reported([file("store.p12", made(command), 0o600)])).toEqual({
    findings: counts[0] === 0 ? [] : ["san-is-cidr store.p12"],
    ...{ counts, unread },
  });
});

test.each([
  ["a certificate", "x509 -in web.pem -outform DER -out out", "web", [1, 0], ["san-is-cidr web"]],
  ["a key in SEC 1", "ec -in key.pem -outform DER -out out", "web", [0, 1], []],
  ["a key in PKCS #8", "pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out out", "web.p8", [0, 1], []],
] as const)("%s in DER takes part, whatever its name", async (_, command, path, counts, findings) => {
  expect(await reported([file(path, made(command), 0o600)])).toEqual({ findings, counts, unread: [] });
});

test.each([
  ["of old", "feedfeed00000002"],
  ["of its cryptography extension", "cececece00000002"],
])("a Java keystore %s is named as what it is", async (_, magic) => {
  const { unread } = await reported([file("store.jks", Buffer.from(magic, "hex")), file("ca.pem", ca.cert)]);
  expect(unread).toEqual(["store.jks: a Java keystore: it needs a password"]);
});
