import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { type Rolled, type RollStep, rollPki } from "../../../src/addons/ensure/roll/roll.js";
import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { check } from "../../../src/index.js";
import { day, type RunOptions, run, start, workshopOf } from "./run.js";

const authority = { expiry: "8760h", usages: ["cert sign"], ca_constraint: { is_ca: true } };
const peer = { expiry: "8760h", usages: ["signing", "server auth", "client auth"] };
const root = { request: { CN: "CA", ca: { expiry: "17520h" } } };
const manifest = {
  config: { signing: { profiles: { authority, peer } } },
  nodes: { members: { one: "192.168.1.1", two: "192.168.1.2" } },
  cas: {
    ca: root,
    "below/middle": { ca: "ca", profile: "authority", request: { CN: "Middle" } },
    other: { request: { CN: "Other" } },
  },
  certificates: {
    "etcd-server-{name}": { each: ["members"], ca: "ca", profile: "peer", request: { CN: "{name}" }, hosts: ["{ip}"] },
    "apiserver-etcd-client": { ca: "ca", profile: "peer", request: { CN: "client" } },
    scheduler: { ca: "below/middle", profile: "peer", request: { CN: "system:kube-scheduler" } },
    stranger: { ca: "other", profile: "peer", request: { CN: "stranger" } },
  },
};
const leaves = ["etcd-server-one", "etcd-server-two", "apiserver-etcd-client", "below/middle"];

const rsaKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" });

let made: MemoryStore;
beforeAll(async () => {
  made = createMemoryStore();
  await run(manifest, made);
});

const copy = (store = made) => createMemoryStore(store.files);
const plus = (store: MemoryStore, path: string, text: string) =>
  createMemoryStore([...store.files, [path, encodeUtf8(text)]]);
const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const certificatesIn = (store: MemoryStore, path: string) =>
  (text(store, path).match(/-----BEGIN CERT[\s\S]+?-----END.*\n/g) ?? []).map((pem) => new X509Certificate(pem));
const serials = (store: MemoryStore, path: string) =>
  certificatesIn(store, path).map(({ serialNumber }) => serialNumber);

async function roll(
  store: MemoryStore,
  step: RollStep | null = null,
  { ca = "ca", wanted = manifest, ...options }: RunOptions & { ca?: string; wanted?: unknown } = {},
): Promise<Rolled> {
  return rollPki(await workshopOf(wanted, store, options), { ca, step });
}

/** Whoever trusts ca.pem trusts all that the CA has signed, and what signs fits. */
function expectTrust(store: MemoryStore, name = "ca", signed = leaves): void {
  const trusted = certificatesIn(store, `${name}.pem`);
  for (const leaf of signed) {
    const [certificate] = certificatesIn(store, `${leaf}.pem`);
    expect([leaf, trusted.some((each) => certificate?.verify(each.publicKey))]).toEqual([leaf, true]);
  }
  const key = text(store, `${name}-key.pem`);
  expect(key).toContain("PRIVATE KEY");
}

async function expectCheckSilent(store: MemoryStore, now = start): Promise<void> {
  const files = [...store.files].map(([path, bytes]) => ({ path, bytes }));
  expect((await check(files, { now: () => now })).findings).toEqual([]);
}

/** Plain ensure in the middle of a roll-over. */
async function expectKept(store: MemoryStore, options: RunOptions = {}): Promise<void> {
  expect((await run(manifest, store, { isDryRun: true, ...options })).result.changed).toBe(false);
}

test("three steps replace a CA; all that it signed is trusted after each, which may be repeated", async () => {
  const store = copy();
  const [old] = serials(store, "ca.pem");
  const restart = ["etcd", "kube-apiserver", "kube-scheduler"];

  const first = await roll(store);
  expect(first.roll).toMatchObject({ done: 1, next: 2, restart, signing: "ca-signing.pem" });
  const [, added] = serials(store, "ca.pem");
  expect([serials(store, "ca.pem"), serials(store, "ca-signing.pem")]).toEqual([[old, added], [old]]);

  const between = copy(store);
  const second = await roll(store, 2);
  expect(second.result.renewed.map(({ name }) => name).sort()).toEqual([...leaves].sort());
  expect(second.roll).toMatchObject({ done: 2, next: 3, restart });
  expect([serials(store, "ca.pem"), serials(store, "ca-signing.pem")]).toEqual([[added, old], [added]]);
  expect(text(store, "ca-key.pem")).toBe(text(between, "ca-new-key.pem"));
  expect(text(store, "ca-old-key.pem")).toBe(text(made, "ca-key.pem"));
  for (const leaf of leaves) expect(text(store, `${leaf}-key.pem`)).toBe(text(made, `${leaf}-key.pem`));

  const third = await roll(store, 3);
  expect(third.roll).toMatchObject({ done: 3, next: null, restart, oldKey: "ca-old-key.pem" });
  expect([serials(store, "ca.pem"), serials(store, "ca-signing.pem")]).toEqual([[added], [added]]);
  for (const path of ["other.pem", "stranger.pem", "scheduler.pem"]) expect(text(store, path)).toBe(text(made, path));
  expect([...store.files.keys()].sort()).toEqual([...made.files.keys(), "ca-old-key.pem", "ca-signing.pem"].sort());
  expectTrust(store);
});

