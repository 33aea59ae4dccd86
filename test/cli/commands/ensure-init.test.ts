import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createRealFiles } from "../../support/real-files.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const host = createFakeHost({ args, files: createRealFiles() });
  const code = await cfssl(host);
  const { stdout, stderr } = host.printed();
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString().replaceAll(`${folder}/`, "");
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const init = (layout: string, ...answers: readonly string[]) =>
  run("ensure", "-init", layout, ...answers, join(folder, "pki.json"));

const manifest = () => JSON.parse(readFileSync(join(folder, "pki.json"), "utf8"));

const three = "cp-1=192.168.1.11,cp-2=192.168.1.12,cp-3=192.168.1.13";
const layouts: readonly (readonly [layout: string, answers: readonly string[], certificates: number])[] = [
  ["kubernetes", [], 13],
  ["kubernetes", ["-masters", three, "-workers", "worker-1=192.168.1.21", "-etcd", "etcd-1=192.168.1.31"], 15],
  ["kubernetes", ["-masters", "cp-1=fd00::11", "-service-cidr", "fd00:10:96::/112,10.96.0.0/12"], 12],
  ["kubernetes", ["-masters", three, "-domain", "k8s.example", "-balancer", "api.example.com,192.168.1.10"], 18],
  ["one-ca", [], 7],
  ["one-ca", ["-masters", three], 8],
  ["etcd", [], 3],
  ["etcd", ["-etcd", "infra0=10.0.1.10", "-etcd", "infra1=10.0.1.11"], 5],
  ["tls", [], 2],
  ["tls", ["-hosts", "www.example.com,192.0.2.1,*.example.com"], 2],
];

test.each(layouts)(
  "after -init %s %p, ensure makes all, has nothing more to do, and check finds nothing",
  async (layout, answers, certificates) => {
    expect(await init(layout, ...answers)).toMatchObject({ code: 0, stderr: "" });
    const file = join(folder, "pki.json");
    const made = await run("ensure", "-json", file);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const { cas, keys } = manifest();
    const count = certificates + Object.keys(cas).length + Object.keys(keys ?? {}).length;
    expect(JSON.parse(made.stdout)).toMatchObject({ made: { length: count }, findings: [] });
    expect(await run("ensure", "-n", file)).toMatchObject({ code: 0 });
    expect(await run("check", folder)).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing wrong") });
  },
  30_000,
);

test("it says in three lines what to do next", async () => {
  // The lines are wrapped by the length of the temporary folder's name.
  const words = (await init("kubernetes")).stdout.split(/\s+/).join(" ");
  expect(words).toBe(
    [
      "wrote pki.json ca-config.json ca-csr.json apiserver-csr.json",
      "next 1. put your machines into nodes in pki.json: these are examples",
      "2. cfssl ensure pki.json makes 3 CAs, 13 certificates and a key pair",
      "3. after each change run it again; keep copies of the CAs' keys ",
    ].join(" "),
  );
});

