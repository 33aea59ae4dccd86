import type { FlagSpec } from "../../go/flag.js";
import type { FlagHelp } from "../help/page.js";
import type { FileKind, ValueKind } from "../help/value-kind.js";
import type { Answer, Candidate, Grammar, TypedWords, World } from "./grammar.js";
import { valueKind } from "./values.js";

const nothing: Answer = { lead: "", candidates: [], files: null, hint: "" };

const stdin: Candidate = { value: "-", description: "standard input" };

/** What may stand at the cursor. It reads the words as `parseFlags` does, and passes over what that would refuse. */
export async function complete(grammar: Grammar, typed: TypedWords, world: World): Promise<Answer> {
  const line = readWords(typed.before, grammar.accepted);
  const [command] = line.args;
  if (command !== undefined && grammar.command) {
    const inner = await grammar.command(command);
    return inner ? complete(inner, { ...typed, before: line.args.slice(1) }, world) : nothing;
  }
  // Flags after the cursor count: a person may go back to put something in.
  const later = line.isOver ? [] : readWords(typed.after, grammar.accepted).values;
  const values = new Map([...later, ...line.values]);
  const given = { values, world };
  const { current } = typed;
  if (line.pending) return completeFlagValue(line.pending, grammar, { lead: "", part: current }, given);
  const isGiven = (flag: string) => !["", "false"].includes(values.get(flag) ?? "");
  const kind = grammar.arguments?.(isGiven)[line.args.length];
  if (line.isOver || !current.startsWith("-")) {
    if (grammar.commands) return { ...nothing, candidates: grammar.commands.map(toCandidate) };
    if (kind) return completeValue(kind, { lead: "", part: current }, given);
    if (line.isOver || current !== "") return nothing;
  }
  const equals = current.indexOf("=");
  if (equals < 0) return { ...nothing, candidates: [...flagCandidates(grammar, current, values), ...stdinOf(kind)] };
  const spec = grammar.accepted.find(({ name }) => name === current.slice(0, equals).replace(/^--?/, ""));
  const part = current.slice(equals + 1);
  return spec ? completeFlagValue(spec, grammar, { lead: current.slice(0, equals + 1), part }, given) : nothing;
}

interface WordsRead {
  readonly values: ReadonlyMap<string, string>;
  /** The flag whose value comes next. */
  readonly pending: FlagSpec | null;
  readonly args: readonly string[];
  /** Whether no more flags may come. */
  readonly isOver: boolean;
}

function readWords(words: readonly string[], specs: readonly FlagSpec[]): WordsRead {
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return { values, pending: null, args: words.slice(at + 1), isOver: true };
    if (!word.startsWith("-") || word === "-") return { values, pending: null, args: words.slice(at), isOver: true };
    const [name = "", ...value] = word.replace(/^--?/, "").split("=");
    const spec = specs.find((each) => each.name === name);
    if (!spec) continue;
    if (value.length === 0 && spec.kind !== "bool") {
      at++;
      if (at === words.length) return { values, pending: spec, args: [], isOver: false };
      values.set(name, words[at] ?? "");
    } else {
      values.set(name, value.length === 0 ? "true" : value.join("="));
    }
  }
  return { values, pending: null, args: [], isOver: false };
}

/** The flags that are not given yet or may be repeated, with as many dashes as are typed. */
function flagCandidates(grammar: Grammar, current: string, given: ReadonlyMap<string, string>): Candidate[] {
  const dashes = current.startsWith("--") ? "--" : "-";
  const flags = grammar.offered
    .filter(({ name, kind }) => kind === "list" || !given.has(name))
    .map(({ name, description }) => [name, description]);
  return [...flags, ["h", "show help"]].map(([name = "", description = ""]) => ({ value: dashes + name, description }));
}

interface Place {
  readonly lead: string;
  /** What is typed after the lead. */
  readonly part: string;
}

interface Given {
  readonly values: ReadonlyMap<string, string>;
  readonly world: World;
}

async function completeFlagValue(spec: FlagSpec, grammar: Grammar, place: Place, given: Given): Promise<Answer> {
  const flag: FlagHelp = grammar.offered.find(({ name }) => name === spec.name) ?? { ...spec, description: "" };
  const answer = await completeValue(valueKind(flag), place, given);
  const hint = flag.placeholder ? `${flag.placeholder}: ${flag.description}` : flag.description;
  return { ...answer, hint };
}

async function completeValue(kind: ValueKind, { lead, part }: Place, { values, world }: Given): Promise<Answer> {
  switch (kind.is) {
    case "file":
      return completeFile(kind, { lead, part }, world);
    case "folder":
      return { ...nothing, lead, files: { is: "folder", endings: [] } };
    case "profile":
      return { ...nothing, lead, candidates: (await world.profiles(values.get("config") ?? "")).map(toCandidate) };
    case "word":
      return { ...nothing, lead, candidates: kind.words.map(toCandidate) };
    case "text":
      return { ...nothing, lead };
  }
}

function completeFile(kind: FileKind, { lead, part }: Place, world: World): Answer {
  const files = { is: kind.is, endings: kind.endings };
  if (part === "-") return { ...nothing, lead, files, candidates: stdinOf(kind) };
  if (!kind.takesPrefixes || !world.filePrefixes) return { ...nothing, lead, files };
  if (part.startsWith("env:")) {
    const candidates = world.variables().map((value) => ({ value, description: "" }));
    return { ...nothing, lead: `${lead}env:`, candidates };
  }
  if (part.startsWith("file:")) return { ...nothing, lead: `${lead}file:`, files };
  return { ...nothing, lead, files, candidates: part === "" ? [] : prefixes };
}

const prefixes: readonly Candidate[] = [
  { value: "env:", description: "an environment variable that holds it", isOpen: true },
  { value: "file:", description: "a path", isOpen: true },
];

function stdinOf(kind: ValueKind | undefined): readonly Candidate[] {
  return kind?.is === "file" && kind.takesStdin ? [stdin] : [];
}

function toCandidate([value, description]: readonly [string, string]): Candidate {
  return { value, description };
}