test.each([
  { done: 1, steps: [null], repeated: [null, 1] },
  { done: 2, steps: [null, 2], repeated: [null, 1, 2] },
  { done: 3, steps: [null, 2, 3], repeated: [3] },
] as const)(
  "after step $done, repeating it, ensure and check change and find nothing",
  async ({ done, steps, repeated }) => {
    const store = copy();
    for (const step of steps) await roll(store, step);
    const before = new Map(store.files);
    for (const step of repeated) {
      expect(await roll(store, step)).toMatchObject({ result: { changed: false }, written: [], roll: { done } });
    }
    await expectKept(store);
    await expectCheckSilent(store);
    expectTrust(store);
    expect(new Map(store.files)).toEqual(before);
  },
);

test("a dry run says what a step would do, and writes nothing", async () => {
  const store = copy();
  expect(await roll(store, null, { isDryRun: true })).toMatchObject({ result: { changed: true }, roll: { done: 1 } });
  expect(store.files).toEqual(made.files);
  await roll(store);
  const both = copy(store);
  const { result } = await roll(store, 2, { isDryRun: true });
  expect(result.renewed.map(({ name, why }) => [name, ...why])).toEqual(
    ["below/middle", ...leaves.slice(0, 3)].map((name) => [name, "not signed by the present ca"]),
  );
  expect(store.files).toEqual(both.files);
});

/** A store that stops before its nth change, as a process that is killed. */
function stopping(store: MemoryStore, changes: number): MemoryStore {
  let left = changes;
  const change = () => {
    if (left-- === 0) throw new Error("killed");
  };
  return {
    files: store.files,
    list: (folder) => store.list(folder),
    read: (path) => store.read(path),
    // Files of a group may get their names one by one.
    replace(files) {
      for (const file of files) {
        change();
        store.replace([file]);
      }
    },
    remove(paths) {
      change();
      store.remove?.(paths);
    },
    lock: () => store.lock(),
  };
}

test.each([1, 2, 3] as const)("killed at any change of step %i, it goes on right", async (step) => {
  const before = copy();
  for (const each of [1, 2] as const) if (each < step) await roll(before, each);
  let kills = 0;
  for (let isKilled = true; isKilled; ) {
    const store = copy(before);
    try {
      await roll(stopping(store, kills), step);
      isKilled = false;
    } catch (cause) {
      expect(cause).toEqual(new Error("killed"));
      kills++;
    }
    expectTrust(store);
    // Plain ensure may only finish what has begun: it takes no step.
    const bundle = text(store, "ca.pem");
    await run(manifest, store);
    expect(text(store, "ca.pem")).toBe(bundle);
    expectTrust(store);
    expect((await roll(store, step)).roll.done).toBe(step);
    for (const next of [2, 3] as const) if (next > step) await roll(store, next);
    expectTrust(store);
    expect(serials(store, "ca.pem")).toEqual(serials(store, "ca-signing.pem"));
    expect(text(store, "ca-old-key.pem")).toBe(text(made, "ca-key.pem"));
    expect(store.files.has("ca-new-key.pem")).toBe(false);
    await expectKept(store);
  }
  expect(kills).toBeGreaterThanOrEqual({ 1: 3, 2: 9, 3: 1 }[step]);
});

test("a CA that ends soon is not renewed while it is rolled over, and check is silent", async () => {
  const now = start + 720 * day;
  const store = createMemoryStore();
  await run(manifest, store);
  await run(manifest, store, { now, only: leaves.slice(0, 3) });
  const soon = await run(manifest, store, { now, only: ["ca"], isDryRun: true });
  expect(soon.result.renewed).toMatchObject([{ name: "ca", why: ["expires in 9 days"] }]);
  await roll(store, null, { now });
  await expectKept(store, { now, only: ["ca", ...leaves.slice(0, 3)] });
  const files = [...store.files].filter(([path]) => !/middle|other|stranger|scheduler/.test(path));
  const { findings } = await check(
    files.map(([path, bytes]) => ({ path, bytes })),
    { now: () => now },
  );
  expect(findings).toEqual([]);
});

