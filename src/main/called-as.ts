export type ProgramName = "cfssl" | "cfssljson" | "cfssl-certinfo";

/**
 * Which of the three programs a file is, by its name. A name that starts like `cfssljson` or `cfssl-certinfo` is that
 * program (`cfssl-json`, `cfssljson_1.6.5_linux_amd64`, `CFSSLJSON.EXE`). Any other name that starts like `cfssl` is
 * cfssl; null for the rest.
 *
 * @param path as typed, with or without directories
 */
export function programCalledAs(path: string): ProgramName | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  for (const mark of ["", "-", "_"]) {
    if (name.startsWith(`cfssl${mark}json`)) return "cfssljson";
    if (name.startsWith(`cfssl${mark}certinfo`)) return "cfssl-certinfo";
  }
  return name.startsWith("cfssl") ? "cfssl" : null;
}
