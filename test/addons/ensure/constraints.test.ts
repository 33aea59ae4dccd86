import { gencertLines } from "../../../src/addons/ensure/print.js";
import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { initca, type NameConstraintsJson, verifyCertificate } from "../../../src/index.js";
import { day, read, run, start } from "./run.js";

const authority = { expiry: "43800h", usages: ["cert sign", "crl sign"], ca_constraint: { is_ca: true } };
const config = { signing: { profiles: { authority } } };
const request = { CN: "Root", ca: { expiry: "87600h" } };
const limits = { permitted: ["example.com", "10.0.0.0/8"], excluded: ["secret.example.com"] };
const rootWith = (name_constraints: unknown) => ({ root: { request, name_constraints } });
const manifest = (cas: object, web: object = {}) => ({
  ...{ config, cas },
  certificates: { web: { ca: "root", request: { CN: "web" }, hosts: ["web.example.com", "10.0.0.1"], ...web } },
});
const one = manifest(rootWith(limits));
const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());

test("a CA is made with its constraints, critical, and a second run keeps it", async () => {
  const store = createMemoryStore();
  await run(one, store);
  expect((await run(one, store)).result.changed).toBe(false);
  const { X509Certificate } = await import("node:crypto");
  const der = Buffer.from(new X509Certificate(text(store, "root.pem")).raw).toString("hex");
  // OID 2.5.29.30, critical TRUE.
  expect(der).toContain("0603551d1e0101ff");
  const verified = { roots: text(store, "root.pem"), time: new Date(start) };
  await expect(verifyCertificate(text(store, "web.pem"), verified)).resolves.toBeDefined();
});

test("they may stand in a request of the row's, which upstream then gets without them", async () => {
  const inRequest = manifest({ root: { request: { ...request, name_constraints: limits } } });
  const store = createMemoryStore();
  await run(one, store);
  expect((await run(inRequest, store)).result.changed).toBe(false);
  const lines = gencertLines(
    await read(inRequest),
    "",
    () => true,
    () => false,
  );
  expect(lines.slice(0, 3)).toEqual([
    expect.stringContaining("ca-config.json"),
    "# The next line makes root without its name constraints, which cfssl cannot make.",
    `printf '%s\\n' '${JSON.stringify(request)}' | cfssl gencert -initca - | cfssljson -bare root`,
  ]);
});

test("renewed, a CA keeps them", async () => {
  const store = createMemoryStore();
  await run(one, store);
  const { result } = await run(one, store, { now: start + 3000 * day, only: ["root"] });
  expect(result.renewed.map(({ name }) => name)).toEqual(["root"]);
  const outside = manifest(rootWith(limits), { hosts: ["www.example.org"] });
  await expect(run(outside, store, { now: start + 3000 * day })).rejects.toThrow("is not permitted");
});

test.each<[what: string, row: object, error: string]>([
  [
    "a DNS name",
    { hosts: ["a.example.com", "www.example.org"] },
    'the CA root may not sign it: DNS name "www.example.org" is not permitted by any constraint of root. Change the hosts, or choose another CA',
  ],
  [
    "an excluded name",
    { hosts: ["a.secret.example.com"] },
    'the CA root may not sign it: DNS name "a.secret.example.com" is excluded by constraint "secret.example.com" of root. Change the hosts, or choose another CA',
  ],
  [
    "an address",
    { hosts: ["192.168.1.1"] },
    'the CA root may not sign it: IP address "192.168.1.1" is not permitted by any constraint of root. Change the hosts, or choose another CA',
  ],
  [
    "a common name like a DNS name, without another",
    { request: { CN: "www.example.org" }, hosts: ["10.0.0.1"] },
    'the CA root may not sign it: DNS name "www.example.org" is not permitted by any constraint of root. Change the common name, or choose another CA',
  ],
])("what a CA may not sign is an error before anything is written: %s", async (_, row, error) => {
  const store = createMemoryStore();
  await expect(run(manifest(rootWith(limits), row), store)).rejects.toThrow(`pki.json: certificates.web: ${error}`);
  expect(store.files.size).toBe(0);
});

test.each<[what: string, constraints: NameConstraintsJson, row: object]>([
  ["a common name like a DNS name beside one", limits, { request: { CN: "www.example.org" } }],
  ["a common name that is none", limits, { request: { CN: "system:node:a.b" }, hosts: ["10.0.0.1"] }],
  ["another kind of name", { permitted: ["10.0.0.0/8"] }, { hosts: ["www.example.org"] }],
])("a CA signs what no constraint is about: %s", async (_, constraints, row) => {
  const { result } = await run(manifest(rootWith(constraints), row), createMemoryStore());
  expect(result.made).toEqual(["root", "web"]);
});

test("a mail address in the subject counts where there is no other", async () => {
  const row = { request: { CN: "a", names: [{ E: "a@example.org" }] }, hosts: ["10.0.0.1"] };
  await expect(run(manifest(rootWith({ permitted: ["email:example.com"] }), row), createMemoryStore())).rejects.toThrow(
    'email address "a@example.org" is not permitted by any constraint of root. Change the mail address',
  );
});

