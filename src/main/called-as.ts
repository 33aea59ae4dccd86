export type ProgramName = "cfssl" | "cfssljson" | "cfssl-certinfo";

/**
 * Which of the three programs a file is by its name: whatever begins like `cfssljson` or `cfssl-certinfo` is that one
 * (`cfssl-json`, `cfssljson_1.6.5_linux_amd64`, `CFSSLJSON.EXE`), anything else is cfssl. `path` is as typed: with
 * directories or without.
 */
export function programCalledAs(path: string): ProgramName {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  const [, kind] = /^cfssl[-_]?(json|certinfo)/.exec(name) ?? [];
  if (kind === "json") return "cfssljson";
  return kind === "certinfo" ? "cfssl-certinfo" : "cfssl";
}
