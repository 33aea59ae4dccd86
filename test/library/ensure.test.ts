import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import {
  type CertificateStore,
  createMemoryStore,
  describeCertificate,
  EnsureError,
  ensure,
  GoError,
  type ManifestJson,
  type StoredFile,
  testPki,
} from "../../src/index.js";

const manifest: ManifestJson = {
  cas: { ca: { request: { CN: "CA" } } },
  certificates: { web: { ca: "ca", request: "web-csr.json", hosts: ["web.example"] } },
};
const sources = {
  env: () => undefined,
  readFile(path: string) {
    if (path !== "web-csr.json") throw new GoError(`open ${path}: no such file or directory`);
    return Buffer.from('{"CN": "web"}');
  },
};

test("a store of the caller's keeps what is made, and gives it back as bytes, text or promises of them", async () => {
  const rows = new Map<string, StoredFile>();
  const calls: string[] = [];
  const store: CertificateStore = {
    list: async () => [...rows.keys()],
    read: async (path) => Buffer.from(rows.get(path)?.bytes ?? []).toString(),
    async replace(files) {
      for (const file of files) rows.set(file.path, file);
    },
    lock() {
      calls.push("lock");
      return () => void calls.push("unlock");
    },
  };
  expect(await ensure(manifest, store, { sources })).toEqual({
    changed: true,
    made: ["ca", "web"],
    renewed: [],
    kept: [],
    outputs: [],
  });
  expect([...rows].map(([path, { mode }]) => [path, mode])).toEqual([
    ["ca-key.pem", 0o600],
    ["ca.pem", 0o644],
    ["web-key.pem", 0o600],
    ["web.pem", 0o644],
  ]);
  expect((await ensure(manifest, store, { sources })).kept).toEqual(["ca", "web"]);
  expect(calls).toEqual(["lock", "unlock", "lock", "unlock"]);
});

test("outputs are files of the store, whose passwords the sources have", async () => {
  const store = createMemoryStore();
  const wanted: ManifestJson = {
    files: "crt",
    cas: { ca: { request: { CN: "CA" } } },
    certificates: {
      web: {
        ...{ ca: "ca", request: { CN: "web" }, hosts: ["web.example"] },
        outputs: ["fullchain", { form: "pkcs12", out: "{row}.pfx", "password-env": "PASSWORD" }],
      },
    },
    kubeconfigs: { web: { server: "https://web.example:6443" } },
  };
  await expect(ensure(wanted, store)).rejects.toThrow(
    "manifest: certificates.web.outputs[1]: the variable PASSWORD is not set",
  );
  const own = { sources: { ...sources, env: () => "correct horse" } };
  const outputs = ["web-fullchain.pem", "web.pfx", "web.kubeconfig"].map((file) => {
    return { file, row: "web", why: "missing", restart: [] };
  });
  expect(await ensure(wanted, store, own)).toMatchObject({ made: ["ca", "web"], outputs });
  expect([...store.files.keys()].sort()).toEqual(
    ["ca.crt", "ca.key", "web.crt", "web.key", ...outputs.map(({ file }) => file)].sort(),
  );
  expect(await ensure(wanted, store, own)).toMatchObject({ changed: false, outputs: [] });
});

test("the lock is given back when the work fails", async () => {
  let unlocked = 0;
  const unlock = () => void unlocked++;
  const store = { ...createMemoryStore(), replace: () => Promise.reject(new Error("full")), lock: () => unlock };
  await expect(ensure(manifest, store, { sources })).rejects.toThrow("full");
  expect(unlocked).toBe(1);
});

test("options choose rows, the form of keys, a dry run, and hear of the progress", async () => {
  const store = createMemoryStore();
  const heard: number[][] = [];
  const onProgress = (done: number, all: number) => void heard.push([done, all]);
  expect(await ensure(manifest, store, { sources, dryRun: true })).toMatchObject({ changed: true });
  expect(store.files.size).toBe(0);
  await ensure(manifest, store, { sources, keyFormat: "pkcs8", onProgress });
  expect(Buffer.from(store.files.get("web-key.pem") ?? []).toString()).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(heard).toEqual([[2, 2]]);
  const { renewed, kept } = await ensure(manifest, store, { sources, only: ["web"], newKeys: true });
  expect([renewed, kept]).toEqual([[{ name: "web", why: ["new key"], restart: [] }], []]);
});

test("mistakes are EnsureErrors that name the place, and an aborted signal ends the work", async () => {
  const wrong = { ...manifest, certificates: { web: { ca: "cb", request: { CN: "web" } } } };
  const failure = ensure(wrong, createMemoryStore());
  await expect(failure).rejects.toThrow(EnsureError);
  await expect(failure).rejects.toThrow(
    'manifest: certificates.web.ca: there is no CA "cb" in cas; did you mean "ca"?',
  );
  await expect(ensure(manifest, createMemoryStore())).rejects.toThrow(/certificates\.web\.request: open web-csr\.json/);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(ensure(manifest, createMemoryStore(), { sources, signal })).rejects.toThrow("enough");
});

test.each<[what: string, answer: object, error: string]>([
  ["no list", { list: () => "x" }, "what store.list returns must be an array of strings; a string was given"],
  [
    "no bytes",
    { list: () => ["web.pem"], read: () => 1 },
    "what store.read returns must be bytes, a string or null; a number was given",
  ],
  ["no function", { lock: () => 1 }, "what store.lock returns must be a function; a number was given"],
])("a store that answers %s is a TypeError", async (_, answer, error) => {
  const store = { ...createMemoryStore(), ...answer };
  await expect(ensure(manifest, store as never, { sources })).rejects.toThrow(new TypeError(error));
});

test("testPki makes a server's and a client's certificate that TLS accepts", async () => {
  const { ca, server, client } = await testPki();
  const https = createServer({ ...server, ca: ca.cert, requestCert: true }, (_, response) => response.end());
  await new Promise<void>((resolve) => https.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = https.address() as AddressInfo;
    const authorized = await new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca: ca.cert, ...client }, () => {
        resolve(socket.authorized);
        socket.end();
      }).on("error", reject);
    });
    expect(authorized).toBe(true);
  } finally {
    https.close();
  }
  expect(describeCertificate(client.cert).usages).toEqual(["signing", "key encipherment", "client auth"]);
});

test("testPki takes hosts", async () => {
  const { server } = await testPki({ hosts: ["db.test", "10.1.2.3"] });
  expect(describeCertificate(server.cert).sans.map(({ value }) => value)).toEqual(["db.test", "10.1.2.3"]);
});
