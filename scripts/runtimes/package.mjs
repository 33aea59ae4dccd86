import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run, withFolder } from "../system.mjs";
import { runtimeCache } from "./pins.mjs";

/**
 * Unpacks the runtime in the package @oven/NAME for the time of `use`, which gets its path. The packed package is kept
 * in the user's cache, and must be the one that the lock file names.
 */
export function withRuntime(name, use) {
  const packed = fetchPackage(`@oven/${name}`, locked(`@oven/${name}`));
  return withFolder((folder) => {
    run("tar", ["-xzf", packed, "-C", folder]);
    const runtime = ["bun", "bun.exe"].map((file) => join(folder, "package", "bin", file)).find(existsSync);
    if (runtime === undefined) throw new Error(`@oven/${name} has no runtime in bin/`);
    return use(runtime);
  });
}

/** Answers the packed package, in the user's cache; fetches it with npm if it is not there with this integrity. */
export function fetchPackage(name, { version, integrity }) {
  const cache = runtimeCache();
  const kept = join(cache, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  if (existsSync(kept) && isIntact(kept, integrity)) return kept;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "fetch-"));
  try {
    const words = ["pack", `${name}@${version}`, "--json", "--pack-destination", folder];
    const [{ filename }] = JSON.parse(run("npm", words));
    const fetched = join(folder, filename);
    if (!isIntact(fetched, integrity)) {
      throw new Error(`npm fetched another ${name}@${version} than expected: its integrity is not ${integrity}`);
    }
    renameSync(fetched, kept);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return kept;
}

function locked(name) {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const entry = packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`package-lock.json has no ${name}`);
  return entry;
}

function isIntact(file, integrity) {
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}` === integrity;
}
