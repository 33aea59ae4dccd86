import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { nodeFiles } from "../../../src/host/node-files.js";
import { createLocalSigner, genkey, initca } from "../../../src/index.js";
import { createFakeHost, type FakeHostOptions } from "../../support/fake-host.js";

/** Certificates as they are after a year and a day of their two years. */
const age = 366 * 86_400_000;
const usages = ["signing", "key encipherment", "server auth"];
const policies = [{ ID: "1.2.3", Qualifiers: [{ Type: "id-qt-cps", Value: "https://example.com" }] }];
const config = JSON.stringify({
  signing: { default: { expiry: "17520h", usages, crl_url: "http://example.com/crl", policies } },
});
const past = { now: () => Date.now() - age };

let folder: string;
let pki: Readonly<Record<string, string>>;

beforeAll(async () => {
  const ca = await initca({ CN: "CA", ca: { expiry: "87600h" } }, past);
  const other = await initca({ CN: "CA" });
  const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key, config }, past);
  const asked = { CN: "web", names: [{ O: "Example", OU: "a" }], hosts: ["web.example", "10.0.0.1", "https://web/"] };
  const { csr, key } = await genkey(asked);
  const { cert } = await signer.sign(csr);
  pki = { "ca.pem": ca.cert, "ca-key.pem": ca.key, "web.pem": cert, "web-key.pem": key, "other.pem": other.cert };
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  for (const name of ["ca.pem", "ca-key.pem", "web.pem", "web-key.pem"]) put(name, pki[name] ?? "");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string | Uint8Array) =>
  writeFileSync(join(folder, name), text, { mode: name.includes("key") ? 0o600 : 0o644 });
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const parse = (pem: string) => new X509Certificate(pem);
const contents = () => {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => [name, text(name)]);
};

/** Runs renew; flags come first, and names are of files in the folder. */
async function run(flags: string, names: string, options: Partial<FakeHostOptions> = {}) {
  const words = flags.split(" ").filter((word) => word !== "");
  const args = words.map((word) => (existsSync(join(folder, word)) ? join(folder, word) : word));
  const files = names.split(" ").map((name) => join(folder, name));
  const host = createFakeHost({ args: ["renew", ...args, ...files], ...options });
  const code = await cfssl({ ...host, readFile: (path) => nodeFiles.read(path), now: () => Date.now() });
  const { stdout, stderr } = host.printed();
  const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString().replaceAll(`${folder}/`, "");
  return { code, stdout: shown(stdout), stderr: shown(stderr).trimEnd() };
}

const extensionsOf = (pem: string) =>
  execFileSync("openssl", ["x509", "-noout", "-text"], { input: pem, encoding: "utf8" })
    .replace(/^[\s\S]*X509v3 extensions:/, "")
    .replace(/Signature Algorithm[\s\S]*$/, "")
    .split(/\n {12}(?=\S)/)
    .sort();

test.each([
  ["a certificate", "", "web.pem"],
  ["a certificate by a profile", "-config config.json", "web.pem"],
  ["a CA", "", "ca.pem"],
])("with SOURCE_DATE_EPOCH, %s is renewed to the same bytes each time", async (_, flags, file) => {
  put("config.json", config);
  const env = { SOURCE_DATE_EPOCH: String(Math.floor(Date.now() / 1000)) };
  const again: string[] = [];
  for (let at = 0; at < 2; at++) {
    put(file, pki[file] ?? "");
    const { code, stdout } = await run(flags, file, { env });
    expect([code, stdout.split("\n").at(-2)]).toEqual([0, expect.stringContaining("from SOURCE_DATE_EPOCH.")]);
    again.push(text(file));
  }
  expect(again[0]).toBe(again[1]);
  expect(again[0]).not.toBe(pki[file]);
});

test("with SOURCE_DATE_EPOCH, that is the time that decides what is due", async () => {
  const late = { SOURCE_DATE_EPOCH: String(Math.floor(Date.now() / 1000) + 350 * 86_400) };
  expect(await run("-n -due 720h", "web.pem")).toMatchObject({ code: 0 });
  const { code, stdout } = await run("-n -due 720h -json", "web.pem", { env: late });
  expect([code, JSON.parse(stdout)]).toMatchObject([1, { changed: true, time: expect.stringMatching(/Z$/) }]);
});

