import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
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
import { createFakeHost, type FakeHostOptions } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const usages = ["signing", "key encipherment", "server auth", "client auth"];
const config = { signing: { profiles: { peer: { expiry: "87600h", usages } } } };
const manifest = {
  config: "ca-config.json",
  nodes: { masters: { "cp-1": "192.168.1.11", "cp-2": "192.168.1.12" } },
  cas: { ca: { request: { CN: "CA", ca: { expiry: "438000h" } } } },
  certificates: {
    apiserver: { ca: "ca", profile: "peer", request: { CN: "kube-apiserver" }, hosts: ["{masters.ip}"] },
    "kubelet-{name}": {
      ...{ each: ["masters"], ca: "ca", profile: "peer", hosts: ["{name}", "{ip}"] },
      request: { CN: "system:node:{name}", names: [{ O: "system:nodes" }] },
    },
  },
};
const third = { ...manifest, nodes: { masters: { ...manifest.nodes.masters, "cp-3": "192.168.1.13" } } };

async function run(args: readonly string[], wanted: unknown = manifest, options: Partial<FakeHostOptions> = {}) {
  const text = typeof wanted === "string" ? wanted : JSON.stringify(wanted);
  const inputs = {
    "pki.json": text,
    "other/pki.json": text,
    "ca-config.json": JSON.stringify(config),
    "other/ca-config.json": JSON.stringify(config),
  };
  const files = createMemoryFiles(
    new Map(Object.entries(inputs).map(([path, each]) => [path, Buffer.from(each)])),
    0o022,
  );
  const host = createFakeHost({ args: ["ensure", "-dir", folder, ...args], files, ...options });
  const code = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { code, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
}

test("it makes what is missing, then nothing, then what has changed, in 80 columns", async () => {
  expect(await run([])).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: "made     ca  apiserver  kubelet-cp-1  kubelet-cp-2\n",
  });
  expect(await run([])).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: "kept     ca  apiserver  kubelet-cp-1  kubelet-cp-2\n",
  });
  expect(await run([], third)).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `kept     ca  kubelet-cp-1  kubelet-cp-2
renewed  apiserver  hosts: +192.168.1.13 (cp-3); restart kube-apiserver
made     kubelet-cp-3
`,
  });
});

test("a roll-over says what to restart and what comes next, in 80 columns", async () => {
  await run([]);
  expect(await run(["-roll", "ca", "-n"])).toMatchObject({
    code: 1,
    stdout: "roll     ca: step 1 of 3 would be taken.\nNothing was changed: this was a dry run.\n",
  });
  const { code, stdout } = await run(["-roll", "ca"]);
  expect([code, stdout.replaceAll(folder, "DIR").split("\n").at(-2)]).toEqual([
    0,
    "next     cfssl ensure -dir DIR -roll ca -step 2",
  ]);
  expect(stdout).toContain("(kube-apiserver, kubelet)");
  expect(JSON.parse((await run(["-roll", "ca", "-step", "2", "-json"])).stdout)).toMatchObject({
    ...{ changed: true, findings: [] },
    renewed: [{ name: "apiserver", why: ["not signed by the present ca"], restart: ["kube-apiserver"] }, {}, {}],
    roll: { ca: "ca", done: 2, next: 3, restart: ["kube-apiserver", "kubelet"] },
  });
  const last = await run(["-roll", "ca", "-step", "3"]);
  expect(last.stdout).toContain("the roll-over is done");
  expect(last.stdout).not.toContain("next ");
  for (const line of (stdout + last.stdout).split("\n")) expect(line.replaceAll(folder, "").length).toBeLessThan(81);
});

test.each([
  [["-roll", "x"], /^-roll: there is no CA "x" in cas/],
  [["-step", "2"], /^-step is for a roll-over/],
  [["-roll", "ca", "-step", "4"], /^-step takes 1, 2 or 3, not "4"/],
  [["-roll", "ca", "-new-keys"], /^-roll and -new-keys do not go together/],
  [["-roll", "ca", "-only", "apiserver"], /^-roll and -only do not go together/],
  [
    ["-roll", "ca", "-step", "2"],
    /step 2 cannot be taken: no roll-over is under way\. First run cfssl ensure -roll ca$/,
  ],
])("ensure %j is one line and exit code 2", async (words, error) => {
  await run([]);
  const { code, stdout, stderr } = await run(words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trimEnd()).toMatch(error);
});

test("keys are readable by their owner alone", async () => {
  await run([]);
  expect(readdirSync(folder).sort()).toEqual(
    ["apiserver", "ca", "kubelet-cp-1", "kubelet-cp-2"].flatMap((name) => [`${name}-key.pem`, `${name}.pem`]),
  );
  for (const name of readdirSync(folder)) {
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([
      name,
      name.endsWith("-key.pem") ? 0o600 : 0o644,
    ]);
  }
});

