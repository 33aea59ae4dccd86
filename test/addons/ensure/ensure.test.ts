import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { certinfo, describeCertificate, verifyCertificate } from "../../../src/index.js";
import { day, hour, type RunOptions, run, start } from "./run.js";

const config = {
  signing: {
    default: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth"] },
    profiles: {
      peer: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth", "client auth"] },
      authority: {
        ...{ expiry: "43800h", usages: ["cert sign", "crl sign"] },
        ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true },
      },
    },
  },
};
const web = {
  ca: "ca",
  profile: "peer",
  request: { CN: "web", names: [{ O: "Example" }], hosts: ["web.example", "10.0.0.1"] },
};
const manifest = {
  config,
  cas: { ca: { request: { CN: "CA", ca: { expiry: "87600h" } } } },
  certificates: { web, client: { ca: "ca", request: { CN: "client" } } },
  keys: { sa: { key: { algo: "ecdsa", size: 256 } } },
};
const withWeb = (row: object) => ({ ...manifest, certificates: { ...manifest.certificates, web: row } });

const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const copyOf = (store: MemoryStore) => createMemoryStore(store.files);
const without = (store: MemoryStore, ...paths: string[]) => {
  return createMemoryStore([...store.files].filter(([path]) => !paths.includes(path)));
};
const outcome = async (wanted: unknown, store: MemoryStore, options: RunOptions = {}) => {
  const { made, renewed, kept } = (await run(wanted, store, options)).result;
  return { made, renewed: renewed.map(({ name, why }) => [name, ...why]), kept };
};

let made: MemoryStore;
beforeAll(async () => {
  made = createMemoryStore();
  await run(manifest, made);
});

test("what is missing is made, and a second run changes nothing", async () => {
  const store = createMemoryStore();
  expect(await run(manifest, store)).toEqual({
    result: { changed: true, made: ["ca", "sa", "web", "client"], renewed: [], kept: [], outputs: [] },
    written: ["ca-key.pem", "ca.pem", "sa-key.pem", "sa.pub", "web-key.pem", "web.pem", "client-key.pem", "client.pem"],
  });
  const before = new Map(store.files);
  expect(await run(manifest, store)).toEqual({
    result: { changed: false, made: [], renewed: [], kept: ["ca", "sa", "web", "client"], outputs: [] },
    written: [],
  });
  expect(store.files).toEqual(before);
});

test("the certificates hold what requests and profiles say", async () => {
  const { chains } = await verifyCertificate(text(made, "web.pem"), {
    roots: text(made, "ca.pem"),
    host: "web.example",
    time: new Date(start),
  });
  expect(chains).toHaveLength(1);
  expect(describeCertificate(text(made, "web.pem"))).toMatchObject({
    subject: { commonName: "web", organization: ["Example"] },
    usages: ["signing", "key encipherment", "server auth", "client auth"],
    isCa: false,
    key: { algo: "ecdsa", size: 256 },
  });
  expect(certinfo(text(made, "web.pem")).sans).toEqual(["web.example", "10.0.0.1"]);
});

test("a dry run says what would change, and changes nothing", async () => {
  const store = createMemoryStore();
  expect(await run(manifest, store, { isDryRun: true })).toEqual({
    result: { changed: true, made: ["ca", "sa", "web", "client"], renewed: [], kept: [], outputs: [] },
    written: [],
  });
  expect(store.files.size).toBe(0);
});

