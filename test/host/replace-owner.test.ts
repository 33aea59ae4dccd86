import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFileCalls } from "../../src/host/node-file-calls.js";
import { type FileCalls, replaceFiles } from "../../src/host/replace-files.js";

const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.warn("This is not root. Skipped: how root replaces files of other users.");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  for (const [name, mode] of [
    ["web.pem", 0o644],
    ["web-key.pem", 0o600],
  ] as const) {
    writeFileSync(join(folder, name), "old", { mode });
    if (isRoot) chownSync(join(folder, name), 1234, 2345);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const replace = (calls: FileCalls) =>
  replaceFiles(
    calls,
    [
      { path: join(folder, "web.pem"), bytes: Buffer.from("new"), mode: 0o644 },
      { path: join(folder, "web-key.pem"), bytes: Buffer.from("new"), mode: 0o600 },
    ],
    (_, cause) => {
      throw cause;
    },
  );
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const stats = (name: string) => statSync(join(folder, name));

(isRoot ? test : test.skip)("root replaces files of another user whole, and they stay that user's", () => {
  const before = stats("web-key.pem").ino;
  expect(replace(nodeFileCalls)).toBe(true);
  expect(stats("web-key.pem").ino).not.toBe(before);
  expect([text("web.pem"), text("web-key.pem")]).toEqual(["new", "new"]);
  expect(stats("web-key.pem")).toMatchObject({ uid: 1234, gid: 2345, mode: 0o100600 });
  expect(stats("web.pem")).toMatchObject({ uid: 1234, gid: 2345, mode: 0o100644 });
});

(isRoot ? test : test.skip)("where root cannot give files away, they are left for writing in place", () => {
  const calls: FileCalls = {
    ...nodeFileCalls,
    setOwner() {
      throw new Error("operation not permitted");
    },
  };
  expect(replace(calls)).toBe(false);
  expect([text("web.pem"), text("web-key.pem")]).toEqual(["old", "old"]);
  expect(readdirSync(folder).sort()).toEqual(["web-key.pem", "web.pem"]);
});
