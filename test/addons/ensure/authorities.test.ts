import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { certinfo, describeCertificate, initca, verifyCertificate } from "../../../src/index.js";
import { day, run, start } from "./run.js";

const authority = {
  ...{ expiry: "43800h", usages: ["cert sign", "crl sign"] },
  ca_constraint: { is_ca: true, max_path_len: 0, max_path_len_zero: true },
};
const config = { signing: { profiles: { authority } } };
const root = { request: { CN: "Root", ca: { expiry: "87600h" } } };
const middle = { ca: "root", profile: "authority", request: { CN: "Middle" } };
const web = { ca: "root", request: { CN: "web" }, hosts: ["web.example"] };
const one = { config, cas: { root }, certificates: { web } };
const two = { config, cas: { middle, root }, certificates: { web: { ...web, ca: "middle" } } };
const withRoot = (request: object) => ({ ...one, cas: { root: { request: { ...root.request, ...request } } } });

const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const keep = (store: MemoryStore, ...paths: string[]) => {
  return createMemoryStore([...store.files].filter(([path]) => paths.includes(path)));
};
const plus = (store: MemoryStore, path: string, contents: string) => {
  return createMemoryStore([...store.files, [path, encodeUtf8(contents)]]);
};
const whys = async (manifest: unknown, store: MemoryStore, options = {}) => {
  const { made, renewed } = (await run(manifest, store, options)).result;
  return { made, renewed: renewed.map(({ name, why }) => [name, ...why]) };
};

let made: MemoryStore;
let other: MemoryStore;
beforeAll(async () => {
  [made, other] = [createMemoryStore(), createMemoryStore()];
  await run(one, made);
  await run(one, other);
});

/** What is left of a CA, and why nothing is done then. */
test.each<[what: string, store: () => MemoryStore, manifest: object, error: string | RegExp]>([
  [
    "its certificate and its key are lost",
    () => keep(made, "web.pem", "web-key.pem"),
    one,
    "pki.json: cas.root: root.pem and root-key.pem are missing, but web.pem, which it signed, is here. Either put both back from a backup, or, to begin a new CA, move away root.pem, root-key.pem and all certificates that it signed",
  ],
  [
    "its key is lost, and there is something to sign",
    () => keep(made, "root.pem"),
    one,
    /^pki\.json: cas\.root: root-key\.pem is missing, and web must be signed\. Either put it back from a backup, or, to begin/,
  ],
  [
    "its key is another's",
    () => plus(made, "root-key.pem", text(other, "root-key.pem")),
    one,
    /^pki\.json: cas\.root: root-key\.pem is not the key of root\.pem\. Either put the right one back/,
  ],
  [
    "its key is no key",
    () => plus(made, "root-key.pem", "x"),
    one,
    /: root-key\.pem cannot be read as a private key\. Either/,
  ],
  [
    "its certificate is no certificate, and its key is lost",
    () => plus(keep(made), "root.pem", "x"),
    one,
    /: root\.pem cannot be read, and root-key\.pem is missing\. Either/,
  ],
  [
    "it should have another name",
    () => made,
    withRoot({ CN: "New" }),
    /^pki\.json: cas\.root: subject: CN=New instead of CN=Root: a CA of another name is another CA, .* Either put the old name back, or/,
  ],
  [
    "it should have another key",
    () => made,
    withRoot({ key: { algo: "rsa", size: 2048 } }),
    /: key: rsa 2048 instead of ecdsa 256: a CA with another key is another CA, .* Either ask for ecdsa 256 in its request, or/,
  ],
])("a CA is never made anew silently: %s", async (_, begin, manifest, error) => {
  const store = begin();
  const before = new Map(store.files);
  const failure = await run(manifest, store).then(
    () => null,
    (cause: Error) => cause.message,
  );
  if (typeof error === "string") expect(failure).toBe(error);
  else expect(failure).toMatch(error);
  expect(store.files).toEqual(before);
  expect(failure).not.toMatch(/-----|\n/);
});

test("a CA whose key is kept elsewhere stays as long as there is nothing to sign", async () => {
  const store = keep(made, "root.pem", "web.pem", "web-key.pem");
  expect(await whys(one, store)).toEqual({ made: [], renewed: [] });
});

test("a lost certificate of a CA is made again for its key, and what it signed stays", async () => {
  const store = keep(made, "root-key.pem", "web.pem", "web-key.pem");
  expect(await whys(one, store)).toEqual({
    made: [],
    renewed: [["root", "its certificate is missing; the key is here"]],
  });
  expect(text(store, "root-key.pem")).toBe(text(made, "root-key.pem"));
  await expect(
    verifyCertificate(text(store, "web.pem"), { roots: text(store, "root.pem"), time: new Date(start) }),
  ).resolves.toBeDefined();
  expect(await whys(one, store)).toEqual({ made: [], renewed: [] });
});