test("the constraints of all CAs above count, and the row of a node is named", async () => {
  const cas = { ...rootWith(limits), low: { ca: "root", profile: "authority", request: { CN: "Low" } } };
  const rows = {
    "kubelet-{name}": { each: ["w"], ca: "low", request: { CN: "x" }, hosts: ["{name}.example.com", "{ip}"] },
  };
  const nodes = { w: { a: "10.0.0.1", b: "11.0.0.1" } };
  await expect(run({ config, nodes, cas, certificates: rows }, createMemoryStore())).rejects.toThrow(
    'pki.json: certificates.kubelet-{name} (kubelet-b): the CA root may not sign it: IP address "11.0.0.1" is not',
  );
});

const waysOut = (mend: string) =>
  `Either ${mend}, or move root.pem away: the next run makes it again with its key, for you to give to all who trust it`;

test.each<[what: string, before: unknown, after: unknown, error: string]>([
  [
    "more",
    undefined,
    limits,
    `root.pem has no constraints, and whoever trusts it would not know of others. ${waysOut("delete them here")}`,
  ],
  [
    "fewer",
    limits,
    { permitted: ["example.com"] },
    `root.pem has the constraints {"permitted":["10.0.0.0/8","example.com"],"excluded":["secret.example.com"]}, and whoever trusts it would not know of others. ${waysOut("write those into the row")}`,
  ],
  ["none", { excluded: ["dns:"] }, undefined, `root.pem has the constraints {"excluded":["dns:"]}, and whoever`],
])("a CA never gets other constraints silently: %s", async (_, before, after, error) => {
  const store = createMemoryStore();
  const certificates = {};
  await run({ cas: rootWith(before), certificates }, store);
  const files = new Map(store.files);
  await expect(run({ cas: rootWith(after), certificates }, store)).rejects.toThrow(
    `pki.json: cas.root.name_constraints: ${error}`,
  );
  expect(store.files).toEqual(files);
});

test("both ways out work: the row says what the CA has, or its certificate is made again", async () => {
  const store = createMemoryStore();
  await run({ cas: rootWith(undefined) }, store);
  const rest = createMemoryStore([...store.files].filter(([path]) => path !== "root.pem"));
  expect((await run({ cas: rootWith(limits) }, rest)).result.renewed).toHaveLength(1);
  expect(text(rest, "root-key.pem")).toBe(text(store, "root-key.pem"));
  const reordered = { permitted: ["10.0.0.0/8", "example.com"], excluded: limits.excluded };
  expect((await run({ cas: rootWith(reordered) }, rest)).result.changed).toBe(false);
});

test("constraints that a CA has from elsewhere count", async () => {
  const { cert, key } = await initca(request, { now: () => start, nameConstraints: { permitted: ["example.com"] } });
  const store = createMemoryStore([
    ["root.pem", encodeUtf8(cert)],
    ["root-key.pem", encodeUtf8(key)],
  ]);
  const same = manifest(rootWith({ permitted: ["example.com"] }), { hosts: ["www.example.org"] });
  await expect(run(same, store)).rejects.toThrow('DNS name "www.example.org" is not permitted');
});

test.each<[what: string, cas: object, error: string]>([
  ["no object", rootWith(["example.com"]), "cas.root.name_constraints: must be an object: what the CA may sign"],
  [
    "an unknown member",
    rootWith({ permit: ["a.b"] }),
    "cas.root.name_constraints.permit: there is no such member; there are permitted, excluded",
  ],
  ["nothing", rootWith({ permitted: [] }), "cas.root.name_constraints: constrains nothing: leave it out, or write"],
  ["no text", rootWith({ permitted: [1] }), "cas.root.name_constraints.permitted[0]: must be a string"],
  [
    "a wildcard",
    rootWith({ excluded: ["a.b", "*.x.example"] }),
    'cas.root.name_constraints.excluded[1]: "*.x.example" has no wildcard: write ".x.example" for all names below it',
  ],
  [
    "two of them",
    { root: { request: { ...request, name_constraints: limits }, name_constraints: limits } },
    "cas.root.name_constraints: stands in the row and in its request: delete one of them",
  ],
])("mistakes are errors: %s", async (_, cas, error) => {
  await expect(read({ cas })).rejects.toThrow(`pki.json: ${error}`);
});

test("those of a certificate's request are refused, because only CAs have any", async () => {
  const certificates = { web: { ca: "root", request: { CN: "a", name_constraints: limits } } };
  await expect(read({ cas: { root: { request } }, certificates })).rejects.toThrow(
    "pki.json: certificates.web.request.name_constraints: cfssl ignores this member of a request: put it into the row of a CA, cas.NAME.name_constraints",
  );
});

test("a request's file with them is refused, because cfssl would ignore them there", async () => {
  const files = { "ca-csr.json": { ...request, name_constraints: limits } };
  await expect(read({ cas: { root: { request: "ca-csr.json" } } }, files)).rejects.toThrow(
    "ca-csr.json: name_constraints: cfssl ignores this member of a request: put it into the row of a CA, cas.NAME.name_constraints",
  );
});
