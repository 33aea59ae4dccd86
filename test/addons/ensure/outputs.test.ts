import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { exportAs } from "../../../src/index.js";
import { day, type Files, type RunOptions, run, start } from "./run.js";

const usages = ["signing", "key encipherment", "server auth", "client auth"];
const config = {
  signing: {
    default: { expiry: "87600h", usages },
    profiles: { authority: { expiry: "43800h", usages: ["cert sign"], ca_constraint: { is_ca: true } } },
  },
};
const files: Files = { "password.txt": "correct horse\nand more" };
const protectedBy = { "password-file": "password.txt" };
const cas = {
  ca: { request: { CN: "CA", ca: { expiry: "876000h" } } },
  middle: { ca: "ca", profile: "authority", request: { CN: "Middle" } },
};
const manifest = {
  ...{ config, cas },
  certificates: {
    web: {
      ...{ ca: "middle", request: { CN: "web" }, hosts: ["web.example"] },
      outputs: ["fullchain", "combined", "pkcs8", "secret"],
    },
    admin: { ca: "ca", request: { CN: "admin" } },
  },
  keys: { sa: { outputs: ["pkcs8"] } },
  kubeconfigs: {
    admin: { server: "https://10.0.0.1:6443" },
    "by-path": { certificate: "admin", server: "https://10.0.0.1:6443", embed: false, out: "conf/admin.conf" },
  },
};
const withWeb = (row: object) => ({
  ...manifest,
  certificates: { ...manifest.certificates, web: { ...manifest.certificates.web, ...row } },
});
const ofWeb = ["web-fullchain.pem", "web-combined.pem", "web-pkcs8.pem", "web-secret.yaml"];
const ofAdmin = ["admin.kubeconfig", "conf/admin.conf"];

const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const copyOf = (store: MemoryStore) => createMemoryStore(store.files);
const without = (store: MemoryStore, ...paths: string[]) =>
  createMemoryStore([...store.files].filter(([path]) => !paths.includes(path)));

/** The outputs that a run writes, and why; a dry run before must say the same. */
async function outputs(wanted: unknown, store: MemoryStore, options: RunOptions = {}) {
  const dry = await run(wanted, store, { files, ...options, isDryRun: true });
  const before = new Map(store.files);
  const { result, written } = await run(wanted, store, { files, ...options });
  expect(dry.result).toEqual(result);
  // Nothing else was touched.
  const changed = [...store.files].filter(([path, bytes]) => before.get(path) !== bytes).map(([path]) => path);
  expect([...written].sort()).toEqual(changed.sort());
  expect((await run(wanted, store, { files, ...options, newKeys: false, isDryRun: true })).result.changed).toBe(false);
  return Object.fromEntries(result.outputs.map(({ file, why }) => [file, why]));
}

const all = (paths: readonly string[], why: string) => Object.fromEntries(paths.map((path) => [path, why]));

let made: MemoryStore;
beforeAll(async () => {
  made = createMemoryStore();
  await run(manifest, made, { files });
});

test("outputs are made with their rows, and a second run changes nothing", async () => {
  const store = createMemoryStore();
  expect(await outputs(manifest, store)).toEqual(all(["sa-pkcs8.pem", ...ofWeb, ...ofAdmin], "missing"));
});

test("outputs are what export makes of the certificate, its key and its CAs", async () => {
  const [cert, key] = [text(made, "web.pem"), text(made, "web-key.pem")];
  const ca = [text(made, "middle.pem"), text(made, "ca.pem")];
  for (const [form, path] of [
    ["fullchain", "web-fullchain.pem"],
    ["combined", "web-combined.pem"],
    ["pkcs8", "web-pkcs8.pem"],
    ["secret", "web-secret.yaml"],
  ] as const) {
    expect([path, text(made, path)]).toEqual([path, await exportAs(form, { cert, key, ca }, { name: "web" })]);
  }
  const admin = { cert: text(made, "admin.pem"), key: text(made, "admin-key.pem"), ca: text(made, "ca.pem") };
  const config = await exportAs("kubeconfig", admin, { server: "https://10.0.0.1:6443" });
  expect(text(made, "admin.kubeconfig")).toBe(config);
  expect(text(made, "conf/admin.conf")).toContain("client-key: ../admin-key.pem".replace("..", '"..').concat('"'));
});

test.each([...ofWeb, ...ofAdmin, "sa-pkcs8.pem"])("only %s is made again if it is missing", async (path) => {
  expect(await outputs(manifest, without(made, path))).toEqual({ [path]: "missing" });
});