/** The third is what the row is renewed for; null if it is kept. */
test.each<[what: string, row: object, reason: string | null]>([
  ["the same hosts in another order", { ...web, hosts: ["10.0.0.1", "web.example"] }, null],
  ["a host more", { ...web, hosts: ["web.example", "10.0.0.1", "10.0.0.2"] }, "hosts: +10.0.0.2"],
  ["a host fewer", { ...web, hosts: ["web.example"] }, "hosts: -10.0.0.1"],
  ["a host of another kind", { ...web, hosts: ["web.example", "a@b.example"] }, "hosts: +a@b.example -10.0.0.1"],
  ["many hosts", { ...web, hosts: ["a", "b", "c", "d", "e", "f", "g"] }, "hosts: +a +b +c +d +e +f and 3 more"],
  ["another common name", { ...web, cn: "www" }, "subject: CN=www, O=Example instead of CN=web, O=Example"],
  [
    "another organization",
    { ...web, request: { ...web.request, names: [{ O: "Other" }] } },
    "subject: CN=web, O=Other instead of CN=web, O=Example",
  ],
  [
    "another attribute of the subject",
    { ...web, request: { ...web.request, names: [{ O: "Example", L: "Oslo" }] } },
    "subject: other attributes",
  ],
  ["other usages", { ca: "ca", request: web.request }, "usages: -client auth"],
  [
    "another kind of key",
    { ...web, request: { ...web.request, key: { algo: "rsa", size: 2048 } } },
    "key: rsa 2048 instead of ecdsa 256",
  ],
  [
    "another size of key",
    { ...web, request: { ...web.request, key: { algo: "ecdsa", size: 384 } } },
    "key: ecdsa 384 instead of ecdsa 256",
  ],
  ["the key that it has", { ...web, request: { ...web.request, key: { algo: "ecdsa", size: 256 } } }, null],
])("%s decides whether a certificate is renewed", async (_, row, reason) => {
  const store = copyOf(made);
  const { renewed } = await outcome(withWeb(row), store);
  expect(renewed).toEqual(reason === null ? [] : [["web", reason]]);
  const keeps = reason === null || !reason.startsWith("key:");
  expect(text(store, "web-key.pem") === text(made, "web-key.pem")).toBe(keeps);
  expect((await outcome(withWeb(row), store)).renewed).toEqual([]);
});

test.each<[what: string, settings: object, reason: string]>([
  ["crl_url", { crl_url: "http://a.example/crl" }, "crl_url: +http://a.example/crl"],
  ["ocsp_url", { ocsp_url: "http://a.example/ocsp" }, "ocsp_url: +http://a.example/ocsp"],
  ["issuer_urls", { issuer_urls: ["http://a.example/ca"] }, "issuer_urls: +http://a.example/ca"],
])("a profile's new %s renews its certificates", async (_, settings, reason) => {
  const peer = { ...config.signing.profiles.peer, ...settings };
  const changed = { ...manifest, config: { signing: { ...config.signing, profiles: { peer } } } };
  expect((await outcome(changed, copyOf(made))).renewed).toEqual([["web", reason]]);
});

test.each<[what: string, after: number, row: object, reason: string | null]>([
  ["two thirds of its life have passed", 244 * day, {}, "expires in 120 days"],
  ["not yet", 243 * day, {}, null],
  ["as much is left as the row says", 345 * day, { "renew-before": "480h" }, "expires in 19 days"],
  ["more is left than the row says", 344 * day, { "renew-before": "480h" }, null],
  ["hours are left", 365 * day - 2 * hour, { "renew-before": "1h" }, null],
  ["it has expired", 366 * day, {}, "expired 2027-02-03"],
])("a certificate is renewed by its age: %s", async (_, after, row, reason) => {
  const { renewed } = await outcome(withWeb({ ...web, ...row }), copyOf(made), { now: start + after, only: ["web"] });
  expect(renewed).toEqual(reason === null ? [] : [["web", reason]]);
});

test.each<[what: string, store: () => MemoryStore, result: object]>([
  ["a lost certificate", () => without(made, "web.pem"), { made: ["web"], renewed: [] }],
  ["a lost key", () => without(made, "web-key.pem"), { renewed: [["web", "its key is missing"]] }],
  ["a lost pair", () => without(made, "web.pem", "web-key.pem"), { made: ["web"], renewed: [] }],
  [
    "another's key",
    () => replaced("web-key.pem", text(made, "client-key.pem")),
    { renewed: [["web", "its key is another one"]] },
  ],
  ["an empty key", () => replaced("web-key.pem", ""), { renewed: [["web", "its key cannot be read"]] }],
  ["an empty certificate", () => replaced("web.pem", ""), { renewed: [["web", "its certificate cannot be read"]] }],
  ["a lost public key", () => without(made, "sa.pub"), { renewed: [["sa", "sa.pub is missing"]] }],
])("%s is mended", async (_, begin, result) => {
  const store = begin();
  expect(await outcome(manifest, store)).toMatchObject(result);
  expect(await outcome(manifest, store)).toEqual({ made: [], renewed: [], kept: ["ca", "sa", "web", "client"] });
});

