import { releases } from "./choose-release.js";

/**
 * The level of the release that the end of a program's name gives: `cfssl-1.2`, `/opt/cfssljson_1.2.0`,
 * `cfssl-1.2.exe`; undefined if there is none.
 */
export function levelInName(programName: string): string | undefined {
  // Hardly any name has a level: every level has a dot, so this spares the search.
  if (!programName.includes(".")) return undefined;
  const lower = programName.toLowerCase();
  const name = lower.endsWith(".exe") ? lower.slice(0, -4) : lower;
  for (const { level, version } of releases) {
    for (const text of [level, version]) if (name.endsWith(`-${text}`) || name.endsWith(`_${text}`)) return level;
  }
  return undefined;
}
