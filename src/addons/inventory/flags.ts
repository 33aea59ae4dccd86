import { at, listOf, type Plain, textOf } from "./yaml.js";

/** Command lines of the components, out of static pod manifests and systemd units. */

export interface ComponentFlags {
  /** The program: `kube-apiserver`, `etcd`. */
  readonly component: string;
  /** Flags without their dashes. A flag without a value is `true`; of a repeated flag, the values joined by commas. */
  readonly flags: ReadonlyMap<string, string>;
  /** The file that has the command line. */
  readonly path: string;
}

/** The containers of a pod that run a program with flags; deployments and daemon sets have theirs in a template. */
export function readManifest(document: Plain, path: string): readonly ComponentFlags[] {
  const spec = at(document, "spec", "template", "spec") ?? at(document, "spec");
  return listOf(at(spec, "containers")).flatMap((container) => {
    const words = [...listOf(at(container, "command")), ...listOf(at(container, "args"))].map(textOf);
    return readWords(words, path);
  });
}

/** A file of flags alone, as microk8s gives one to each program, under the program's name. */
export function readArguments(text: string, path: string): readonly ComponentFlags[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const words = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (!isComponent(baseOf(path)) || words.some((word) => !word.startsWith("--"))) return [];
  return readWords([baseOf(path), ...words.flatMap(splitWords)], path);
}

/**
 * Splits a command line at blanks outside of quotes, and removes the quotes; one that nothing closes is left out. A
 * backslash keeps what follows it.
 */
export function splitWords(line: string): readonly string[] {
  const last = { '"': line.lastIndexOf('"'), "'": line.lastIndexOf("'") };
  const words: string[] = [];
  let word = "";
  let quote = "";
  let isWord = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === "\\" && quote !== "'") word += character + line.charAt(++at);
    else if (character === quote) quote = "";
    else if (quote === "" && (character === '"' || character === "'")) {
      if (last[character] === at) continue;
      quote = character;
    } else if (quote === "" && /\s/.test(character)) {
      if (isWord) words.push(word);
      word = "";
      isWord = false;
      continue;
    } else word += character;
    isWord = true;
  }
  return isWord ? [...words, word] : words;
}

/** The flags of the program in a command line, which a shell or another program may start. */
export function readWords(words: readonly string[], path: string): readonly ComponentFlags[] {
  const start = words.findIndex((word) => isComponent(baseOf(word)));
  if (start < 0) {
    // An image may start its program by itself, so that all words are flags.
    const script = words.find((word) => /\s/.test(word) && splitWords(word).some((each) => isComponent(baseOf(each))));
    return script === undefined ? [] : readWords(splitWords(script), path);
  }
  const flags = new Map<string, string>();
  const rest = words.slice(start + 1);
  for (const [index, word] of rest.entries()) {
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) continue;
    const next = rest[index + 1];
    const given = value ?? (next !== undefined && !next.startsWith("-") ? next : "true");
    const before = flags.get(name);
    flags.set(name, before === undefined ? given : `${before},${given}`);
  }
  return [{ component: baseOf(words[start] ?? ""), flags, path }];
}

const components = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "kubelet",
  "etcd",
  "flanneld",
];

function isComponent(name: string): boolean {
  return components.includes(name);
}

function baseOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}
