import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs a program of the system; what it prints on standard error is part of the error when it fails. */
export function run(program, args, options = {}) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 26, ...options });
  } catch (cause) {
    throw new Error(`${program} ${args[0]} failed: ${cause.stderr?.toString().trim() || cause.message}`, { cause });
  }
}

/** Throws with the Debian package of the first program that is missing. `needed` is a list of [program, package]. */
export function needTools(needed) {
  for (const [program, debianPackage] of needed) {
    try {
      execFileSync("sh", ["-c", 'command -v "$1"', "-", program], { stdio: "ignore" });
    } catch {
      throw new Error(`${program} is missing (Debian: apt-get install ${debianPackage})`);
    }
  }
}

/** Has `use` work in a new folder, which is gone afterwards. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
