import { cp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fixturePath } from "../support/contents.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

async function modes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => /^(?!published).*\.(pem|csr)$/.test(name)).sort();
  const pairs = names.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

test("the published walk-through runs unchanged and leaves the files that it should", async () => {
  await withFolder(async (folder) => {
    await cp(fixturePath("walkthrough"), folder, { recursive: true });
    const { exitCode, stdout } = await runShell(
      `set -e
      cfssl gencert -initca ca-csr.json | cfssljson -bare ca
      for name in kubernetes admin kube-proxy; do
        cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=kubernetes $name-csr.json |
          cfssljson -bare $name
      done
      cfssl-certinfo -cert kubernetes.pem`,
      { cwd: folder, programs },
    );
    expect(exitCode).toBe(0);
    const { hosts } = JSON.parse(await readFile(join(folder, "kubernetes-csr.json"), "utf8"));
    expect(JSON.parse(stdout).sans.sort()).toEqual(hosts.sort());
    expect(await modes(folder)).toEqual({
      "admin-key.pem": "600",
      "admin.csr": "644",
      "admin.pem": "644",
      "ca-key.pem": "600",
      "ca.csr": "644",
      "ca.pem": "644",
      "kube-proxy-key.pem": "600",
      "kube-proxy.csr": "644",
      "kube-proxy.pem": "644",
      "kubernetes-key.pem": "600",
      "kubernetes.csr": "644",
      "kubernetes.pem": "644",
    });
  });
});

test.each([
  ["022", { "x-key.pem": "600", "x.csr": "644" }],
  ["002", { "x-key.pem": "600", "x.csr": "644" }],
  ["077", { "x-key.pem": "600", "x.csr": "600" }],
  ["000", { "x-key.pem": "600", "x.csr": "644" }],
  ["277", { "x-key.pem": "400", "x.csr": "400" }],
])("under umask %s nobody else can read a key", async (umask, expected) => {
  await withFolder(async (folder) => {
    const script = `umask ${umask}; echo '{"CN":"x"}' | cfssl genkey - | cfssljson -bare x`;
    const { exitCode } = await runShell(script, { cwd: folder, programs });
    expect(exitCode).toBe(0);
    expect(await modes(folder)).toEqual(expected);
  });
});

test("after a command that fails, cfssljson writes nothing", async () => {
  await withFolder(async (folder) => {
    const script = "set -o pipefail; cfssl gencert -initca none.json | cfssljson -bare ca";
    const { exitCode, stdout, stderr } = await runShell(script, { cwd: folder, programs, shell: "bash" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr.split("\n").sort()).toEqual([
      "",
      "Failed to parse input: unexpected end of JSON input",
      "open none.json: no such file or directory",
    ]);
    expect(await readdir(folder)).toEqual([]);
  });
});