test("-n changes nothing, and its exit code says whether something would change", async () => {
  const before = await run(["-n"]);
  expect(before).toEqual({
    ...{ code: 1, stderr: "" },
    stdout: "made     ca  apiserver  kubelet-cp-1  kubelet-cp-2\nNothing was changed: this was a dry run.\n",
  });
  expect(readdirSync(folder)).toEqual([]);
  await run([]);
  expect((await run(["-n"])).code).toBe(0);
});

test("-json says what was done", async () => {
  const { stdout } = await run(["-json"]);
  expect(JSON.parse(stdout)).toEqual({
    ...{
      changed: true,
      made: ["ca", "apiserver", "kubelet-cp-1", "kubelet-cp-2"],
      renewed: [],
      kept: [],
      outputs: [],
      findings: [],
    },
  });
  expect(JSON.parse((await run(["-json", "-n"], third)).stdout)).toMatchObject({
    ...{ changed: true, made: ["kubelet-cp-3"] },
    renewed: [{ name: "apiserver", why: ["hosts: +192.168.1.13 (cp-3)"], restart: ["kube-apiserver"] }],
  });
});

test("-only and -new-keys choose what is renewed", async () => {
  await run([]);
  expect((await run(["-only", "kubelet-cp-1", "-new-keys"])).stdout).toBe(
    "renewed  kubelet-cp-1  new key; restart kubelet\n",
  );
  expect(await run(["-only", "kubelet-cp-9"])).toEqual({
    ...{ code: 2, stdout: "" },
    stderr: 'there is no row "kubelet-cp-9" in the manifest; did you mean "kubelet-cp-1"?\n',
  });
});

test("-print prints the lines of gencert, and writes nothing", async () => {
  const pki = join(folder, "pki");
  const { stdout } = await run(["-print", "-only", "kubelet-{name}", "-dir", pki]);
  const lines = ["cp-1", "cp-2"].map((name, at) => {
    const request = `{"CN":"system:node:${name}","names":[{"O":"system:nodes"}]}`;
    const flags = `-ca=${pki}/ca.pem -ca-key=${pki}/ca-key.pem -config=ca-config.json -profile=peer -hostname=${name},192.168.1.1${at + 1}`;
    return `printf '%s\\n' '${request}' | cfssl gencert ${flags} - | cfssljson -bare ${pki}/kubelet-${name}\n`;
  });
  expect(stdout).toBe(lines.join(""));
  expect(existsSync(pki)).toBe(false);
});

test("the manifest may be elsewhere, or come from standard input", async () => {
  expect((await run(["other/pki.json"])).stdout).toMatch(/^made/);
  expect((await run(["-"], manifest, { stdin: Buffer.from(JSON.stringify(manifest)) })).stdout).toMatch(/^kept/);
});

const withOutputs = {
  ...manifest,
  files: "kubeadm",
  certificates: {
    apiserver: {
      ...manifest.certificates.apiserver,
      outputs: ["fullchain", { form: "pkcs12-old", "password-env": "P" }],
    },
    admin: { ca: "ca", profile: "peer", request: { CN: "admin", names: [{ O: "system:masters" }] } },
  },
  keys: { "service-account": {} },
  kubeconfigs: {
    admin: { server: "https://192.168.1.11:6443" },
    path: { certificate: "admin", server: "https://192.168.1.11:6443", embed: false },
  },
};
const withPassword = { env: { P: "correct horse" } };

test("outputs are written beside what they are made of, and say why when they are written alone", async () => {
  expect(await run([], withOutputs, withPassword)).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `made     ca  service-account  apiserver  admin
written  pki/apiserver-fullchain.pem  pki/apiserver.p12  admin.conf  path.conf
`,
  });
  for (const [path, mode] of [
    ["pki", 0o755],
    ["pki/ca.crt", 0o644],
    ["pki/apiserver-fullchain.pem", 0o644],
    ["pki/apiserver.p12", 0o600],
    ["pki/sa.key", 0o600],
    ["pki/sa.pub", 0o644],
    ["admin.conf", 0o600],
    ["path.conf", 0o600],
  ] as const) {
    expect([path, statSync(join(folder, path)).mode & 0o777]).toEqual([path, mode]);
  }
  rmSync(join(folder, "admin.conf"));
  expect(await run(["-n"], withOutputs, withPassword)).toEqual({
    ...{ code: 1, stderr: "" },
    stdout: `kept     ca  service-account  apiserver  admin
written  admin.conf  missing
Nothing was changed: this was a dry run.
`,
  });
  expect(JSON.parse((await run(["-json"], withOutputs, withPassword)).stdout)).toEqual({
    ...{ changed: true, made: [], renewed: [], kept: ["ca", "service-account", "apiserver", "admin"] },
    outputs: [{ file: "admin.conf", row: "admin", why: "missing", restart: [] }],
    findings: [],
  });
});