test.each([...ofWeb, ...ofAdmin, "sa-pkcs8.pem"])("%s is made again if it is another file", async (path) => {
  const store = copyOf(made);
  store.replace([{ path, bytes: made.files.get("admin.pem") ?? new Uint8Array(), mode: 0o600 }]);
  expect(await outputs(manifest, store)).toEqual({ [path]: "it is not what its row asks for" });
});

test("a renewed certificate takes its outputs along, but not those of its key", async () => {
  const changed = ofWeb.filter((path) => path !== "web-pkcs8.pem");
  const wanted = withWeb({ hosts: ["web.example", "www.example"] });
  expect(await outputs(wanted, copyOf(made))).toEqual(all(changed, "its certificate is new"));
});

test("a new key takes all its outputs along", async () => {
  const found = await outputs(manifest, copyOf(made), { only: ["web"], newKeys: true });
  expect(Object.keys(found)).toEqual(ofWeb);
});

test("a renewed CA takes the outputs along that hold it, and leaves their rows alone", async () => {
  const store = copyOf(made);
  const years = { files, now: start + 4 * 365 * day };
  expect((await run(manifest, store, { ...years, isDryRun: true })).result.renewed.map(({ name }) => name)).toEqual([
    "middle",
  ]);
  const holding = [...ofWeb.filter((path) => path !== "web-pkcs8.pem"), "web.p12"];
  const store12 = { form: "pkcs12-old", ...protectedBy };
  const wanted = withWeb({ outputs: [...manifest.certificates.web.outputs, store12] });
  await outputs(wanted, store);
  expect(await outputs(wanted, store, years)).toEqual(all(holding, "the certificate of middle is new"));
});

test.each(["web.pem", "admin.pem", "middle.pem"])(
  "outputs without certificates stay if %s is lost or broken",
  async (path) => {
    const broken = copyOf(made);
    broken.replace([{ path, bytes: made.files.get("sa-key.pem") ?? new Uint8Array(), mode: 0o644 }]);
    const torn = copyOf(made);
    const half = text(made, path).replace(/(?<=\n)M/, "x");
    torn.replace([{ path, bytes: Buffer.from(half), mode: 0o644 }]);
    for (const store of [without(made, path), broken, torn]) {
      const found = Object.keys(await outputs(manifest, store));
      expect(found).toEqual(
        path === "admin.pem" ? ["admin.kubeconfig"] : ofWeb.filter((each) => each !== "web-pkcs8.pem"),
      );
    }
  },
);

test("what nobody has made is made, whatever lies there", async () => {
  const lying = [...ofWeb, ...ofAdmin, "sa-pkcs8.pem"].map((path) => [path, Buffer.from("old")] as const);
  expect(Object.keys(await outputs(manifest, createMemoryStore(lying)))).toEqual([
    "sa-pkcs8.pem",
    ...ofWeb,
    ...ofAdmin,
  ]);
});

test("an output that its row does not ask for any more stays as it is", async () => {
  expect(await outputs(withWeb({ outputs: [] }), copyOf(made))).toEqual({});
});

test("a run of some rows makes their outputs only", async () => {
  expect(await outputs(manifest, without(made, "web-secret.yaml", "sa-pkcs8.pem"), { only: ["sa"] })).toEqual({
    "sa-pkcs8.pem": "missing",
  });
});

test("rows of certificates have the usual outputs unless they name their own", async () => {
  const wanted = {
    ...{ config, cas, outputs: ["fullchain", { form: "cert", der: true, out: "der/{row}.cer" }] },
    nodes: { a: { "n-1": "10.0.0.1" } },
    certificates: {
      "k-{name}": { each: ["a"], ca: "ca", request: { CN: "{name}" } },
      other: { ca: "ca", request: { CN: "o" }, outputs: [] },
    },
    keys: { sa: {} },
  };
  expect(Object.keys(await outputs(wanted, createMemoryStore()))).toEqual(["k-n-1-fullchain.pem", "der/k-n-1.cer"]);
});

