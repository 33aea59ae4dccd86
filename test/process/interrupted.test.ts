import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const env = cleanEnvironment(programs);
const program = join(programs, "cfssljson");
const answer = (word: string, size = 1) =>
  JSON.stringify({ cert: `${word} cert`.repeat(size), key: `${word} key`.repeat(size), csr: `${word} csr` });

/** The age that a file's contents tell: old, new, none, or anything else. */
function ageOf(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/ (cert|key|csr)$/, "");
  } catch {
    return "none";
  }
}

const pairIn = (folder: string) => `${ageOf(join(folder, "x-key.pem"))} key, ${ageOf(join(folder, "x.pem"))} cert`;
const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.startsWith(".cfssl"));

function fill(folder: string, isOldThere: boolean): void {
  writeFileSync(join(folder, "new.json"), answer("new"));
  writeFileSync(join(folder, "old.json"), answer("old"));
  if (isOldThere) spawnSync(program, ["-bare", "-f", "old.json", "x"], { cwd: folder, env });
}

const traced = [
  ...["openat", "write", "pwrite64", "writev", "fchmod", "fchown", "fdatasync", "fsync", "sync_file_range"],
  ...["?open", "?creat", "?rename", "?renameat", "?renameat2", "?unlink", "?unlinkat", "?link", "?linkat"],
].join(",");
const strace = (folder: string, ...words: string[]) =>
  spawnSync("strace", ["-f", "-qq", ...words, program, "-bare", "-f", "new.json", "x"], { cwd: folder, env });
const hasStrace = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0;
if (!hasStrace) console.log("strace is missing: no program is killed at its system calls");

/**
 * Counts, for every kind of call, how many the program makes before the first one that concerns the files. strace
 * counts the same way.
 */
async function callsBefore(isOldThere: boolean): Promise<ReadonlyMap<string, number>> {
  return withFolder(async (folder) => {
    fill(folder, isOldThere);
    strace(folder, "-e", `trace=${traced}`, "-o", "calls");
    const lines = readFileSync(join(folder, "calls"), "utf8").split("\n");
    const [pid = ""] = (lines[0] ?? "").split(" ");
    const calls = lines.filter((line) => line.startsWith(`${pid} `) && /^\d+ +\w+\(/.test(line));
    const start = calls.findIndex((line) => /"\.cfssl-|"x[.-]/.test(line));
    expect(start).toBeGreaterThan(0);
    const counts = new Map<string, number>();
    for (const [index, line] of calls.entries()) {
      const name = /(\w+)\(/.exec(line)?.[1] ?? "";
      counts.set(name, (counts.get(name) ?? 0) + (index < start ? 1 : 0));
    }
    return counts;
  });
}

/** Kills the program at that call. Returns false if it makes fewer calls and so ends by itself. */
async function killAt(name: string, call: number, isOldThere: boolean, look: (folder: string) => void) {
  return withFolder(async (folder) => {
    fill(folder, isOldThere);
    const { signal } = strace(folder, "-o", "/dev/null", "-e", `inject=${name}:signal=KILL:when=${call}`);
    look(folder);
    return signal === "SIGKILL";
  });
}

(hasStrace ? describe : describe.skip)("cfssljson killed at a system call", () => {
  test.each([
    ["replaces a pair", true, ["old key, old cert", "old key, none cert", "new key, none cert", "new key, new cert"]],
    ["writes a first pair", false, ["none key, none cert", "new key, none cert", "new key, new cert"]],
  ])(
    "while it %s never mixes the pair and loses nothing",
    async (_, isOldThere, possible) => {
      const seen = new Set<string>();
      let kills = 0;
      const look = (folder: string) => {
        const pair = pairIn(folder);
        seen.add(pair);
        expect(possible).toContain(pair);
        const kept = leftovers(folder).map((name) => ageOf(join(folder, name)));
        if (/^(old|new) key, none/.test(pair)) expect(kept).toContain(pair.slice(0, 3));
      };
      for (const [name, before] of await callsBefore(isOldThere)) {
        for (let call = before + 1; await killAt(name, call, isOldThere, look); call++) kills++;
      }
      expect(kills).toBeGreaterThan(15);
      expect([...seen].sort()).toEqual([...possible].sort());
    },
    60_000,
  );
});

test("two programs that write at once leave the pair of one of them and nothing else", async () => {
  await withFolder(async (folder) => {
    for (let round = 0; round < 15; round++) {
      const words = ["old", "new"];
      fill(folder, false);
      const both = words.map((word) => spawn(program, ["-bare", "-f", `${word}.json`, "x"], { cwd: folder, env }));
      await Promise.all(both.map((one) => once(one, "close")));
      expect(["old key, old cert", "new key, new cert"]).toContain(pairIn(folder));
      expect(leftovers(folder)).toEqual([]);
    }
  });
}, 60_000);

describe("a file that is too large", () => {
  test.each([
    ["the first", "10240", "0", "write x.pem: file too large\n"],
    ["the second", "1", "10240", "write x-key.pem: file too large\n"],
  ])("as %s one is reported, and only the old pair is left", async (_, certSize, keySize, message) => {
    await withFolder(async (folder) => {
      fill(folder, true);
      const huge = { cert: "c".repeat(Number(certSize)), key: "k".repeat(Number(keySize) + 1), csr: "r" };
      writeFileSync(join(folder, "new.json"), JSON.stringify(huge));
      const script = "ulimit -f 8; cfssljson -bare -f new.json x";
      const { exitCode, stderr } = await runShell(script, { cwd: folder, programs });
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: message });
      expect(pairIn(folder)).toBe("old key, old cert");
      expect(leftovers(folder)).toEqual([]);
    });
  });
});

describe("where a name cannot be changed, files are written in place", () => {
  test.each([
    ["a link", "echo keep >other; ln -s other x.pem", "cat other; test -L x.pem && echo link", "new certlink\n"],
    ["a hard link", "echo keep >other; ln other x.pem", "cat other", "new cert"],
    ["a device", "ln -s /dev/null x.pem", "test -L x.pem && ls x-key.pem", "x-key.pem\n"],
    ["a FIFO", "mkfifo x.pem; cat x.pem >got & sleep 0.1", "wait; cat got", "new cert"],
    ["a directory", "mkdir x-key.pem", "cat x.pem; ls x.csr 2>/dev/null", "new cert"],
    ["a name that is too long", ":", "ls", "new.json\nold.json\n", "n".repeat(252)],
    ["nothing at all", "umask 077", "stat -c %a x.pem x-key.pem x.csr", "600\n600\n600\n"],
    ["a file with an unusual mode", "touch x-key.pem; chmod 640 x-key.pem", "stat -c %a x-key.pem", "640\n"],
  ])("%s", async (_, before, after, expected, name = "x") => {
    await withFolder(async (folder) => {
      fill(folder, false);
      const script = `${before}; cfssljson -bare -f new.json ${name} 2>/dev/null; ${after}`;
      const { stdout } = await runShell(script, { cwd: folder, programs });
      expect(stdout).toBe(expected);
      expect(leftovers(folder)).toEqual([]);
    });
  });

  test("a replaced file keeps its mode", async () => {
    await withFolder(async (folder) => {
      fill(folder, true);
      await runShell("chmod 604 x.pem; chmod 660 x-key.pem; cfssljson -bare -f new.json x", { cwd: folder, programs });
      expect(statSync(join(folder, "x.pem")).mode & 0o777).toBe(0o604);
      expect(statSync(join(folder, "x-key.pem")).mode & 0o777).toBe(0o660);
    });
  });
});
