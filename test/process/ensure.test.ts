import { spawn, spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const env = cleanEnvironment(programs);
const program = join(programs, "cfssl");
const names = ["web", "mail"];
const manifest = {
  cas: { ca: { request: { CN: "CA" } } },
  certificates: Object.fromEntries(names.map((name) => [name, { ca: "ca", request: { CN: name } }])),
  keys: { sa: {} },
};

const ensure = (folder: string, ...words: string[]) =>
  spawnSync(program, ["ensure", ...words], { cwd: folder, env, encoding: "utf8" });

function fill(folder: string, isMade: boolean): void {
  writeFileSync(join(folder, "pki.json"), JSON.stringify(manifest));
  if (isMade) expect(ensure(folder).status).toBe(0);
}

const textOf = (folder: string, name: string) =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : null;

/** No key stands beside another key's certificate, and no file is cut short. */
function expectWhole(folder: string): void {
  for (const name of ["ca", ...names]) {
    const [cert, key] = [textOf(folder, `${name}.pem`), textOf(folder, `${name}-key.pem`)];
    const privateKey = key === null ? null : createPrivateKey(key);
    if (cert !== null)
      expect([name, privateKey && new X509Certificate(cert).checkPrivateKey(privateKey)]).toEqual([name, true]);
  }
}

const calls = ["?rename", "?renameat", "?renameat2", "?unlink", "?unlinkat", "?link", "?linkat"];
const hasStrace = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0;
if (!hasStrace) console.log("strace is missing: ensure is not killed at its system calls");

(hasStrace ? test : test.skip).each([
  ["makes all", false, []],
  ["replaces keys", true, ["-new-keys"]],
])(
  "killed at a call that changes a name while it %s, it leaves whole pairs, and the next run ends well",
  async (_, isMade, words) => {
    let kills = 0;
    for (const name of calls) {
      for (let call = 1, isKilled = true; isKilled; call++) {
        await withFolder(async (folder) => {
          fill(folder, isMade);
          const inject = ["-f", "-qq", "-o", "/dev/null", "-e", `inject=${name}:signal=KILL:when=${call}`];
          isKilled =
            spawnSync("strace", [...inject, program, "ensure", ...words], { cwd: folder, env }).signal === "SIGKILL";
          if (!isKilled) return;
          kills++;
          expectWhole(folder);
          const keys = ["ca", "sa"].map((each) => textOf(folder, `${each}-key.pem`));
          expect(ensure(folder)).toMatchObject({ status: 0, stderr: "" });
          expectWhole(folder);
          expect(ensure(folder, "-n").status).toBe(0);
          for (const [at, each] of ["ca", "sa"].entries()) {
            if (keys[at] !== null) expect(textOf(folder, `${each}-key.pem`)).toBe(keys[at]);
          }
          expect(readdirSync(folder).filter((each) => each.startsWith("."))).toEqual([]);
        });
      }
    }
    expect(kills).toBeGreaterThan(8);
  },
  240_000,
);

test("several runs at once make one PKI", async () => {
  await withFolder(async (folder) => {
    fill(folder, false);
    const runs = Array.from({ length: 4 }, () => spawn(program, ["ensure", "-json"], { cwd: folder, env }));
    const answers = await Promise.all(
      runs.map(async (run) => {
        let text = "";
        run.stdout.on("data", (part) => {
          text += part;
        });
        await once(run, "close");
        return JSON.parse(text).changed;
      }),
    );
    expect(answers.filter((changed) => changed)).toHaveLength(1);
    expectWhole(folder);
    expect(readdirSync(folder).filter((each) => each.startsWith("."))).toEqual([]);
  });
}, 60_000);

test("a disk that is full is one line, and changes nothing", async () => {
  await withFolder(async (folder) => {
    fill(folder, false);
    const { exitCode, stdout, stderr } = await runShell("ulimit -f 1; cfssl ensure", { cwd: folder, programs });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^write \S+\.pem: file too large\n$/);
    expect(readdirSync(folder)).toEqual(["pki.json"]);
  });
});

const isRoot = process.getuid?.() === 0;
const canDrop = !isRoot || isInstalled("setpriv");
if (!canDrop) console.log("setpriv is missing: a folder that may not be written is not tested");

(canDrop ? test : test.skip)(
  "a folder that may not be written is one line, but only if there is something to write",
  async () => {
    await withFolder(async (folder) => {
      fill(folder, true);
      for (const name of ["ca-key.pem", "web-key.pem", "mail-key.pem", "sa-key.pem"])
        chmodSync(join(folder, name), 0o644);
      chmodSync(folder, 0o555);
      const drop = isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "";
      const run = (words: string) => runShell(`${drop}cfssl ensure ${words}`, { cwd: folder, programs });
      try {
        expect(await run("")).toMatchObject({ exitCode: 0, stderr: "" });
        const before = textOf(folder, "web.pem");
        const { exitCode, stdout, stderr } = await run("-new-keys");
        expect([exitCode, stdout]).toEqual([2, ""]);
        expect(stderr).toMatch(/^open \S+: permission denied\n$/);
        expect(textOf(folder, "web.pem")).toBe(before);
      } finally {
        chmodSync(folder, 0o755);
      }
    });
  },
);
