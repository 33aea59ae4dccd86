import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturePath } from "../support/contents.js";
import type { ReleaseName } from "../support/programs.js";

export function goldenPath(release: ReleaseName, name: string): string {
  return join(fixturePath("golden"), release, `${name}.txt`);
}

/** The answers of the real programs. 1.2.0 has its own golden only where it differs. */
export function readGolden(release: ReleaseName, name: string): string {
  const own = goldenPath(release, name);
  return readFileSync(existsSync(own) ? own : goldenPath("1.6.5", name), "utf8");
}

/** The names of the cases for which a release has goldens. */
export function recordedNames(release: ReleaseName): string[] {
  const folder = join(fixturePath("golden"), release);
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((path) => path.endsWith(".txt")).map((path) => path.slice(0, -".txt".length));
}
