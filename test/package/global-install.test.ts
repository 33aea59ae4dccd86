import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../support/contents.js";

const run = promisify(execFile);
const request = '{"CN":"installed.example","key":{"algo":"ecdsa","size":256}}';

let room = "";
let bin = "";

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), "cfssl-ts-install-"));
  bin = join(room, "prefix", "bin");
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", room], { cwd: projectFolder });
  const [tarball = ""] = (await readdir(room)).filter((name) => name.endsWith(".tgz"));
  const places = ["--prefix", join(room, "prefix"), "--cache", join(room, "cache"), "--offline"];
  await run("npm", ["install", "--global", "--no-audit", "--no-fund", ...places, join(room, tarball)]);
}, 120_000);

afterAll(() => rm(room, { recursive: true, force: true }));

function shell(script: string, folder = room): Promise<{ stdout: string; stderr: string }> {
  return run("sh", ["-c", script], { cwd: folder, env: { PATH: `${bin}:${process.env["PATH"]}`, HOME: room } });
}

describe("npm install -g of the packed package", () => {
  test("brings all programs, and cfssl under the package's name for npx", async () => {
    expect((await readdir(bin)).sort()).toEqual([
      "cfssl",
      "cfssl-bundle",
      "cfssl-certinfo",
      "cfssl-mkbundle",
      "cfssl-newkey",
      "cfssl-ts",
      "cfssljson",
      "mkbundle",
      "multirootca",
    ]);
  });

  test("needs no network, for it brings no other package", async () => {
    const modules = join(room, "prefix", "lib", "node_modules");
    expect((await readdir(modules)).filter((name) => !name.startsWith("."))).toEqual(["cfssl-ts"]);
    expect(await readdir(join(modules, "cfssl-ts"))).not.toContain("node_modules");
  });

  test("the programs issue a certificate from any folder", async () => {
    const folder = join(room, "elsewhere");
    await mkdir(folder);
    await shell(`echo '${request}' | cfssl gencert -initca - | cfssljson -bare ca`, folder);
    expect((await readdir(folder)).sort()).toEqual(["ca-key.pem", "ca.csr", "ca.pem"]);
    const { stdout } = await shell("cfssl-certinfo -cert elsewhere/ca.pem");
    expect(JSON.parse(stdout)).toMatchObject({ subject: { common_name: "installed.example" } });
  });

  test("brings the manual pages", async () => {
    const { man } = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8"));
    const installed = await readdir(join(room, "prefix", "share", "man", "man1"));
    expect(installed.sort()).toEqual(man.map((path: string) => basename(path)).sort());
  });

  test("help, which loads more than the rest, works", async () => {
    for (const program of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
      expect((await shell(`${program} -h`)).stderr).toMatch(/^Usage/);
    }
  });

  test("a program works through links to links and under other names", async () => {
    await symlink(join(bin, "cfssl"), join(room, "first"));
    await symlink("first", join(room, "second"));
    await rename(join(room, "second"), join(room, "cfssl_linux-amd64"));
    expect((await shell("./cfssl_linux-amd64 version")).stdout).toMatch(/^Version: 1\.6\.5\n/);
  });

  test("the library can be imported, and answers", async () => {
    const script = 'import { certinfo } from "cfssl-ts"; console.log(typeof certinfo);';
    const folder = join(room, "prefix", "lib", "node_modules", "cfssl-ts");
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
    expect(stdout).toBe("function\n");
  });
});