test("a lost certificate is made for the key that is there", async () => {
  const store = without(made, "web.pem");
  await run(manifest, store);
  expect(text(store, "web-key.pem")).toBe(text(made, "web-key.pem"));
});

function replaced(path: string, contents: string): MemoryStore {
  return createMemoryStore([...made.files, [path, encodeUtf8(contents)]]);
}

test("a certificate that another CA of the same name has signed is renewed", async () => {
  const other = createMemoryStore();
  await run(manifest, other);
  const store = createMemoryStore([...made.files, ["web.pem", other.files.get("web.pem") ?? new Uint8Array()]]);
  const { renewed } = await outcome(manifest, store);
  expect(renewed).toEqual([["web", "its key is another one", "not signed by the present ca"]]);
});

test("the certificates that follow in a file stay with it, unless the CA is another", async () => {
  const store = replaced("web.pem", text(made, "web.pem") + text(made, "ca.pem"));
  await run(withWeb({ ...web, cn: "www" }), store);
  expect(text(store, "web.pem").split("-----BEGIN").length).toBe(3);
});

test("-only looks at these rows alone, and makes the CAs that they need", async () => {
  const store = createMemoryStore();
  expect(await outcome(manifest, store, { only: ["web"] })).toEqual({ made: ["ca", "web"], renewed: [], kept: [] });
  expect(await outcome(manifest, store, { only: ["web"] })).toEqual({ made: [], renewed: [], kept: ["web"] });
  await expect(run(manifest, store, { only: ["wep"] })).rejects.toThrow(
    'there is no row "wep" in the manifest; did you mean "web"?',
  );
});

test("-only takes a row's name as in the manifest, for all its nodes", async () => {
  const row = { ca: "ca", each: ["n"], request: { CN: "{name}" } };
  const wanted = {
    nodes: { n: { a: "10.0.0.1", b: "10.0.0.2" } },
    cas: manifest.cas,
    certificates: { "k-{name}": row },
  };
  expect((await outcome(wanted, createMemoryStore(), { only: ["k-{name}"] })).made).toEqual(["ca", "k-a", "k-b"]);
  expect((await outcome(wanted, createMemoryStore(), { only: ["k-b"] })).made).toEqual(["ca", "k-b"]);
});

test("-new-keys gives certificates new keys, and leaves CAs and key pairs theirs", async () => {
  const store = copyOf(made);
  const { renewed } = await outcome(manifest, store, { newKeys: true });
  expect(renewed).toEqual([
    ["web", "new key"],
    ["client", "new key"],
  ]);
  const changed = [...store.files.keys()].filter((path) => text(store, path) !== text(made, path));
  expect(changed.sort()).toEqual(["client-key.pem", "client.pem", "web-key.pem", "web.pem"]);
});

test("a changed address says whose it is, and what to restart", async () => {
  const wanted = (nodes: object) => ({
    nodes: { masters: nodes },
    cas: manifest.cas,
    certificates: { apiserver: { ca: "ca", request: { CN: "kube-apiserver" }, hosts: ["{masters.ip}"] } },
  });
  const store = createMemoryStore();
  await run(wanted({ "cp-1": "192.168.1.11" }), store);
  const { result } = await run(wanted({ "cp-1": "192.168.1.11", "cp-4": "192.168.1.14" }), store);
  expect(result.renewed).toEqual([
    { name: "apiserver", why: ["hosts: +192.168.1.14 (cp-4)"], restart: ["kube-apiserver"] },
  ]);
});

test("a store that cannot be locked is an error only if there is something to write", async () => {
  const locked = (store: MemoryStore) => ({ ...store, lock: () => Promise.reject(new Error("read-only")) });
  expect((await run(manifest, locked(made))).result.changed).toBe(false);
  await expect(run(manifest, locked(createMemoryStore()))).rejects.toThrow("read-only");
});
