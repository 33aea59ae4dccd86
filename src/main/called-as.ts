export type ProgramName = "cfssl" | "cfssljson" | "cfssl-certinfo";

/**
 * Which of the three programs a file is by its name: whatever begins like `cfssljson` or `cfssl-certinfo` is that one
 * (`cfssl-json`, `cfssljson_1.6.5_linux_amd64`, `CFSSLJSON.EXE`), anything else that begins like `cfssl` is cfssl; null
 * for a name of one's own. `path` is as typed: with directories or without.
 */
export function programCalledAs(path: string): ProgramName | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  for (const mark of ["", "-", "_"]) {
    if (name.startsWith(`cfssl${mark}json`)) return "cfssljson";
    if (name.startsWith(`cfssl${mark}certinfo`)) return "cfssl-certinfo";
  }
  return name.startsWith("cfssl") ? "cfssl" : null;
}
