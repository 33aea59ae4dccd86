import { type Pipeline, readPipelines, type ShellCommand } from "./shell/run.js";
import { baseName } from "./tree.js";

/** A call of gencert or sign in a script. */
export interface IssuingCall {
  /** The script. */
  readonly path: string;
  readonly line: number;
  readonly profile: string;
  readonly config: string;
  readonly ca: string;
  readonly request: string;
  /** The request itself, if the script writes it; variables that are not known are in it as they are written. */
  readonly requestText: string | null;
  /** What `cfssljson -bare` is given. */
  readonly baseName: string;
  readonly isInitca: boolean;
  /** The value of -hostname; null without it. */
  readonly hosts: string | null;
  /** The value of -cn; null without it. */
  readonly commonName: string | null;
}

/** A script that has more is no script for a cluster. */
const mostCalls = 1000;
const mostDepth = 3;

/** The calls of cfssl in a shell script, or in lines of a shell in another file. */
export function readScript(text: string, path: string): readonly IssuingCall[] {
  const isScript = /^#!/.test(text) || /\.(?:sh|bash|ksh|zsh)$/i.test(path);
  const calls: IssuingCall[] = [];
  addCalls(readPipelines(text, isScript), { path, line: null, depth: 0, written: new Map() }, calls);
  return calls;
}

interface Reading {
  readonly path: string;
  /** The line of a word that holds the commands; null for those of the file itself. */
  readonly line: number | null;
  readonly depth: number;
  /** The files that the script has written, by name. */
  readonly written: Map<string, string>;
}

function addCalls(pipelines: readonly Pipeline[], reading: Reading, calls: IssuingCall[]): void {
  for (const pipeline of pipelines) {
    if (calls.length >= mostCalls) return;
    for (const [at, command] of pipeline.entries()) {
      const before = at === 0 ? null : (pipeline[at - 1] ?? null);
      if (command.outputFile !== null) {
        const text = printed(command, before, reading);
        if (text !== null) reading.written.set(baseName(command.outputFile), text);
      }
      const call = callOf(command, before, pipeline.slice(at + 1), reading);
      if (call) calls.push(call);
      else addNested(command, reading, calls);
    }
  }
}

/** Commands that another program gets as one word: `sh -c "cfssl …"`, or a value in a YAML file. */
function addNested({ words, line }: ShellCommand, reading: Reading, calls: IssuingCall[]): void {
  if (reading.depth >= mostDepth) return;
  for (const word of words) {
    if (!/\s/.test(word) || !/\bcfssl/.test(word)) continue;
    const nested = { ...reading, line: reading.line ?? line, depth: reading.depth + 1 };
    addCalls(readPipelines(word, false), nested, calls);
  }
}

function callOf(
  { words, line, input, inputFile }: ShellCommand,
  before: ShellCommand | null,
  after: readonly ShellCommand[],
  reading: Reading,
): IssuingCall | null {
  const at = words.findIndex((word) => /(?:^|[/@])cfssl[\w.-]*$/.test(word));
  if (at < 0 || !["gencert", "sign"].includes(words[at + 1] ?? "")) return null;
  const { flags, rest } = flagsOf(words.slice(at + 2));
  const writer = after.find((each) => each.words.some((word) => /(?:^|\/)(?:cfssljson[\w.-]*|cfssl-json)$/.test(word)));
  const bare = writer ? flagsOf(writer.words.slice(1), ["bare", "stdout"]).rest[0] : undefined;
  const named = rest[0] ?? "";
  const isPiped = named === "-" || named === "" || named === "/dev/stdin";
  const piped = before?.words[0] === "cat" ? (before.words[1] ?? before.inputFile ?? "") : (inputFile ?? "");
  const text = isPiped
    ? (input ?? (before && printed(before, null, reading)))
    : (reading.written.get(baseName(named)) ?? null);
  return {
    path: reading.path,
    line: reading.line ?? line,
    profile: flags.get("profile") ?? "",
    config: flags.get("config") ?? "",
    ca: flags.get("ca") ?? "",
    request: isPiped && piped !== "" && piped !== "-" ? piped : named,
    requestText: text,
    baseName: bare ?? "",
    isInitca: flags.has("initca"),
    hosts: flags.get("hostname") ?? null,
    commonName: flags.get("cn") ?? null,
  };
}

/** What a command prints, if that is known. */
function printed(
  { words: [program = "", ...words], input, inputFile }: ShellCommand,
  before: ShellCommand | null,
  reading: Reading,
): string | null {
  switch (program) {
    case "echo": {
      const said = words.filter((word, at) => at > 0 || !/^-[neE]+$/.test(word));
      return `${said.join(" ")}\n`;
    }
    case "printf":
      return format(words);
    case "cat":
    case "tee": {
      const [name] = program === "cat" ? words.filter((word) => word !== "-") : [];
      const file = name ?? inputFile;
      if (file !== null) return reading.written.get(baseName(file)) ?? null;
      return input ?? (before && printed(before, null, reading));
    }
    default:
      return null;
  }
}

/** printf with %s and %d alone, which takes its format again for more words. */
function format([pattern = "", ...words]: readonly string[]): string {
  const text = pattern.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll('\\"', '"');
  let result = "";
  let at = 0;
  do {
    const start = at;
    result += text.replace(/%([sd%])/g, (_, kind: string) => (kind === "%" ? "%" : (words[at++] ?? "")));
    if (at === start) break;
  } while (at < words.length);
  return result;
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