test("a certificate is issued again as it is, with its key, for as long as before", async () => {
  const before = parse(text("web.pem"));
  expect(await run("", "web.pem")).toMatchObject({ code: 0, stderr: "" });
  const after = parse(text("web.pem"));
  expect(after.verify(parse(text("ca.pem")).publicKey)).toBe(true);
  expect(extensionsOf(text("web.pem"))).toEqual(extensionsOf(pki["web.pem"] ?? ""));
  expect([after.subject, after.publicKey.export({ type: "spki", format: "pem" })]).toEqual([
    before.subject,
    before.publicKey.export({ type: "spki", format: "pem" }),
  ]);
  expect(after.serialNumber).not.toBe(before.serialNumber);
  const life = (each: X509Certificate) => Date.parse(each.validTo) - Date.parse(each.validFrom);
  expect(life(after)).toBe(life(before));
  expect(Math.abs(Date.parse(after.validFrom) + 300_000 - Date.now())).toBeLessThan(60_000);
  expect(text("web-key.pem")).toBe(pki["web-key.pem"]);
});

test("-expiry and a profile say otherwise", async () => {
  const daysLeft = () => Math.round((Date.parse(parse(text("web.pem")).validTo) - Date.now()) / 86_400_000);
  expect(await run("-expiry 240h", "web.pem")).toMatchObject({ code: 0 });
  expect(daysLeft()).toBe(10);
  const client = { expiry: "480h", usages: ["client auth"] };
  put("config.json", JSON.stringify({ signing: { profiles: { client } } }));
  expect(await run("-config config.json -profile client", "web.pem")).toMatchObject({ code: 0, stderr: "" });
  expect(daysLeft()).toBe(20);
  const after = parse(text("web.pem"));
  expect([after.keyUsage, after.subjectAltName]).toEqual([
    ["1.3.6.1.5.5.7.3.2"],
    parse(pki["web.pem"] ?? "").subjectAltName,
  ]);
});

test("-new-key makes a key of the same kind, which belongs to the certificate", async () => {
  expect(await run("-new-key", "web.pem")).toMatchObject({ code: 0, stdout: expect.stringContaining("web-key.pem") });
  expect(text("web-key.pem")).not.toBe(pki["web-key.pem"]);
  const { stdout } = await run("-n", "web.pem");
  expect(stdout).toContain("renewed  web.pem: valid until");
  const made = await createLocalSigner({ ca: text("ca.pem"), caKey: text("ca-key.pem") });
  expect((await made.renew(text("web.pem"), { key: text("web-key.pem") })).cert).toContain("BEGIN CERTIFICATE");
  expect(statSync(join(folder, "web-key.pem")).mode & 0o777).toBe(0o600);
});

test("a self-signed CA keeps its key, and what it has signed stays valid", async () => {
  expect(await run("", "ca.pem")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/give it to all who\s+trust/),
  });
  const ca = parse(text("ca.pem"));
  expect(text("ca.pem")).not.toBe(pki["ca.pem"]);
  expect([parse(text("web.pem")).verify(ca.publicKey), ca.verify(ca.publicKey), ca.ca]).toEqual([true, true, true]);
  expect(await run("", "web.pem")).toMatchObject({ code: 0 });
});

test("-due renews what ends within a time; keys among the files are passed over, and -n changes nothing", async () => {
  const before = contents();
  const names = "ca-key.pem ca.pem web-key.pem web.pem";
  expect(await run("-due 720h", names)).toMatchObject({ code: 0, stdout: expect.not.stringContaining("renewed") });
  const dry = await run("-n -due 9000h -json", names);
  expect([dry.code, dry.stderr]).toEqual([1, ""]);
  expect(JSON.parse(dry.stdout)).toMatchObject({
    changed: true,
    renewed: [{ file: "web.pem", ca: "ca.pem", newKey: null, isCa: false, alsoIn: [], restart: [] }],
    kept: [{ file: "ca.pem" }],
  });
  expect(contents()).toEqual(before);
  expect((await run("-due 9000h", names)).code).toBe(0);
  expect(text("web.pem")).not.toBe(pki["web.pem"]);
  expect(text("ca.pem")).toBe(pki["ca.pem"]);
});

test("a chain stays behind the certificate, and a key in its file stays or is replaced", async () => {
  put("all.pem", `${pki["web.pem"]}${pki["web-key.pem"]}${pki["ca.pem"]}`);
  rmSync(join(folder, "web-key.pem"));
  rmSync(join(folder, "web.pem"));
  expect((await run("", "all.pem")).code).toBe(0);
  expect(text("all.pem")).toMatch(/^-----BEGIN CERT/);
  expect(text("all.pem").endsWith(`${pki["web-key.pem"]}${pki["ca.pem"]}`)).toBe(true);
  expect((await run("-new-key", "all.pem")).code).toBe(0);
  expect(text("all.pem")).not.toContain(pki["web-key.pem"]);
  expect(text("all.pem").match(/BEGIN/g)).toHaveLength(3);
});

