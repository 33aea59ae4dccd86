import { parseUsages } from "../../../cfssl/config/usages.js";
import { substitute } from "./convert.js";

/** Commands that correct configurations and scripts of cfssl. */

/** Writes a usage as cfssl does, where that makes a word that it knows. */
export function correctUsage(path: string, usage: string): readonly string[] {
  const right = usage.replace(/[_-]/g, " ").trim().toLowerCase();
  const isKnown = parseUsages([right], { contentCommitmentWord: "content commitment" }).unknown.length === 0;
  return isKnown ? substitute(path, `"${usage}"`, `"${right}"`) : [];
}

/** Names the profile that was meant: the only one, or the only one that differs in two letters at most. */
export function correctProfile(path: string, profile: string, names: readonly string[]): readonly string[] {
  const near = names.length === 1 ? names : names.filter((name) => distance(name, profile) <= 2);
  const [meant] = near;
  if (meant === undefined || near.length > 1 || ![profile, meant].every((name) => /^[\w.-]+$/.test(name))) return [];
  return [
    ...substitute(path, `-profile=${profile}`, `-profile=${meant}`),
    ...substitute(path, `-profile ${profile}`, `-profile ${meant}`),
  ];
}

/** How many letters have to be changed, added or left out (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, each] of [...other].entries()) {
      const [above = 0, left = 0, corner = 0] = [row[at + 1], next[at], row[at]];
      next.push(Math.min(above + 1, left + 1, corner + (letter === each ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
