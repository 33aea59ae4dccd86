import { at, listOf, type Plain, textOf } from "./yaml.js";

/** The files that cfssl itself reads. */

/** A request in JSON. */
export interface RequestFile {
  readonly path: string;
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly hosts: readonly string[];
  readonly hasCaSection: boolean;
}

export interface ProfileFile {
  readonly name: string;
  readonly usages: readonly string[];
  readonly isCa: boolean;
}

/** A signing configuration in JSON. */
export interface ConfigFile {
  readonly path: string;
  /** The default profile has the name "". */
  readonly profiles: readonly ProfileFile[];
}

/** A JSON file that is meant for cfssl and cannot be read. */
export interface BrokenJson {
  readonly path: string;
}

export function readRequestFile(document: Plain, path: string): RequestFile | null {
  const has = (name: string) => at(document, name) !== undefined;
  // docker's daemon.json has hosts too.
  if (!has("CN") && !has("cn") && !has("names") && !(has("hosts") && has("key"))) return null;
  if (has("signing") || has("kind") || has("apiVersion")) return null;
  return {
    path,
    commonName: textOf(at(document, "CN") ?? at(document, "cn")),
    organizations: listOf(at(document, "names"))
      .map((name) => textOf(at(name, "O")))
      .filter((name) => name !== ""),
    hosts: listOf(at(document, "hosts"))
      .map(textOf)
      .filter((host) => host !== ""),
    hasCaSection: has("ca"),
  };
}

export function readConfigFile(document: Plain, path: string): ConfigFile | null {
  const signing = at(document, "signing");
  if (signing === undefined) return null;
  const profiles = Object.entries(Object(at(signing, "profiles") ?? {})) as [string, Plain][];
  const fallback = at(signing, "default");
  return {
    path,
    profiles: [
      ...(fallback === undefined ? [] : [profileOf("", fallback)]),
      ...profiles.map(([name, value]) => profileOf(name, value)),
    ],
  };
}

function profileOf(name: string, value: Plain): ProfileFile {
  const usages = listOf(at(value, "usages")).map(textOf);
  return { name, usages, isCa: at(value, "ca_constraint", "is_ca") === true };
}
