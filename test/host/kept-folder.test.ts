import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { keepFolder } from "../../src/host/kept-folder.js";
import { nodeFiles } from "../../src/host/node-files.js";
import { withFolder } from "../support/spawned.js";

const lockName = ".cfssl-ensure.lock";
const bytes = (text: string) => new TextEncoder().encode(text);
const soon = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 10));
const open = (folder: string, wait = soon) => keepFolder(folder, nodeFiles, wait);

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn("true");
  await new Promise((resolve) => child.on("close", resolve));
  return child.pid ?? 0;
}

function writeLock(path: string, holder: object): void {
  writeFileSync(path, JSON.stringify({ id: "an-id", machine: hostname(), started: "", ...holder }));
}

describe("a kept folder", () => {
  test("lists and reads what is there, and nothing of what is not", async () => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, "a.pem"), "a");
      const kept = open(folder);
      expect(kept.list("")).toEqual(["a.pem"]);
      expect(kept.list("etcd")).toEqual([]);
      expect(kept.read("a.pem")).toEqual(bytes("a"));
      expect(kept.read("b.pem")).toBeNull();
      expect(kept.read("etcd/b.pem")).toBeNull();
      expect(() => kept.read("a.pem/b")).toThrow(/^open .*a\.pem\/b: not a directory$/);
    });
  });

  test("writes files with their modes, and makes the folders for them", async () => {
    await withFolder(async (folder) => {
      open(join(folder, "new")).replace([
        { path: "etcd/a-key.pem", bytes: bytes("key"), mode: 0o600 },
        { path: "etcd/a.pem", bytes: bytes("certificate"), mode: 0o644 },
      ]);
      expect(statSync(join(folder, "new/etcd/a-key.pem")).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, "new/etcd/a.pem"), "utf8")).toBe("certificate");
    });
  });

  test("leaves a link, and replaces the file that it leads to", async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, "real"));
      writeFileSync(join(folder, "real/ca.pem"), "old");
      symlinkSync("real/ca.pem", join(folder, "ca.pem"));
      open(folder).replace([{ path: "ca.pem", bytes: bytes("new"), mode: 0o644 }]);
      expect(
        readdirSync(folder, { withFileTypes: true })
          .find(({ name }) => name === "ca.pem")
          ?.isSymbolicLink(),
      ).toBe(true);
      expect(readFileSync(join(folder, "real/ca.pem"), "utf8")).toBe("new");
    });
  });

  test("writes nothing if one of the files cannot be written", async () => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, "etcd"), "a file");
      const list = ["a.pem", "etcd/b.pem"].map((path) => ({ path, bytes: bytes("x"), mode: 0o644 }));
      expect(() => open(folder).replace(list)).toThrow(/: (?:not a directory|file already exists)/);
      expect(readdirSync(folder)).toEqual(["etcd"]);
    });
  });
});

describe("the lock of a folder", () => {
  test("lets one in after the other", async () => {
    await withFolder(async (folder) => {
      const order: string[] = [];
      const work = async (name: string) => {
        const release = await open(folder).lock();
        order.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`${name} out`);
        release();
      };
      await Promise.all(["a", "b", "c"].map(work));
      for (let at = 0; at < order.length; at += 2) expect(order[at + 1]).toBe(order[at]?.replace("in", "out"));
      expect(order).toHaveLength(6);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test.each<[what: string, holder: (dead: number) => object]>([
    ["of a process that has ended", (process) => ({ process })],
    ["of a process whose number another has now", () => ({ process: process.pid, started: "another boot 1" })],
  ])("%s is taken over", async (_, holder) => {
    await withFolder(async (folder) => {
      writeLock(join(folder, lockName), holder(await deadProcess()));
      const release = await open(folder).lock();
      expect(JSON.parse(readFileSync(join(folder, lockName), "utf8"))).toMatchObject({ process: process.pid });
      release();
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("is taken over by one of many that find it at once", async () => {
    await withFolder(async (folder) => {
      writeLock(join(folder, lockName), { process: await deadProcess() });
      let [inside, most] = [0, 0];
      const work = async () => {
        const release = await open(folder).lock();
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
        release();
      };
      await Promise.all(Array.from({ length: 10 }, work));
      expect([most, readdirSync(folder)]).toEqual([1, []]);
    });
  });

  test("is taken over even if somebody died while taking it over", async () => {
    await withFolder(async (folder) => {
      const dead = await deadProcess();
      writeLock(join(folder, lockName), { id: "first", process: dead });
      writeLock(join(folder, `${lockName}.first`), { id: "second", process: dead });
      const release = await open(folder).lock();
      release();
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test.each<[what: string, contents: string]>([
    ["of another machine", JSON.stringify({ id: "x", process: 1, machine: "elsewhere.example", started: "" })],
    ["that nobody understands", "x"],
  ])("%s is respected, and an error says what to do", async (_, contents) => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, lockName), contents);
      await expect(open(folder, async () => {}).lock()).rejects.toThrow(
        /\.cfssl-ensure\.lock: .* is changing this folder; wait for it, or remove this file if it does not run any more$/,
      );
      expect(readdirSync(folder)).toEqual([lockName]);
    });
  });

  test("removes what killed programs left behind, and nothing of those that run", async () => {
    await withFolder(async (folder) => {
      const dead = await deadProcess();
      const own = `.cfssl-new-${process.ppid}-1`;
      for (const name of [`.cfssl-new-${dead}-1`, `.cfssl-old-${dead}-2`, `${lockName}.gone`, own, ".cfssl-new-x"]) {
        writeFileSync(join(folder, name), "x");
      }
      (await open(folder).lock())();
      expect(readdirSync(folder).sort()).toEqual([own, ".cfssl-new-x"].sort());
      expect(existsSync(join(folder, lockName))).toBe(false);
    });
  });
});
