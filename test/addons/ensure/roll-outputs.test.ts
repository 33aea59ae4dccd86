import { X509Certificate } from "node:crypto";
import { type Rolled, type RollStep, rollPki } from "../../../src/addons/ensure/roll/roll.js";
import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { check } from "../../../src/index.js";
import { type Files, type RunOptions, run, start, workshopOf } from "./run.js";

const authority = { expiry: "8760h", usages: ["cert sign"], ca_constraint: { is_ca: true } };
const peer = { expiry: "8760h", usages: ["signing", "server auth", "client auth"] };
const files: Files = { "password.txt": "correct horse" };
const server = "https://10.0.0.1:6443";
const root = { request: { CN: "CA", ca: { expiry: "17520h" } } };
const manifest = {
  config: { signing: { profiles: { authority, peer } } },
  cas: {
    ca: root,
    middle: { ca: "ca", profile: "authority", request: { CN: "Middle" } },
    other: root,
  },
  certificates: {
    web: { ca: "ca", profile: "peer", request: { CN: "web" }, hosts: ["web"], outputs: ["fullchain", "pkcs8"] },
    scheduler: { ca: "middle", profile: "peer", request: { CN: "system:kube-scheduler" }, outputs: ["secret"] },
    stranger: { ca: "other", profile: "peer", request: { CN: "stranger" }, outputs: ["secret"] },
  },
  kubeconfigs: { admin: { certificate: "web", server }, path: { certificate: "web", server, embed: false } },
};

/** Its password takes time. */
const withTrustStore = {
  ...manifest,
  cas: { ...manifest.cas, ca: { ...root, outputs: [{ form: "truststore", "password-file": "password.txt" }] } },
};

let made: MemoryStore;
beforeAll(async () => {
  made = createMemoryStore();
  await run(manifest, made, { files });
});

const copy = (store: MemoryStore) => createMemoryStore(store.files);
const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const pemsIn = (found: string) => found.match(/-----BEGIN CERT[\s\S]+?-----END.*\n/g) ?? [];
const member = (store: MemoryStore, path: string, name: string) => {
  const [, value = ""] = new RegExp(`${name}: (\\S+)`).exec(text(store, path)) ?? [];
  return pemsIn(Buffer.from(value, "base64").toString());
};

async function roll(store: MemoryStore, step: RollStep | null, options: RunOptions & { wanted?: unknown } = {}) {
  const { wanted = manifest, ...more } = options;
  return rollPki(await workshopOf(wanted, store, { files, ...more }), { ca: "ca", step });
}

const reasons = ({ result }: Rolled) => Object.fromEntries(result.outputs.map(({ file, why }) => [file, why]));

test("outputs follow each step, and no client is without a CA that it needs", async () => {
  const [store, wanted] = [copy(made), withTrustStore];
  await run(wanted, store, { files });
  const changed = "ca.pem has changed";
  const holding = { "ca-truststore.p12": changed, "scheduler-secret.yaml": changed, "admin.kubeconfig": changed };
  expect(reasons(await roll(store, null, { wanted }))).toEqual(holding);
  const both = pemsIn(text(store, "ca.pem"));
  expect(both).toHaveLength(2);
  expect(member(store, "admin.kubeconfig", "certificate-authority-data")).toEqual(both);
  expect(member(store, "scheduler-secret.yaml", "ca.crt")).toEqual(both);
  expect(await run(manifest, store, { files, isDryRun: true })).toMatchObject({ result: { changed: false } });

  expect(reasons(await roll(store, 2, { wanted }))).toEqual({
    ...{ "web-fullchain.pem": "its certificate is new", "admin.kubeconfig": "its certificate is new" },
    ...{ "scheduler-secret.yaml": "the certificate of middle is new", "ca-truststore.p12": changed },
  });
  const [signing = "", old = ""] = pemsIn(text(store, "ca.pem"));
  const [leaf = ""] = member(store, "admin.kubeconfig", "client-certificate-data");
  expect(new X509Certificate(leaf).verify(new X509Certificate(signing).publicKey)).toBe(true);
  expect(new Set(member(store, "admin.kubeconfig", "certificate-authority-data"))).toEqual(new Set(both));
  const [, sent = ""] = member(store, "scheduler-secret.yaml", "tls.crt");
  expect(sent).toBe(text(store, "middle.pem"));
  expect(await run(manifest, store, { files, isDryRun: true })).toMatchObject({ result: { changed: false } });

  expect(reasons(await roll(store, 3, { wanted }))).toEqual(holding);
  expect(member(store, "admin.kubeconfig", "certificate-authority-data")).toEqual([signing]);
  expect(member(store, "scheduler-secret.yaml", "ca.crt")).not.toContain(old);
  expect(await run(manifest, store, { files, isDryRun: true })).toMatchObject({ result: { changed: false } });
  expect(text(store, "stranger-secret.yaml")).toBe(text(made, "stranger-secret.yaml"));
});

