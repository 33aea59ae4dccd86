import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CheckOptions, check, type FileToCheck } from "../../src/index.js";
import { allRows } from "../addons/support/rows/index.js";
import { faultyFolders } from "../addons/support/zoo.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

/** The commands of a finding are run in its folder, and mend it. */

const programs = ourPrograms();
const needed = ["kubectl", "openssl", "iconv", "awk", "sed"];
const missing = needed.filter((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0);
if (missing.length > 0) console.warn(`${missing.join(", ")} missing: commands that need them are not run`);

async function layOut(files: readonly FileToCheck[], folder: string): Promise<void> {
  for (const { path, bytes, mode } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
    await chmod(join(folder, path), mode ?? 0o644);
  }
}

async function readBack(folder: string): Promise<readonly FileToCheck[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: path.slice(folder.length + 1),
      bytes: await readFile(path),
      mode: (await stat(path)).mode & 0o777,
    })),
  );
}

async function found(files: readonly FileToCheck[], options: CheckOptions) {
  const { findings } = await check(files, options);
  return findings.map(({ rule, files: [path], mend }) => ({ name: `${rule} ${path}`, commands: mend.commands }));
}

/** Runs the commands of all findings, and checks again. */
async function mended(files: readonly FileToCheck[], options: CheckOptions = {}): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    await layOut(files, folder);
    const commands = (await found(files, options)).flatMap((finding) => finding.commands);
    expect(commands.length).toBeGreaterThan(0);
    if (missing.some((name) => commands.some((command) => command.includes(`${name} `)))) return [];
    const { exitCode, stderr } = await runShell(`set -e\n${commands.join("\n")}`, { cwd: folder, programs });
    expect([exitCode, stderr]).toEqual([0, exitCode === 0 ? stderr : ""]);
    return (await found(await readBack(folder), options)).map(({ name }) => name);
  });
}

const rows = allRows.filter(({ finds, unmended }) => finds !== undefined && unmended === undefined);

test.each(rows.map((row) => [row.rule, row.what, row] as const))("%s in %s is mended", async (_, __, row) => {
  expect(await mended(await row.make(), row.options)).toEqual([]);
});

/** A CA's key that nobody has, and what only a person can know. */
const unmended = /certbot|nginx without|shorts|Secret|another cluster/;

test.each(Object.entries(faultyFolders).filter(([name]) => !unmended.test(name)))("%s: mended", async (_, [make]) => {
  const { files, options } = await make();
  if ((await check(files, options)).findings.some(({ mend }) => /not in this folder/.test(mend.text))) return;
  expect(await mended(files, options)).toEqual([]);
});

test.each(["a folder", "it's", "-x", "$HOME `x`", "line\nfeed"])(
  "in the folder %j the commands work too",
  async (name) => {
    const row = rows.find(({ rule, what }) => rule === "leaf-expired" && what === "an API server");
    const files = (await row?.make())?.filter(({ path }) => path.startsWith("pki/")) ?? [];
    const moved = files.map((each) => ({ ...each, path: `${name}/${each.path}` }));
    expect(await mended(moved)).toEqual([]);
  },
);

test("where the CA's key is elsewhere, the commands say what stands for it, and work once it is there", async () => {
  const row = rows.find(({ rule }) => rule === "eku-peer-one-sided");
  const whole = (await row?.make()) ?? [];
  const isKey = ({ path }: FileToCheck) => path === "etc/etcd/ca-key.pem";
  const { findings } = await check(whole.filter((each) => !isKey(each)));
  const [mend] = findings.map((finding) => finding.mend);
  expect(mend?.text).toContain("The CA's key is not in this folder: etc/etcd/ca-key.pem stands for it.");
  await withFolder(async (folder) => {
    await layOut(whole, folder);
    const { exitCode } = await runShell(`set -e\n${mend?.commands.join("\n")}`, { cwd: folder, programs });
    expect([exitCode, await found(await readBack(folder), {})]).toEqual([0, []]);
  });
});

test("nothing that was there is lost but what is replaced, and nothing is left but requests and a configuration", async () => {
  const row = rows.find(({ rule, what }) => rule === "san-missing-service-ip" && what === "an API server");
  const names = ["apiserver-csr.json", "apiserver.pem", "apiserver-key.pem", "apiserver.csr", "ca-config.json"];
  const mine = names.map((name) => ({ path: `pki/${name}`, bytes: "{}\n", mode: 0o644 }));
  await withFolder(async (folder) => {
    const files = [...((await row?.make()) ?? []), ...mine];
    await layOut(files, folder);
    const commands = (await found(files, {})).flatMap((finding) => finding.commands);
    expect((await runShell(`set -e\n${commands.join("\n")}`, { cwd: folder, programs })).exitCode).toBe(0);
    const after = await readBack(folder);
    for (const { path } of mine)
      expect([path, after.find((each) => each.path === path)?.bytes.toString()]).toEqual([path, "{}\n"]);
    const before = new Set(files.map(({ path }) => path));
    const added = after.flatMap(({ path }) => (before.has(path) ? [] : [path])).sort();
    expect(added).toEqual(["pki/apiserver-again-csr.json", "pki/ca-config-server.json"]);
  });
});
