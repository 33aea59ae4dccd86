import type { Release } from "./release.js";
import { v120 } from "./v1-2-0.js";
import { v165 } from "./v1-6-5.js";

/** All releases to choose from, the default first. */
export const releases: readonly Release[] = [v165, v120];

/** The release to behave like. An undefined or empty level means the newest one; null for an unknown level. */
export function chooseRelease(compat: string | undefined): Release | null {
  const level = compat || v165.level;
  for (const release of releases) if (release.level === level) return release;
  return null;
}

/** The error text for a level that names no release. `setting` tells where the level was given: `CFSSL_COMPAT`. */
export function unknownLevel(setting: string, level: string): string {
  const levels = releases.map(({ level }) => level).join(" or ");
  return `${setting} is ${JSON.stringify(level)}: set it to ${levels}, or leave it out for ${v165.level}`;
}