describe("passwords", () => {
  const row = (...own: object[]) => ({
    ...{ config, cas: { ca: cas.ca } },
    certificates: { web: { ca: "ca", request: { CN: "web" }, outputs: own } },
  });
  const fromFile = row({ form: "pkcs12-old", ...protectedBy });

  test("another password makes another file, and the same one none", async () => {
    const store = createMemoryStore();
    await outputs(fromFile, store);
    expect(await outputs(fromFile, store, { files: { "password.txt": "correct horse\r\n" } })).toEqual({});
    expect(await outputs(fromFile, store, { files: { "password.txt": "other" } })).toEqual({
      "web.p12": "it is not what its row asks for",
    });
  });

  test("all forms with a password are recognized by making them again with their salts", async () => {
    const env = { PASSWORD: "correct horse" };
    const source = { "password-env": "PASSWORD" };
    const wanted = row(
      { form: "pkcs12", ...source },
      { form: "pkcs12-old", out: "old.p12", "password-none": true },
      { form: "truststore", ...source },
      { form: "pkcs8-encrypted", ...source },
      { form: "pkcs8-encrypted", ...source, scrypt: true, der: true },
    );
    expect(Object.keys(await outputs(wanted, createMemoryStore(), { env }))).toHaveLength(5);
  });

  test.each<[what: string, source: object, options: RunOptions, error: string]>([
    [
      "no file",
      { "password-file": "x.txt" },
      {},
      "pki.json: certificates.web.outputs[0]: open x.txt: no such file or directory",
    ],
    [
      "an empty file",
      protectedBy,
      { files: { "password.txt": "\n" } },
      "pki.json: certificates.web.outputs[0]: password.txt holds an empty password",
    ],
    [
      "no variable",
      { "password-env": "PASSWORD" },
      {},
      "pki.json: certificates.web.outputs[0]: the variable PASSWORD is not set",
    ],
    [
      "nobody to ask",
      {},
      {},
      'pki.json: certificates.web.outputs[0]: it needs a password, and there is nobody to ask: name one with "password-file" or "password-env"',
    ],
    [
      "two answers that differ",
      {},
      { askPassword: async (question) => question },
      "pki.json: certificates.web.outputs[0]: the two passwords differ",
    ],
  ])("%s is an error, and nothing is written", async (_, source, options, error) => {
    const store = createMemoryStore();
    const wanted = row({ form: "pkcs12-old", ...source });
    await expect(run(wanted, store, { files, ...options })).rejects.toMatchObject({
      name: "EnsureError",
      message: error,
    });
    expect(store.files.size).toBe(0);
  });

  test("whoever is asked answers twice for a new file, and once for one that is there", async () => {
    const store = createMemoryStore();
    const questions: string[] = [];
    const askPassword = async (question: string) => {
      questions.push(question);
      return "correct horse";
    };
    const wanted = row({ form: "pkcs12-old" });
    await run(wanted, store, { askPassword });
    expect((await run(wanted, store, { askPassword })).result.changed).toBe(false);
    expect(questions).toEqual([
      "Password of web.p12: ",
      "The same again, for the new web.p12: ",
      "Password of web.p12: ",
    ]);
  });
});

describe("a run that stops anywhere", () => {
  /** A store that fails when it is to write for the nth time. */
  const failingAt = (store: MemoryStore, count: number) => {
    let left = count;
    return {
      ...store,
      replace(list: Parameters<MemoryStore["replace"]>[0]) {
        if (left-- === 0) throw new Error("stopped");
        return store.replace(list);
      },
    };
  };

  test.each([
    ["from nothing", manifest, {}],
    ["with another host", withWeb({ hosts: ["www.example"] }), {}],
    ["with new keys", manifest, { newKeys: true }],
    ["with a renewed CA", manifest, { now: start + 4 * 365 * day }],
  ])("is mended by the next one, %s", async (name, wanted, options) => {
    for (let count = 0; ; count++) {
      const store = name === "from nothing" ? createMemoryStore() : copyOf(made);
      const stopped = await run(wanted, failingAt(store, count), { files, ...options }).then(
        () => false,
        () => true,
      );
      const { newKeys: _, ...later } = { newKeys: false, ...options };
      await run(wanted, store, { files, ...later });
      const [cert, key, ca] = [text(store, "web.pem"), text(store, "web-key.pem"), text(store, "middle.pem")];
      expect(text(store, "web-fullchain.pem")).toBe(cert + ca);
      expect(text(store, "web-pkcs8.pem")).toBe(await exportAs("pkcs8", { key }));
      expect((await run(wanted, store, { files, ...later })).result.changed).toBe(false);
      if (!stopped) return;
    }
  });
});

test.each([["pkcs8-encrypted"], ["pkcs12-old"]])(
  "%s is not made where all is to be the same each time, and stays where it is up to date",
  async (form) => {
    const wanted = withWeb({ outputs: [{ form, ...protectedBy }] });
    const store = copyOf(made);
    const before = new Map(store.files);
    await expect(run(wanted, store, { files, isReproducible: true })).rejects.toThrow(
      `the form ${form} has a random salt, so it is never the same twice, as SOURCE_DATE_EPOCH asks: unset that variable`,
    );
    expect(new Map(store.files)).toEqual(before);
    await run(wanted, store, { files });
    expect((await run(wanted, store, { files, isReproducible: true })).result.changed).toBe(false);
  },
);
