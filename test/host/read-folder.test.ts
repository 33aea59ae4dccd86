import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FolderLimits } from "../../src/host/folders.js";
import { readFolder } from "../../src/host/read-folder.js";

let folder: string;
let outside: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  outside = mkdtempSync(join(tmpdir(), "cfssl-ts-outside-"));
  writeFileSync(join(outside, "secret"), "outside");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

const limits: FolderLimits = { mostBytes: 1 << 20, mostFiles: 1000, mostTotalBytes: 2 << 20 };

/** What was read of each file, or why it was not. */
function read(more: Partial<FolderLimits> = {}, named = folder): Readonly<Record<string, string | undefined>> {
  const { files } = readFolder(named, { ...limits, ...more });
  return Object.fromEntries(
    files.map(({ path, bytes, skipped, isMissed }) => [
      path,
      bytes ? Buffer.from(bytes).toString() : isMissed ? `missed: ${skipped}` : skipped,
    ]),
  );
}

const inFolder = (name: string) => join(folder, name);

test("links that go round end, and no file is read twice", () => {
  mkdirSync(inFolder("a"));
  writeFileSync(inFolder("a/file"), "text");
  symlinkSync("..", inFolder("a/up"));
  symlinkSync("a", inFolder("b"));
  symlinkSync("loop", inFolder("loop"));
  expect(read()).toEqual({ "a/file": "text", loop: "too many levels of symbolic links" });
});

test("nothing outside is read: not by links, not by links to links, and not by a folder with the same beginning", () => {
  symlinkSync(join(outside, "secret"), inFolder("file"));
  symlinkSync("file", inFolder("again"));
  symlinkSync(outside, inFolder("folder"));
  symlinkSync("/dev/zero", inFolder("device"));
  mkdirSync(`${folder}-beside`);
  try {
    writeFileSync(join(`${folder}-beside`, "secret"), "outside");
    symlinkSync(join(`${folder}-beside`, "secret"), inFolder("beside"));
    const out = "a link that leads out of the folder";
    expect(read()).toEqual({ again: out, beside: out, device: out, file: out, folder: out });
  } finally {
    rmSync(`${folder}-beside`, { recursive: true });
  }
});

test("pipes, sockets, devices and files that are too large are not opened, and each says what it is", async () => {
  execFileSync("mkfifo", [inFolder("pipe")]);
  writeFileSync(inFolder("huge"), "");
  truncateSync(inFolder("huge"), 8 * 2 ** 30);
  const server = createServer().listen(inFolder("socket"));
  try {
    expect(read()).toEqual({ huge: "missed: larger than 1 MB", pipe: "a named pipe", socket: "a socket" });
    expect(read({}, "/dev/null")).toEqual({ null: "a device" });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("there is a limit for all files together, and one for their number", () => {
  for (const name of ["a", "b", "c"]) writeFileSync(inFolder(name), "x".repeat(900_000));
  expect(read()["c"]).toBe("missed: too much to read");
  expect(() => read({ mostFiles: 2 })).toThrow(`${folder}: more than 2 files; name the folders that matter`);
});

test("names with line ends and control characters, and those that are not UTF-8, are read", () => {
  const names = ["line\nend", "\u001b[31m", Buffer.from("not\xffutf8", "latin1")];
  for (const name of names) {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), "text");
  }
  mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from("d\xfe", "latin1")]));
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from("d\xfe/inner", "latin1")]), "text");
  expect(read()).toEqual({
    "line\nend": "text",
    "\u001b[31m": "text",
    "not\udcffutf8": "text",
    "d\udcfe/inner": "text",
  });
});

test("a file that changes while it is read is missed", () => {
  writeFileSync(inFolder("grows"), "x".repeat(10_000));
  writeFileSync(inFolder("stays"), "text");
  const grow = (head: Uint8Array) => {
    if (head.length > 4) appendFileSync(inFolder("grows"), "more");
    return true;
  };
  expect(read({ isWanted: grow })).toEqual({ grows: "missed: it changed while it was read", stays: "text" });
  const shrink = (head: Uint8Array) => {
    if (head.length > 4) truncateSync(inFolder("grows"), 5000);
    return true;
  };
  expect(read({ isWanted: shrink })["grows"]).toBe("missed: it changed while it was read");
});

test("a folder that goes meanwhile is passed by, and one that becomes a link out is not followed", () => {
  writeFileSync(inFolder("first"), "text");
  mkdirSync(inFolder("gone"));
  mkdirSync(inFolder("kept"));
  writeFileSync(inFolder("gone/file"), "text");
  writeFileSync(inFolder("kept/file"), "text");
  const remove = () => rmSync(inFolder("gone"), { recursive: true, force: true });
  expect(read({ onFile: remove })).toEqual({ first: "text", "kept/file": "text" });
  const swap = () => {
    rmSync(inFolder("kept/file"), { force: true });
    symlinkSync(join(outside, "secret"), inFolder("new"));
    renameSync(inFolder("new"), inFolder("kept/file"));
  };
  writeFileSync(inFolder("kept/a"), "text");
  let count = 0;
  const onFile = () => {
    if (++count === 2) swap();
  };
  const { "kept/file": swapped } = read({ onFile });
  expect(swapped).not.toContain("outside");
});

test("folders within folders end where the system has no longer paths", () => {
  const name = "n".repeat(200);
  const up: string[] = [];
  const from = process.cwd();
  process.chdir(folder);
  try {
    for (let depth = 0; depth < 30; depth++) {
      mkdirSync(name);
      process.chdir(name);
      up.push(name);
    }
    expect(Object.values(read())).toEqual(["missed: file name too long"]);
  } finally {
    process.chdir(from);
    execFileSync("rm", ["-rf", folder]);
  }
});

const becomeNobody = process.getuid?.() === 0 && typeof process.seteuid === "function";

/** Runs as a user who has no rights. */
function withoutRights<T>(action: () => T): T {
  if (!becomeNobody) return action();
  process.seteuid?.(65534);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

test("what may not be read is missed, and the rest is read", () => {
  chmodSync(folder, 0o755);
  writeFileSync(inFolder("file"), "text");
  writeFileSync(inFolder("closed"), "text", { mode: 0 });
  chmodSync(inFolder("closed"), 0);
  mkdirSync(inFolder("shut"), { mode: 0o700 });
  writeFileSync(inFolder("shut/file"), "text");
  chmodSync(inFolder("shut"), 0);
  expect(withoutRights(() => read())).toEqual({
    file: "text",
    closed: "missed: permission denied",
    shut: "missed: permission denied",
  });
  expect(() => withoutRights(() => read({}, inFolder("shut")))).toThrow("permission denied");
  chmodSync(inFolder("shut"), 0o700);
});
