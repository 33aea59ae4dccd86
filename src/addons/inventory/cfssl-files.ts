import { splitWords } from "./flags.js";
import { at, listOf, type Plain, textOf } from "./yaml.js";

/** The files that cfssl itself reads, and the scripts that call it. */

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

/** A call of gencert or sign in a script. */
export interface IssuingCall {
  /** The script. */
  readonly path: string;
  readonly line: number;
  readonly profile: string;
  readonly config: string;
  readonly ca: string;
  readonly request: string;
  /** What `cfssljson -bare` is given. */
  readonly baseName: string;
  readonly isInitca: boolean;
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

/** The calls of cfssl in a shell script; a variable that a loop sets is replaced by each of its words. */
export function readScript(text: string, path: string): readonly IssuingCall[] {
  const calls: IssuingCall[] = [];
  const loops = new Map<string, readonly string[]>();
  let pending = "";
  let start = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (pending === "") start = index + 1;
    if (raw.endsWith("\\")) {
      pending += `${raw.slice(0, -1)} `;
      continue;
    }
    const line = pending + raw;
    pending = "";
    const [, variable, list] = /^\s*for\s+(\w+)\s+in\s+([^;]*)/.exec(line) ?? [];
    if (variable !== undefined && list !== undefined) loops.set(variable, list.trim().split(/\s+/));
    if (!line.includes("cfssl") || calls.length > mostCalls) continue;
    for (const expanded of expand(line, loops)) for (const call of callsOf(expanded, path, start)) calls.push(call);
  }
  return calls;
}

/** A script that has more is no script for a cluster. */
const mostCalls = 1000;

function expand(line: string, loops: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let lines = [line];
  for (const [name, words] of loops) {
    if (!line.includes(name)) continue;
    const pattern = new RegExp(`\\$\\{${name}\\}|\\$${name}\\b`, "g");
    if (lines.length * words.length <= 1000 && pattern.test(line)) {
      lines = lines.flatMap((each) => words.map((word) => each.replace(pattern, () => word)));
    }
  }
  return lines;
}

function callsOf(line: string, path: string, number: number): readonly IssuingCall[] {
  if (/^\s*#/.test(line)) return [];
  const commands = line.split(/&&|\|\||;/);
  return commands.flatMap((command) => {
    const [first = "", ...others] = command.split("|");
    const words = splitWords(first);
    const at = words.findIndex((word) => /(?:^|\/)cfssl[\w.-]*$/.test(word));
    if (at < 0 || !["gencert", "sign"].includes(words[at + 1] ?? "")) return [];
    const { flags, rest } = flagsOf(words.slice(at + 2));
    const writer = others
      .map(splitWords)
      .find((each) => each.some((word) => /(?:^|\/)cfssljson[\w.-]*$|cfssl-json$/.test(word)));
    const bare = writer ? flagsOf(writer.slice(1), ["bare", "stdout"]).rest[0] : undefined;
    return [
      {
        path,
        line: number,
        profile: flags.get("profile") ?? "",
        config: flags.get("config") ?? "",
        ca: flags.get("ca") ?? "",
        request: rest[0] ?? "",
        baseName: bare ?? "",
        isInitca: flags.has("initca"),
      },
    ];
  });
}

function flagsOf(words: readonly string[], switches: readonly string[] = ["initca", "renewca"]) {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const [, name, value] = /^--?([a-z][\w-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) rest.push(word);
    else if (value !== undefined || switches.includes(name)) flags.set(name, value ?? "true");
    else flags.set(name, words[++index] ?? "");
  }
  return { flags, rest };
}
