import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Unpacks the runtime in the package @oven/NAME for the time of `use`, which gets its path. The packed package is kept
 * in the user's cache, and must be the one that the lock file names.
 */
export async function withRuntime(name, use) {
  const packed = fetchPackage(`@oven/${name}`);
  const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-runtime-"));
  try {
    execFileSync("tar", ["-xzf", packed, "-C", folder]);
    const runtime = ["bun", "bun.exe"].map((file) => join(folder, "package", "bin", file)).find(existsSync);
    if (runtime === undefined) throw new Error(`@oven/${name} has no runtime in bin/`);
    return await use(runtime);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The folder of the user's cache for runtimes. */
export function runtimeCache() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "cfssl-ts", "runtimes");
}

/** The packed package, in the user's cache. What is fetched must have the integrity, by default that of the lock file. */
export function fetchPackage(name, { version, integrity } = locked(name)) {
  const cache = runtimeCache();
  const kept = join(cache, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  if (existsSync(kept) && isIntact(kept, integrity)) return kept;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "fetch-"));
  try {
    const args = ["pack", `${name}@${version}`, "--json", "--pack-destination", folder];
    const [{ filename }] = JSON.parse(
      execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    const fetched = join(folder, filename);
    if (!isIntact(fetched, integrity)) throw new Error(`${name}@${version} is not the package of package-lock.json`);
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