test("an intermediate CA is rolled over under its root, and its file keeps the chain", async () => {
  const chain = text(made, "below/middle.pem") + text(made, "ca.pem");
  const store = plus(made, "below/middle.pem", chain);
  const ca = "below/middle";
  for (const step of [1, 2, 3] as const) {
    await roll(store, step, { ca });
    expectTrust(store, ca, ["scheduler"]);
    await expectKept(store);
  }
  const [middle, ...others] = serials(store, "below/middle.pem");
  expect(others).toEqual(serials(made, "ca.pem"));
  expect([middle]).not.toEqual(serials(made, "below/middle.pem"));
  expectTrust(store);
});

test("when a CA is renewed with its key, the certificate for those who sign is, too", async () => {
  const store = copy();
  for (const step of [1, 2, 3] as const) await roll(store, step);
  const longer = { ...manifest, cas: { ...manifest.cas, ca: { request: { ...root.request, ca: { pathlen: 3 } } } } };
  const before = serials(store, "ca.pem");
  await run(longer, store, { only: ["ca"] });
  expect(serials(store, "ca.pem")).not.toEqual(before);
  expect(serials(store, "ca-signing.pem")).toEqual(serials(store, "ca.pem"));
});

/** What cannot be done, and is left as it is. */
test.each<
  [
    what: string,
    store: () => MemoryStore | Promise<MemoryStore>,
    step: RollStep | null,
    error: RegExp,
    wanted?: unknown,
  ]
>([
  [
    "step 2 at the beginning",
    copy,
    2,
    /^pki\.json: cas\.ca: step 2 cannot be taken: no roll-over is under way\. First run cfssl ensure -roll ca$/,
  ],
  [
    "step 3 at the beginning",
    copy,
    3,
    /step 3 cannot be taken: no roll-over is under way\. First run cfssl ensure -roll ca$/,
  ],
  [
    "step 3 after step 1",
    () => rolledTo(1),
    3,
    /step 3 cannot be taken: step 2 is not done\. First run cfssl ensure -roll ca -step 2, and/,
  ],
  [
    "step 3 with a certificate of the old CA",
    async () => plus(await rolledTo(2), "etcd-server-two.pem", text(made, "etcd-server-two.pem")),
    3,
    /step 3 cannot be taken: etcd-server-two is still of the old CA\. First run/,
  ],
  [
    "an old key of before",
    async () => rolledTo(3),
    null,
    /ca-old-key\.pem of an earlier roll-over is here: move it away first/,
  ],
  ["a lost key", () => without("ca-key.pem"), null, /ca-key\.pem is missing: put it back for the roll-over/],
  ["a lost certificate", () => without("ca.pem"), null, /ca\.pem is missing: run cfssl ensure first/],
  [
    "a new key that is none",
    () => plus(made, "ca-new-key.pem", "x"),
    null,
    /ca-new-key\.pem cannot be read as a private key: move it away/,
  ],
  [
    "a new key of another kind",
    () => plus(made, "ca-new-key.pem", String(rsaKey)),
    null,
    /ca-new-key\.pem: key: ecdsa 256 instead of rsa 2048; move it away/,
  ],
  [
    "a foreign new key in the middle",
    async () => plus(await rolledTo(1), "ca-new-key.pem", text(made, "other-key.pem")),
    2,
    /ca-new-key\.pem is not the key of the other CA in ca\.pem: put the right one there/,
  ],
  [
    "a row whose files would be overwritten",
    copy,
    null,
    /the row ca-new has a file that the roll-over needs: rename that row/,
    { ...manifest, certificates: { "ca-new": { ca: "ca", profile: "peer", request: { CN: "x" } } } },
  ],
])("it refuses %s", async (_, storeOf, step, error, wanted = manifest) => {
  const store = await storeOf();
  const before = new Map(store.files);
  await expect(roll(store, step, { wanted })).rejects.toThrow(error);
  expect(new Map(store.files)).toEqual(before);
});

async function rolledTo(last: RollStep): Promise<MemoryStore> {
  const store = copy();
  for (const step of [1, 2, 3] as const) if (step <= last) await roll(store, step);
  return store;
}

function without(path: string): MemoryStore {
  return createMemoryStore([...made.files].filter(([each]) => each !== path));
}
