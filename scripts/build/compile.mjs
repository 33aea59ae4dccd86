import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { packageFolders } from "./programs.mjs";

const run = promisify(execFile);

/**
 * What a standalone program must not do is settled here, for good: nothing is read from the folder it is started in.
 */
const options = [
  "--compile",
  "--bytecode",
  "--format=esm",
  // What is loaded on demand stays apart, so that a start does not pay for it.
  "--splitting",
  // Bun's own WebCrypto does all that this package is there for.
  "--external=@peculiar/webcrypto",
  // Bun has SQLite.
  "--external=better-sqlite3",
  "--minify-syntax",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
  // Most runs end before the just-in-time compiler's work pays: it comes late, for large inputs. That takes less
  // memory too.
  "--compile-jit-policy=100",
  "--reject-unresolved",
  // Nothing here loads one. And only where some option is baked in does the runtime start in a folder that was deleted.
  "--compile-exec-argv=--no-addons",
];

/**
 * Compiles the multi-call program (or what else begins at `entry`) into `file`, for the platform of `runtime` (an
 * executable of Bun), or for this one.
 * Answers the folders of the packages that are inside.
 */
export async function compileStandalone(file, { target, runtime, entry = "src/main/multi-call.ts" } = {}) {
  const fresh = `${file}.new`;
  const metafile = `${file}.json`;
  const platform = target === undefined ? [] : [`--target=${target}`, `--compile-executable-path=${runtime}`];
  const args = ["build", ...options, ...platform, `--metafile=${metafile}`, `--outfile=${fresh}`];
  try {
    await run(bun(), [...args, entry], { maxBuffer: 1 << 24 });
    const { inputs } = JSON.parse(readFileSync(metafile, "utf8"));
    // Bun insists on its own suffix for Windows.
    await rename(existsSync(fresh) ? fresh : `${fresh}.exe`, file);
    return packageFolders(Object.keys(inputs));
  } finally {
    await rm(metafile, { force: true });
    await rm(fresh, { force: true });
  }
}

/** The compiler, out of the development dependency `bun`. */
export function bun() {
  return "node_modules/bun/bin/bun.exe";
}

/** The version of the compiler, and so of the runtime inside the standalone programs. */
export function bunVersion() {
  return JSON.parse(readFileSync("node_modules/bun/package.json", "utf8")).version;
}
