import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { projectFolder } from "./contents.js";

/** A release of cfssl: that of the real programs, and the compatibility level of ours. */
export type ReleaseName = "1.6.5" | "1.2.0";

export const releases: readonly ReleaseName[] = ["1.6.5", "1.2.0"];

/** The value of CFSSL_COMPAT for a release. */
export const compatLevel: Readonly<Record<ReleaseName, string>> = { "1.6.5": "1.6", "1.2.0": "1.2" };

/** The folder with the real programs of a release; undefined if they are not installed. */
export function realPrograms(release: ReleaseName): string | undefined {
  const all = process.env["CFSSL_ORACLE_DIR"] ?? join(homedir(), ".cache", "cfssl-oracle");
  const folder = join(all, release);
  return ["cfssl", "cfssljson", "cfssl-certinfo"].every((name) => existsSync(join(folder, name))) ? folder : undefined;
}

/** The folder with our programs: CFSSL_TS_PROGRAMS (`bin`, `standalone`, any path), or else `bin`. */
export function ourPrograms(): string {
  const folder = resolve(projectFolder, process.env["CFSSL_TS_PROGRAMS"] ?? "bin");
  if (folder === join(projectFolder, "bin") && !existsSync(join(projectFolder, "dist", "programs"))) {
    throw new Error("the programs are not built yet: npm run build");
  }
  return folder;
}
