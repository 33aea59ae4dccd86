import { releases } from "./choose-release.js";

/**
 * The level of the release that a program's name ends with: `cfssl-1.2`, `/opt/cfssljson_1.2.0`, `cfssl-1.2.exe`;
 * undefined where it names none.
 */
export function levelInName(programName: string): string | undefined {
  // A fast way out: hardly any name has a level.
  if (!programName.includes(".")) return undefined;
  const lower = programName.toLowerCase();
  const name = lower.endsWith(".exe") ? lower.slice(0, -4) : lower;
  for (const { level, version } of releases) {
    for (const text of [level, version]) if (name.endsWith(`-${text}`) || name.endsWith(`_${text}`)) return level;
  }
  return undefined;
}