test("a kubeconfig that names a full chain lacks no intermediate CA", async () => {
  const { stdout } = await run([], {
    config: {
      signing: {
        profiles: {
          ...config.signing.profiles,
          authority: { expiry: "87600h", usages: ["cert sign"], ca_constraint: { is_ca: true } },
        },
      },
    },
    cas: { ...manifest.cas, middle: { ca: "ca", profile: "authority", request: { CN: "Middle" } } },
    certificates: { user: { ca: "middle", profile: "peer", request: { CN: "alice" }, outputs: ["fullchain"] } },
    kubeconfigs: { user: { server: "https://192.168.1.11:6443", embed: false } },
  });
  expect(stdout).toBe("made     ca  middle  user\nwritten  user-fullchain.pem  user.kubeconfig\n");
});

test("-only takes the outputs of its rows along", async () => {
  await run([], withOutputs, withPassword);
  expect((await run(["-only", "apiserver", "-new-keys"], withOutputs, withPassword)).stdout).toBe(
    `renewed  apiserver  new key; restart kube-apiserver
written  pki/apiserver-fullchain.pem  pki/apiserver.p12
`,
  );
});

test("others cannot read a file any more that gets a key", async () => {
  for (const [name, mode] of [
    ["admin.conf", 0o644],
    ["path.conf", 0o640],
  ] as const) {
    writeFileSync(join(folder, name), "old");
    chmodSync(join(folder, name), mode);
  }
  expect(await run([], withOutputs, withPassword)).toMatchObject({ code: 0, stderr: "" });
  const modes = ["admin.conf", "path.conf"].map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o640]);
});

test("a password that is missing is an error before anything is written", async () => {
  for (const args of [[], ["-n"]]) {
    expect(await run(args, withOutputs)).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: "pki.json: certificates.apiserver.outputs[1]: the variable P is not set\n",
    });
  }
  expect(readdirSync(folder)).toEqual([]);
});

test.each<[what: string, args: readonly string[], row: object, error: string]>([
  [
    "the manifest",
    ["-dir", "other", "other/pki.json"],
    { outputs: [{ form: "cert", out: "pki.json" }] },
    'other/pki.json: certificates.web.outputs[0]: it would overwrite pki.json, the manifest: name another file with "out"\n',
  ],
  [
    "the configuration",
    ["-dir", "."],
    { files: { key: "ca-config.json" } },
    'pki.json: certificates.web: it would overwrite ca-config.json, the configuration: rename the row, or name its files with "files"\n',
  ],
  [
    "a password",
    ["-dir", "./other/", "other/pki.json"],
    { outputs: [{ form: "pkcs12", out: "p", "password-file": "./p" }] },
    'other/pki.json: certificates.web.outputs[0]: it would overwrite ./p, a password: name another file with "out"\n',
  ],
])("nothing is written over %s", async (_, args, row, error) => {
  const { apiserver } = manifest.certificates;
  const wanted = { ...manifest, certificates: { web: { ...apiserver, ...row } } };
  expect(await run(args, wanted)).toEqual({ code: 2, stdout: "", stderr: error });
});

test("what was written is checked", async () => {
  const wide = {
    ...manifest,
    certificates: { web: { ca: "ca", profile: "peer", request: { CN: "web" }, hosts: ["10.0.0.0/8"] } },
  };
  const { code, stdout } = await run([], wide);
  expect(code).toBe(0);
  expect(stdout).toBe(`made     ca  web
error    web.pem: san-is-cidr: "10.0.0.0/8" is a range of addresses; a
         certificate holds single ones, and this becomes a DNS name that nobody
         can dial.
cfssl check says how to mend this.
`);
  expect((await run([], wide)).stdout).toBe("kept     ca  web\n");
});

test.each<[what: string, args: readonly string[], wanted: unknown, error: string | RegExp]>([
  [
    "no manifest",
    ["x.json"],
    manifest,
    "open x.json: no such file or directory; `cfssl ensure FILE` takes a manifest, which docs/ensure.md explains\n",
  ],
  ["two manifests", ["a", "b"], manifest, "ensure takes one FILE, not 2; flags come before it\n"],
  ["a mistake", [], { caz: {} }, 'pki.json: caz: there is no such member; did you mean "cas"?\n'],
  [
    "control characters in a name",
    [],
    { "a\u001b[2Jb": 1 },
    /^pki\.json: \["a\\u001b\[2Jb"\]: there is no such member/,
  ],
  ["a folder that is a file", ["-dir", join(__filename, "x")], manifest, /: not a directory\n$/],
])("%s is one line and exit code 2", async (_, args, wanted, error) => {
  const { code, stdout, stderr } = await run(args, wanted);
  expect([code, stdout]).toEqual([2, ""]);
  if (typeof error === "string") expect(stderr).toBe(error);
  else expect(stderr).toMatch(error);
  expect(stderr.split("\n")).toHaveLength(2);
});

