import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The runtimes that the tests run on beside the running Node: their packages, versions and hashes. */
export const pins = JSON.parse(readFileSync(new URL("pins.json", import.meta.url), "utf8"));

/** The folder of the user's cache for runtimes. */
export function runtimeCache() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "cfssl-ts", "runtimes");
}

/** The folder of a pinned runtime in the user's cache, whether or not it is there. */
export function folderOf(name) {
  return join(runtimeCache(), `${name}-${pins[name].version}`);
}

/** The program of a pinned runtime in the user's cache, whether or not it is there. */
export function programOf(name) {
  return join(folderOf(name), pins[name].file);
}
