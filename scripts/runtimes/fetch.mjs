// The runtimes that the tests run on beside the running Node: versions and hashes in pins.json, programs in the user's
// cache. `node scripts/runtimes/fetch.mjs` fetches those that are missing; tests that need one skip without it.
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../system.mjs";
import { fetchPackage } from "./package.mjs";
import { folderOf, pins, programOf, runtimeCache } from "./pins.mjs";

/** Where the pinned programs run: they are those of one platform. */
export const isSupported = process.platform === "linux" && process.arch === "x64";

/** Puts the programs of pinned runtimes into the user's cache. */
export function fetchRuntimes(names) {
  for (const name of names) {
    if (existsSync(programOf(name))) continue;
    const { package: from, version } = pins[name];
    console.log(`Fetching ${from} ${version} …`);
    const packed = fetchPackage(from, pins[name]);
    const fresh = mkdtempSync(join(runtimeCache(), "unpack-"));
    try {
      run("tar", ["-xzf", packed, "-C", fresh, "--strip-components=1"]);
      renameSync(fresh, folderOf(name));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    if (isSupported) fetchRuntimes(Object.keys(pins));
    else console.log("There are pinned runtimes for Linux on x64 alone; nothing was fetched.");
  } catch (error) {
    console.error(`fetch: ${error.message}`);
    process.exitCode = 1;
  }
}
