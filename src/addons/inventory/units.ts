import { type ComponentFlags, readWords, splitWords } from "./flags.js";
import type { PathFinder } from "./tree.js";

/** Systemd's units, and the files that set variables for them. */

/** The variables of a file by its path. */
export type Environments = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A unit as it is read, before the files of its variables are. */
export interface UnitFile {
  readonly path: string;
  readonly text: string;
}

const assignment = /^[ \t]*(?:export[ \t]+)?(\w+)=(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\n]*))[ \t]*$/gm;

/** The variables of an EnvironmentFile; null for a file of another kind. */
export function readEnvironment(text: string): ReadonlyMap<string, string> | null {
  const joined = text.replace(/\\\r?\n/g, " ").replace(/\r\n/g, "\n");
  const lines = joined.replace(assignment, "").split("\n");
  if (lines.some((line) => !/^[ \t]*(?:[#;].*)?$/.test(line))) return null;
  const found = new Map<string, string>();
  for (const [, name = "", double, single, bare] of joined.matchAll(assignment)) {
    found.set(name, (double ?? single ?? bare ?? "").trim());
  }
  return found.size > 0 ? found : null;
}

/** The services of a unit, with the variables that it sets or reads from files. */
export function readUnit({ text, path }: UnitFile, environments: Environments, finder: PathFinder) {
  const joined = text.replace(/\\\r?\n/g, " ");
  const variables = new Map<string, string>();
  for (const [, name = "", value = ""] of joined.matchAll(/^\s*Environment="?(\w+)=(.*?)"?\s*$/gm)) {
    variables.set(name, value);
  }
  const files = [...joined.matchAll(/^\s*EnvironmentFile=-?(\S+)/gm)].map(([, named = ""]) => finder.find(named, path));
  for (const file of files) {
    for (const [name, value] of environments.get(file ?? "") ?? []) variables.set(name, value);
  }
  return [...joined.matchAll(/^\s*ExecStart=[-@+!:]*(.*)$/gm)].flatMap(([, line = ""]): ComponentFlags[] => {
    const expanded = line.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables.get(name) ?? whole);
    return readWords(splitWords(expanded), path).map((found) => withEtcdVariables(found, variables));
  });
}

/** etcd takes each flag from a variable too; the flag counts where there are both. */
function withEtcdVariables(found: ComponentFlags, variables: ReadonlyMap<string, string>): ComponentFlags {
  if (found.component !== "etcd" || ![...found.flags.keys()].some((name) => name.endsWith("-file"))) return found;
  const flags = new Map(found.flags);
  for (const [name, value] of variables) {
    const flag = name
      .replace(/^ETCD_/, "")
      .toLowerCase()
      .replaceAll("_", "-");
    if (name.startsWith("ETCD_") && !flags.has(flag)) flags.set(flag, value);
  }
  return { ...found, flags };
}