test("it says where the old one is still, and which programs must be restarted", async () => {
  put("copy.crt", pki["web.pem"] ?? "");
  put("web.service", `[Service]\nExecStart=/usr/bin/etcd --cert-file=web.pem --key-file=web-key.pem\n`);
  const { stdout } = await run("", "web.pem");
  expect(stdout.replace(/\s+/g, " ")).toMatch(/; restart etcd; the old one is in copy\.crt still/);
});

test("the CA may be elsewhere, and its key encrypted", async () => {
  const openssl = (words: string) => execFileSync("openssl", words.split(" "), { cwd: folder, stdio: "pipe" });
  openssl("pkcs8 -topk8 -in ca-key.pem -out locked-key.pem -passout pass:secret");
  rmSync(join(folder, "ca-key.pem"));
  const env = { CFSSL_CA_PK_PASSWORD: "secret" };
  expect((await run("-ca ca.pem -ca-key locked-key.pem", "web.pem", { env })).code).toBe(0);
  expect((await run("-ca-key locked-key.pem", "web.pem", { env })).code).toBe(0);
  expect((await run("-ca-key locked-key.pem", "web.pem", { env: { CFSSL_CA_PK_PASSWORD: "x" } })).stderr).toBe(
    "locked-key.pem: the password does not open this key",
  );
  expect((await run("-ca-key locked-key.pem", "web.pem")).stderr).toBe(
    "locked-key.pem is encrypted: put its password into the environment variable CFSSL_CA_PK_PASSWORD",
  );
});

/** What cannot be done, with one line that says the remedy. */
test.each<[what: string, change: () => void, flags: string, names: string, error: string]>([
  [
    "a CA whose key is missing",
    () => rmSync(join(folder, "ca-key.pem")),
    "",
    "web.pem",
    "web.pem was signed by ca.pem, whose key is not here: name it with -ca-key",
  ],
  [
    "a CA that is missing",
    () => rmSync(join(folder, "ca.pem")),
    "",
    "web.pem",
    "the CA that signed web.pem, CN=CA, is not here: name it with -ca, and its key with -ca-key",
  ],
  [
    "another CA of the same name",
    () => put("ca.pem", pki["other.pem"] ?? ""),
    "",
    "web.pem",
    "the CA that signed web.pem, CN=CA, is not here; ca.pem has its name and another key: name it with -ca, and its key with -ca-key",
  ],
  [
    "-ca that did not sign",
    () => put("x.pem", pki["other.pem"] ?? ""),
    "-ca x.pem",
    "web.pem",
    "x.pem has not signed web.pem",
  ],
  ["a key of another", () => {}, "-ca-key web-key.pem", "web.pem", "web.pem: the CA's key is not that of ca.pem"],
  ["a key alone", () => {}, "", "web-key.pem", "web-key.pem holds a key: name the file of its certificate"],
  [
    "a folder",
    () => mkdirSync(join(folder, "pki")),
    "",
    "pki",
    "pki is a folder: name the certificates in it, as pki/*.pem does",
  ],
  ["a file that is missing", () => {}, "", "x.pem", "open x.pem: no such file or directory"],
  ["another kind of file", () => put("x.txt", "x"), "", "x.txt", "x.txt holds no certificate"],
  [
    "a new key for a CA",
    () => {},
    "-new-key",
    "ca.pem",
    "ca.pem is a CA's, and with a new key it would be another CA, which nobody trusts: cfssl ensure -roll does that in steps",
  ],
  ["-profile without -config", () => {}, "-profile x", "web.pem", "-profile is a profile of -config: name that too"],
  ["an expiry of a second", () => {}, "-expiry 1s", "web.pem", "-expiry takes a minute or more: 8760h is a year"],
  [
    "one of two that cannot be renewed",
    () => put("stranger.pem", pki["other.pem"] ?? ""),
    "",
    "web.pem stranger.pem",
    "stranger.pem signed itself, and its key is not here: name it with -ca-key",
  ],
])("%s is one line and exit code 2, and nothing is changed", async (_, change, flags, names, error) => {
  change();
  const before = contents();
  expect(await run(flags, names)).toEqual({ code: 2, stdout: "", stderr: error });
  expect(contents()).toEqual(before);
});
