import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

const standalone = join(projectFolder, "standalone", "cfssl");

/** On the same file system as the program, so that hard links work. */
let room = "";
beforeEach(() => {
  room = mkdtempSync(join(projectFolder, "standalone", "test-"));
});
afterEach(() => rmSync(room, { recursive: true }));

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, input = "") {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: room,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", TZ: "UTC", ...env },
    input,
  });
  return { status, stdout, stderr };
}

describe("the standalone program's name", () => {
  test.each([
    ["a hard link", linkSync],
    ["a symbolic link", symlinkSync],
    ["a copy", copyFileSync],
  ])("decides which program runs, as the name of %s", (_, make) => {
    for (const name of ["cfssljson", "cfssl-json", "cfssljson_linux-amd64"]) {
      make(standalone, join(room, name));
      expect(run(join(room, name), ["-bare", "-stdout"], {}, '{"cert":"C"}')).toMatchObject({
        status: 0,
        stdout: "C\n",
      });
      rmSync(join(room, name));
    }
    make(standalone, join(room, "cfssl-certinfo_1.6.5_linux_amd64"));
    const certinfo = run(join(room, "cfssl-certinfo_1.6.5_linux_amd64"), ["-cert", "missing.pem"]);
    expect(certinfo.stderr).toContain("missing.pem: no such file or directory");
  });

  test("still decides after the file was moved, and when it is found in PATH", () => {
    copyFileSync(standalone, join(room, "download"));
    mkdirSync(join(room, "bin"));
    renameSync(join(room, "download"), join(room, "bin", "cfssl-json"));
    const path = `${join(room, "bin")}:${process.env["PATH"]}`;
    const result = run("sh", ["-c", "cfssl-json -bare -stdout"], { PATH: path }, '{"cert":"C"}');
    expect(result).toEqual({ status: 0, stdout: "C\n", stderr: "" });
  });
});

describe("the standalone program in a hostile folder", () => {
  const hostile = 'console.log("hostile"); process.exit(99);';

  beforeEach(() => {
    for (const name of ["evil.js", "evil.ts", "index.ts", "index.js", "cfssl.ts", "cfssl.js"]) {
      writeFileSync(join(room, name), hostile);
    }
    for (const name of [".env", ".env.local", ".env.production", ".env.development", ".env.test"]) {
      writeFileSync(join(room, name), "CFSSL_COMPAT=hostile\nBUN_OPTIONS=--preload=./evil.js\nTZ=Asia/Tokyo\n");
    }
    writeFileSync(join(room, "bunfig.toml"), 'preload = ["./evil.js"]\n[run]\npreload = ["./evil.js"]\n');
    writeFileSync(join(room, ".bunfig.toml"), 'preload = ["./evil.js"]\n');
    const aliases = { "*": "./evil.js", "node:fs": "./evil.js", yargs: "./evil.js", "get-stdin": "./evil.js" };
    const manifest = {
      name: "evil",
      type: "module",
      main: "./evil.js",
      imports: { "#x": "./evil.js" },
      exports: aliases,
    };
    writeFileSync(join(room, "package.json"), JSON.stringify({ ...manifest, bun: { preload: ["./evil.js"] } }));
    const paths = { "*": ["./evil.ts"], "node:fs": ["./evil.ts"], yargs: ["./evil.ts"], "get-stdin": ["./evil.ts"] };
    const compilerOptions = { baseUrl: ".", paths, jsxImportSource: "./evil" };
    writeFileSync(join(room, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    writeFileSync(join(room, "jsconfig.json"), JSON.stringify({ compilerOptions }));
    for (const name of ["yargs", "get-stdin", "fs", "reflect-metadata"]) {
      mkdirSync(join(room, "node_modules", name), { recursive: true });
      writeFileSync(join(room, "node_modules", name, "index.js"), hostile);
    }
  });

  test("works as anywhere else: a command, help, standard input, a key", () => {
    expect(run(standalone, ["version"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Version: 1\.6\.5\n/),
    });
    expect(run(standalone, ["gencert", "-h"]).stderr).toMatch(/^Usage/);
    const made = run(standalone, ["genkey", "-"], {}, '{"CN":"x","key":{"algo":"ecdsa","size":256}}');
    expect(Object.keys(JSON.parse(made.stdout))).toEqual(["csr", "key"]);
    expect(made.stderr).toMatch(/ \[INFO\] encoded CSR\n$/);
  });

  const canTrace = spawnSync("strace", ["-V"]).status === 0;
  (canTrace ? test : test.skip)("opens no file of the folder", () => {
    const trace = join(room, "trace");
    run("strace", ["-f", "-e", "trace=%file", "-o", trace, standalone, "version"]);
    const calls = readFileSync(trace, "utf8").match(/(?:open|stat|access|readlink)\w*\(.*/g) ?? [];
    const paths = calls.map((call) => /"([^"]+)"/.exec(call)?.[1]).filter((path) => path !== undefined);
    expect(paths).toContain("/proc/self/maps");
    expect(paths.filter((path) => !path.startsWith("/") || path.startsWith(room))).toEqual([]);
  });

  (canTrace ? test : test.skip)("opens no file beside itself after its working folder was deleted", () => {
    mkdirSync(join(room, "gone"));
    const own = join(room, "cfssl");
    linkSync(standalone, own);
    const script = `cd gone; rmdir ../gone; exec strace -f -e trace=%file,%process -o ../trace "$0" version`;
    expect(run("sh", ["-c", script, own])).toMatchObject({ status: 0, stderr: "" });
    const named = readFileSync(join(room, "trace"), "utf8").match(/"[^"]*"/g) ?? [];
    expect(named.filter((path) => path.startsWith(`"${room}`) && path !== `"${own}"`)).toEqual([]);
  });

  test("takes no argument as one for the runtime", () => {
    for (const words of [
      ["--preload", "./evil.js"],
      ["--eval", hostile],
      ["-e", hostile],
      ["run", "./evil.js"],
    ]) {
      const { status, stdout } = run(standalone, words);
      expect(stdout).toBe("");
      expect(status).not.toBe(99);
    }
  });
});