test.each<[what: string, manifest: object, after: number, reason: string]>([
  ["two thirds of its life have passed", one, 2440 * day, "expires in 1209 days"],
  [
    "it has another path length",
    withRoot({ ca: { expiry: "87600h", pathlen: 1 } }),
    0,
    "path length: 1 instead of none",
  ],
])("a CA is renewed with its key: %s", async (_, manifest, after, reason) => {
  const store = createMemoryStore(made.files);
  expect((await whys(manifest, store, { now: start + after, only: ["root"] })).renewed).toEqual([["root", reason]]);
  expect(text(store, "root-key.pem")).toBe(text(made, "root-key.pem"));
  expect((await whys(manifest, store, { now: start + after, only: ["root"] })).renewed).toEqual([]);
});

test("what a CA signed before it was renewed stays", async () => {
  const store = createMemoryStore(made.files);
  await run(withRoot({ ca: { expiry: "87600h", pathlen: 1 } }), store);
  expect(text(store, "web.pem")).toBe(text(made, "web.pem"));
});

test("an encrypted key of a CA is opened by its password, which no error shows", async () => {
  const { cert, key } = await initca({ CN: "Root", ca: { expiry: "87600h" } }, { now: () => start });
  const { createPrivateKey } = await import("node:crypto");
  const options = { type: "sec1", format: "pem", cipher: "aes-256-cbc", passphrase: "secret" } as const;
  const encrypted = String(createPrivateKey(key).export(options));
  const store = () =>
    createMemoryStore([
      ["root.pem", encodeUtf8(cert)],
      ["root-key.pem", encodeUtf8(encrypted)],
    ]);
  await expect(run(one, store())).rejects.toThrow(
    "pki.json: cas.root: root-key.pem is encrypted: put its password into the environment variable CFSSL_CA_PK_PASSWORD",
  );
  expect((await run(one, store(), { env: { CFSSL_CA_PK_PASSWORD: "secret" } })).result.made).toEqual(["web"]);
});

test("an intermediate CA is signed by its row's CA, and signs itself", async () => {
  const store = createMemoryStore();
  expect((await run(two, store)).result.made).toEqual(["root", "middle", "web"]);
  expect(describeCertificate(text(store, "middle.pem"))).toMatchObject({
    ...{ issuer: { commonName: "Root" }, isCa: true, pathlen: 0, usages: ["cert sign", "crl sign"] },
  });
  const { chains } = await verifyCertificate(text(store, "web.pem"), {
    roots: text(store, "root.pem"),
    intermediates: text(store, "middle.pem"),
    time: new Date(start),
  });
  expect(chains[0]).toHaveLength(3);
  expect((await run(two, store)).result.changed).toBe(false);
});

test("an intermediate's request may have a ca section", async () => {
  const manifest = { ...two, cas: { root, middle: { ...middle, request: { CN: "Middle", ca: { expiry: "1h" } } } } };
  const store = createMemoryStore();
  await run(manifest, store);
  expect(certinfo(text(store, "middle.pem")).not_after).toBe("2031-02-02T04:00:00Z");
  expect((await run(manifest, store)).result.changed).toBe(false);
});

test("an intermediate that another root signs now is renewed with its key, and its certificates stay", async () => {
  const store = createMemoryStore();
  await run(two, store);
  const rooted = { ...two, cas: { root, next: { request: { CN: "Next" } }, middle: { ...middle, ca: "next" } } };
  expect(await whys(rooted, store)).toEqual({
    made: ["next"],
    renewed: [["middle", "not signed by the present next"]],
  });
  expect((await run(rooted, store)).result.changed).toBe(false);
});

test("a CA that others have signed is used as it is, and must be renewed by them", async () => {
  const store = createMemoryStore();
  await run(two, store);
  const lent = {
    config,
    cas: { middle: { request: { CN: "Our own" } } },
    certificates: { web: { ...web, ca: "middle" } },
  };
  const borrowed = keep(store, "middle.pem", "middle-key.pem", "web.pem", "web-key.pem");
  expect((await run(lent, borrowed)).result.changed).toBe(false);
  await expect(run(lent, borrowed, { now: start + 1800 * day })).rejects.toThrow(
    "pki.json: cas.middle: it was signed by CN=Root, which is not in cas, and expires in 24 days: renew it there",
  );
});

test("a certificate moves to a new CA beside the old one", async () => {
  const store = createMemoryStore(made.files);
  const moved = {
    config,
    cas: { root, next: { request: { CN: "Next" } } },
    certificates: { web: { ...web, ca: "next" } },
  };
  expect(await whys(moved, store)).toEqual({ made: ["next"], renewed: [["web", "not signed by the present next"]] });
});

test("a certificate that would be due at once is an error", async () => {
  const short = { ...one, certificates: { web: { ...web, "renew-before": "9000h" } } };
  await expect(run(short, createMemoryStore())).rejects.toThrow(
    'pki.json: certificates.web: a new certificate would last 8759h, and "renew-before" is 9000h: each run would renew it; give the row a shorter "renew-before"',
  );
});

test("what a profile's whitelist refuses is an error before anything is written", async () => {
  const strict = {
    signing: { profiles: { strict: { expiry: "1h", usages: ["server auth"], name_whitelist: "^ok$" } } },
  };
  const manifest = { config: strict, cas: { root }, certificates: { web: { ...web, profile: "strict" } } };
  const store = createMemoryStore();
  await expect(run(manifest, store)).rejects.toThrow(
    "pki.json: certificates.web: Request does not match policy whitelist: web, web.example",
  );
  expect(store.files.size).toBe(0);
});
