import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

interface Manifest {
  readonly name: string;
  readonly homepage: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly bugs: { readonly url: string };
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The address that scripts/project.mjs sets. */
function addressOf(folder: string): string {
  const text = readFileSync(join(folder, "scripts/project.mjs"), "utf8");
  return /^export const address = "(.*)";$/m.exec(text)?.[1] ?? "";
}

function linksOf(folder: string) {
  const { homepage, repository, bugs } = manifestOf(folder);
  return { homepage, repository, bugs };
}

const linksFor = (address: string) => ({
  homepage: `${address}#readme`,
  repository: { type: "git", url: `git+${address}.git` },
  bugs: { url: `${address}/issues` },
});

/** Every file of the project that people read, but for test data. */
function pages(): readonly string[] {
  const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    cwd: projectFolder,
  });
  return tracked
    .split("\n")
    .filter((path) => /\.(?:md|yml|json|mjs)$|^install\.sh$/.test(path) && !/^fixtures\//.test(path));
}

test("package.json has the links that follow from the address in scripts/project.mjs", () => {
  expect(addressOf(projectFolder)).toMatch(/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/);
  expect(linksOf(projectFolder)).toEqual(linksFor(addressOf(projectFolder)));
});

test("no page or template names another address for the project", () => {
  const { name } = manifestOf(projectFolder);
  const address = addressOf(projectFolder);
  const mentions = pages().flatMap((path) => {
    const text = readFileSync(join(projectFolder, path), "utf8");
    const found = text.matchAll(new RegExp(`https://[\\w.-]+/[\\w.-]+/${name}(?![\\w-])`, "g"));
    return [...found].map(([mention]) => [path, mention]);
  });
  expect(mentions).not.toEqual([]);
  expect(mentions.filter(([, mention]) => mention !== address)).toEqual([]);
});

describe("scripts/set-address.mjs", () => {
  let room = "";

  beforeEach(() => {
    room = mkdtempSync(join(tmpdir(), "cfssl-ts-address-"));
    const copied = ["scripts", "package.json", "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs", ".github"];
    for (const path of copied) cpSync(join(projectFolder, path), join(room, path), { recursive: true });
  });
  afterEach(() => rmSync(room, { recursive: true }));

  function setAddress(...words: readonly string[]): void {
    execFileSync(process.execPath, ["scripts/set-address.mjs", ...words], { cwd: room, stdio: "pipe" });
  }

  test("changes nothing where everything agrees", () => {
    const before = readFileSync(join(room, "package.json"), "utf8");
    setAddress();
    expect(readFileSync(join(room, "package.json"), "utf8")).toBe(before);
  });

  test("moves the project: no file names the old address", () => {
    const old = addressOf(room);
    const next = "https://example.org/someone/place";
    setAddress(next);
    expect(addressOf(room)).toBe(next);
    expect(linksOf(room)).toEqual(linksFor(next));
    const left = execFileSync("sh", ["-c", 'grep -rlF -- "$1" . || true', "-", old], { cwd: room, encoding: "utf8" });
    expect(left).toBe("");
    const install = readFileSync(join(room, "docs/install.md"), "utf8");
    expect(install).toContain("--repo someone/place");
    expect(install).toContain("ghcr.io/someone/place:");
    expect(install).not.toContain(new URL(old).pathname.slice(1));
  });

  test.each(["http://example.org/a/b", "https://example.org/a", "example.org/a/b", "https://example.org/a/b/"])(
    "refuses %s, and changes nothing",
    (next) => {
      const before = readFileSync(join(room, "scripts/project.mjs"), "utf8");
      expect(() => setAddress(next)).toThrow("Usage: node scripts/set-address.mjs");
      expect(readFileSync(join(room, "scripts/project.mjs"), "utf8")).toBe(before);
    },
  );
});