test("a lost CA is an error, and nothing is changed", async () => {
  await run([]);
  for (const name of ["ca.pem", "ca-key.pem"]) rmSync(join(folder, name));
  const before = readdirSync(folder);
  const { code, stderr } = await run([]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^pki\.json: cas\.ca: ca\.pem and ca-key\.pem are missing, but apiserver\.pem, which it signed, is here\. Either/,
  );
  expect(readdirSync(folder)).toEqual(before);
});

test("a broken certificate is made again, and no output holds a key", async () => {
  await run([]);
  writeFileSync(join(folder, "apiserver.pem"), readFileSync(join(folder, "apiserver-key.pem")));
  const { stdout, stderr } = await run([]);
  expect(stdout).toBe(`kept     ca  kubelet-cp-1  kubelet-cp-2
renewed  apiserver  its certificate cannot be read; restart kube-apiserver
`);
  expect(stdout + stderr).not.toContain("PRIVATE KEY");
});

test("many rows take few lines", async () => {
  const workers = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`worker-${at}`, `10.0.0.${at + 1}`]));
  const row = { each: ["workers"], ca: "ca", request: { CN: "{name}" }, hosts: ["{ip}"] };
  const { stdout } = await run(["-n"], {
    nodes: { workers },
    cas: manifest.cas,
    certificates: { "kubelet-{name}": row },
  });
  const lines = stdout.split("\n");
  expect(lines.length).toBe(5);
  expect(lines[2]).toMatch(/and \d+ more$/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test("-print of one row names a file with one certificate of a CA that is rolled over", async () => {
  await run([]);
  await run(["-roll", "ca"]);
  const { stdout } = await run(["-print", "-only", "apiserver", "-dir", folder]);
  expect(stdout).toContain(`-ca=${folder}/ca-signing.pem -ca-key=${folder}/ca-key.pem`);
  expect((await run(["-print", "-dir", folder])).stdout).toContain(`-ca=${folder}/ca.pem`);
});

describe("with SOURCE_DATE_EPOCH", () => {
  const env = { SOURCE_DATE_EPOCH: "1767225600" };
  const note = "The time is 2026-01-01T00:00:00Z, from SOURCE_DATE_EPOCH.\n";

  test("the files are the same for the same keys, and each run says what time it takes", async () => {
    const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    expect((await run([], manifest, { env })).stdout).toBe(
      `made     ca  apiserver  kubelet-cp-1  kubelet-cp-2\n${note}`,
    );
    const before = contents();
    for (const name of readdirSync(folder)) if (!name.endsWith("-key.pem")) rmSync(join(folder, name));
    const { stdout } = await run(["-json"], manifest, { env });
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, time: "2026-01-01T00:00:00Z" });
    expect(contents()).toEqual(before);
    expect((await run([], manifest, { env })).stdout).toBe(
      `kept     ca  apiserver  kubelet-cp-1  kubelet-cp-2\n${note}`,
    );
  });

  test.each(["yesterday", "-1", "1.5", "999999999999"])("%s is refused", async (text) => {
    expect(await run([], manifest, { env: { SOURCE_DATE_EPOCH: text } })).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: `SOURCE_DATE_EPOCH must be a number of seconds since 1970, not "${text}"\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("empty, it is not set", async () => {
    expect((await run(["-n"], manifest, { env: { SOURCE_DATE_EPOCH: "" } })).stdout).not.toContain("SOURCE_DATE_EPOCH");
  });

  test("upstream's commands do not look at it, even where it is wrong", async () => {
    const files = createMemoryFiles(new Map([["ca-csr.json", Buffer.from('{"CN":"CA"}')]]), 0o022);
    const host = createFakeHost({
      ...{ args: ["gencert", "-initca", "ca-csr.json"], files },
      env: { SOURCE_DATE_EPOCH: "yesterday" },
    });
    expect(await cfssl(host)).toBe(0);
    const { cert } = JSON.parse(Buffer.from(host.printed().stdout).toString());
    expect(Math.abs(Date.parse(new X509Certificate(cert).validFrom) - host.now())).toBeLessThan(3_600_000);
  });
});
