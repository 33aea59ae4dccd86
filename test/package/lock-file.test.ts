import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";

interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
}

const text = readFileSync(join(projectFolder, "package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> };
const entries = Object.entries(packages).filter(([path]) => path !== "");

test("every package that the lock file names, those of other platforms too, is pinned by a SHA-512 hash", () => {
  const loose = entries.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
  expect(entries.length).toBeGreaterThan(400);
  expect(loose.map(([path]) => path)).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