test("the API server is valid for all that dials it", async () => {
  await init("kubernetes", "-masters", three, "-service-cidr", "10.32.0.0/24,fd00::/108", "-balancer", "192.168.1.10");
  expect(manifest().certificates.apiserver.hosts).toEqual([
    ...["127.0.0.1", "10.32.0.1", "fd00::1", "192.168.1.10", "{masters.ip}", "{masters.name}"],
    ...["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
  ]);
});

test.each([
  ["kubernetes", ["-masters", "cp-1"], '-masters: "cp-1" must be a name and an address, such as cp-1=192.168.1.11'],
  ["kubernetes", ["-masters", "=10.0.0.1"], '-masters: "=10.0.0.1" must be a name and an address'],
  ["kubernetes", ["-masters", "CP_1=10.0.0.1"], "-masters: a machine's name has small letters, digits, - and . only"],
  [
    "kubernetes",
    ["-masters", "cp-1=10.0.0.300"],
    '-masters: cp-1: "10.0.0.300" is no IP address, such as 192.168.1.11',
  ],
  ["kubernetes", ["-masters", "cp-1=10.0.0.1/24"], '"10.0.0.1/24" is no IP address; write cp-1=10.0.0.1'],
  ["kubernetes", ["-masters", "cp-1=[fd00::1]"], '"[fd00::1]" is no IP address; write cp-1=fd00::1'],
  ["kubernetes", ["-masters", "cp-1=0.0.0.0"], "-masters: cp-1: 0.0.0.0 stands for all addresses"],
  ["kubernetes", ["-masters", "a=10.0.0.1,a=10.0.0.2"], "-masters: a is there twice: name each machine once"],
  ["kubernetes", ["-masters", "a=10.0.0.1,b=10.0.0.1"], "-masters: a and b have the same address 10.0.0.1"],
  [
    "kubernetes",
    ["-masters", "a=10.0.0.1", "-workers", "a=10.0.0.2"],
    "-workers: a is 10.0.0.2 here and 10.0.0.1 in -masters",
  ],
  [
    "kubernetes",
    ["-masters", "a=10.0.0.1", "-etcd", "b=10.0.0.1"],
    "-etcd: b has the address 10.0.0.1 of a in -masters: correct one of them",
  ],
  ["kubernetes", ["-service-cidr", "10.96.0.0"], '-service-cidr: "10.96.0.0" must be a range such as 10.96.0.0/12'],
  ["kubernetes", ["-service-cidr", "10.96.0.0/33"], '-service-cidr: "10.96.0.0/33" must be a range'],
  ["kubernetes", ["-service-cidr", "fd00::/128"], "-service-cidr: fd00::/128 has too few addresses for services"],
  ["kubernetes", ["-domain", "cluster.local."], "-domain: leave out the dot at the end: cluster.local"],
  ["kubernetes", ["-domain", "a b"], '-domain: "a b" must be a domain such as cluster.local'],
  ["kubernetes", ["-balancer", "https://api.example.com:6443"], "write api.example.com"],
  ["kubernetes", ["-balancer", "10.0.0.1:6443"], '-balancer: "10.0.0.1:6443" is neither a name nor an IP address'],
  ["tls", ["-hosts", "10.0.0.300"], '-hosts: "10.0.0.300" is neither a name nor an IP address: give names'],
  ["tls", ["-masters", "a=10.0.0.1"], "-masters: -init tls has no use for it; it takes -hosts"],
  ["kubernets", [], '-init: there is no layout "kubernets"; there are kubernetes, one-ca, etcd, tls'],
  ["tls", ["-new-keys"], "-new-keys: it has no meaning with -init"],
  ["tls", ["-from", "x"], "-init begins a PKI and -from takes one over: give one of them"],
])("-init %s %p is refused in one line, and nothing is written", async (layout, answers, text) => {
  const { code, stdout, stderr } = await init(layout, ...answers);
  expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 2, stdout: "", lines: 2 });
  expect(stderr).toContain(text);
  expect(readdirSync(folder)).toEqual([]);
});

test("an answer without -init says so", async () => {
  expect(await run("ensure", "-masters", "a=10.0.0.1")).toEqual({
    ...{ code: 2, stdout: "" },
    stderr: "-masters: it is an answer to -init: cfssl ensure -init LAYOUT -masters …\n",
  });
});

test("it overwrites nothing, and writes nothing if one of its files is there", async () => {
  writeFileSync(join(folder, "ca-config.json"), "mine");
  const { code, stderr } = await init("kubernetes");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "ca-config.json is here already, and nothing was written; name another folder: cfssl ensure -init kubernetes new/pki.json\n",
  });
  expect(readdirSync(folder)).toEqual(["ca-config.json"]);
  expect(readFileSync(join(folder, "ca-config.json"), "utf8")).toBe("mine");
});

test("-n writes nothing, -json says what was written, and folders are made", async () => {
  expect(await init("tls", "-n")).toMatchObject({ code: 1 });
  expect(readdirSync(folder)).toEqual([]);
  const { code, stdout } = await run("ensure", "-init", "tls", "-json", join(folder, "a/b/web.json"));
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    written: ["a/b/web.json", "a/b/ca-config.json", "a/b/ca-csr.json", "a/b/server-csr.json"],
    ...{ cas: 1, certificates: 2, keys: 0 },
  });
  expect(existsSync(join(folder, "a/b/web.json"))).toBe(true);
  expect(statSync(join(folder, "a/b/web.json")).mode & 0o777).toBe(0o644);
});
