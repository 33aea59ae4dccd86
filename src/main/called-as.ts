/** The programs by the names that upstream gives them. */
export type ProgramName =
  | "cfssl"
  | "cfssljson"
  | "cfssl-certinfo"
  | "cfssl-bundle"
  | "cfssl-newkey"
  | "mkbundle"
  | "multirootca";

/** What follows `cfssl` in the names of the other programs. */
const words: readonly (readonly [word: string, program: ProgramName])[] = [
  ["json", "cfssljson"],
  ["certinfo", "cfssl-certinfo"],
  ["bundle", "cfssl-bundle"],
  ["newkey", "cfssl-newkey"],
  // Debian's name for it.
  ["mkbundle", "mkbundle"],
  ["multirootca", "multirootca"],
];

/**
 * Which of the programs a file is, by its name. A name that starts like `cfssljson`, `cfssl-certinfo` and so on is that
 * program (`cfssl-json`, `cfssljson_1.6.5_linux_amd64`, `CFSSLJSON.EXE`). Any other name that starts like `cfssl` is
 * cfssl; null for the rest.
 *
 * @param path as typed, with or without directories
 */
export function programCalledAs(path: string): ProgramName | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  for (const mark of ["", "-", "_"]) {
    for (const [word, program] of words) if (name.startsWith(`cfssl${mark}${word}`)) return program;
  }
  if (name.startsWith("mkbundle")) return "mkbundle";
  if (name.startsWith("multirootca")) return "multirootca";
  return name.startsWith("cfssl") ? "cfssl" : null;
}
