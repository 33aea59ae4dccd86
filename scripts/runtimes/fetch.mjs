// The runtimes that the tests run on beside the running Node: versions and hashes in pins.json, programs in the user's
// cache. `node scripts/runtimes/fetch.mjs` fetches those that are missing; tests that need one skip without it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fetchPackage, runtimeCache } from "./package.mjs";

export const pins = JSON.parse(readFileSync(new URL("pins.json", import.meta.url), "utf8"));

/** Where the pinned programs run: they are those of one platform. */
export const isSupported = process.platform === "linux" && process.arch === "x64";

/** The program of a pinned runtime in the user's cache, whether or not it is there. */
export function programOf(name) {
  const { version, file } = pins[name];
  return join(folderOf(name, version), file);
}

/** Puts the programs of pinned runtimes into the user's cache. */
export function fetchRuntimes(names) {
  for (const name of names) {
    if (existsSync(programOf(name))) continue;
    const { package: from, version } = pins[name];
    console.log(`Fetching ${from} ${version} …`);
    const fresh = mkdtempSync(join(runtimeCache(), "unpack-"));
    try {
      execFileSync("tar", ["-xzf", fetchPackage(from, pins[name]), "-C", fresh, "--strip-components=1"]);
      renameSync(fresh, folderOf(name, version));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
}

function folderOf(name, version) {
  return join(runtimeCache(), `${name}-${version}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (isSupported) fetchRuntimes(Object.keys(pins));
  else console.log("There are pinned runtimes for Linux on x64 alone; nothing was fetched.");
}