test.each([1, 2, 3] as const)(
  "outputs that step %i has not written any more are written when it is repeated",
  async (step) => {
    const store = copy(made);
    const before = new Map<RollStep, MemoryStore>();
    for (const each of [1, 2, 3] as const) {
      before.set(each, copy(store));
      if (each <= step) await roll(store, each);
    }
    // As after a kill between the CA and its copies.
    const stale = before.get(step)?.files.get("admin.kubeconfig");
    const cut = createMemoryStore([...store.files, ["admin.kubeconfig", stale ?? new Uint8Array()]]);
    if (step !== 3) {
      const next = step === 1 ? 2 : 3;
      await expect(roll(copy(cut), next)).rejects.toThrow(
        `step ${next} cannot be taken: step ${step} is not complete (admin.kubeconfig: ca.pem has changed). First run`,
      );
    }
    const again = await roll(cut, step);
    expect([reasons(again), again.roll.done]).toEqual([{ "admin.kubeconfig": "ca.pem has changed" }, step]);
    expect(cut.files).toEqual(store.files);
  },
);

test.each([
  ["crt", ["ca-new.key", "ca-old.key", "ca-signing.crt", "ca.crt", "ca.key"]],
  ["kubeadm", ["pki/ca-new.key", "pki/ca-old.key", "pki/ca-signing.crt", "pki/ca.crt", "pki/ca.key"]],
  [
    { certificate: "tls/{row}.cer", key: "private/{row}-key.pem" },
    ["private/ca-key.pem", "private/ca-new-key.pem", "private/ca-old-key.pem", "tls/ca-signing.cer", "tls/ca.cer"],
  ],
])("with files named %j, the files of the roll-over are named likewise", async (names, expected) => {
  const wanted = { ...manifest, files: names };
  const store = createMemoryStore();
  await run(wanted, store, { files });
  const seen = new Set<string>();
  for (const step of [1, 2, 3] as const) {
    expect((await roll(store, step, { wanted })).roll.done).toBe(step);
    for (const path of store.files.keys()) if (/(?:^|\/)ca[-.](?!truststore)/.test(path)) seen.add(path);
    const all = [...store.files]
      .map(([path, bytes]) => ({ path, bytes }))
      .filter(({ path }) => !path.includes("other"));
    const found = (await check(all, { now: () => start })).findings;
    expect(found.filter(({ files: blamed }) => blamed.some((path) => seen.has(path)))).toEqual([]);
    expect(await run(wanted, store, { files, isDryRun: true })).toMatchObject({ result: { changed: false } });
  }
  expect([...seen].sort()).toEqual(expected);
});

test("the new CA has the name constraints of its row", async () => {
  const limited = { ...root, name_constraints: { permitted: ["corp.example"] } };
  const web = { ca: "ca", request: { CN: "web" }, hosts: ["web.corp.example"] };
  const wanted = { cas: { ca: limited }, certificates: { web } };
  const store = createMemoryStore();
  await run(wanted, store);
  for (const step of [1, 2, 3] as const) {
    await roll(store, step, { wanted });
    expect(await run(wanted, store, { isDryRun: true })).toMatchObject({ result: { changed: false } });
  }
});

test("an output of another row is not overwritten by a file of the roll-over", async () => {
  const web = { ...manifest.certificates.web, outputs: [{ form: "cert", out: "ca-signing.pem" }] };
  const wanted = { ...manifest, certificates: { ...manifest.certificates, web } };
  await expect(roll(copy(made), null, { wanted })).rejects.toThrow("the row web has a file that the roll-over needs");
});

test("where all is to be the same each time, a new CA for the key that is there is", async () => {
  const again: unknown[] = [];
  const first = copy(made);
  await roll(first, null);
  for (let at = 0; at < 2; at++) {
    const store = createMemoryStore([
      ...made.files,
      ["ca-new-key.pem", first.files.get("ca-new-key.pem") ?? new Uint8Array()],
    ]);
    for (const step of [1, 2] as const) await roll(store, step, { isReproducible: true });
    again.push(store.files);
  }
  expect(again[0]).toEqual(again[1]);
});
