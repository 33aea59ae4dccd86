import { errorText, isExpected, UnavailableError } from "../../cfssl/errors.js";
import type { FlagSpec, ParsedFlags } from "../../go/flag.js";
import type { Host } from "../../host/host.js";
import type { Release } from "../../release/release.js";
import type { Command } from "../command.js";
import { type CommandRow, commands } from "../commands/index.js";
import { answerIfAsked } from "../completion/asked.js";
import type { Grammar } from "../completion/grammar.js";
import { createContext } from "../create-context.js";
import { flagsNamed, flagsWithout, typedFlags } from "../flags.js";
import type { FlagHelp, HelpPage, HelpRow } from "../help/page.js";
import { type Program, runProgram } from "../program.js";
import { readFlags } from "../read-flags.js";

/** The program `cfssl`: runs one command. */
export const cfssl: Program = (host) => runProgram(host, (release) => runCommandLine(host, release));

async function runCommandLine(host: Host, release: Release): Promise<number> {
  const answered = await answerIfAsked(host, release, () => topGrammar(release));
  if (answered !== null) return answered;
  const top = await readFlags(host, host.args, release.topFlags, () => topPage(release));
  if (typeof top === "number") return top;
  const [name, ...rest] = top.rest;
  if (name === undefined) return refuse(host, release, null);
  const row = rowOf(name, release);
  if (!row) return refuse(host, release, name);
  const command = row.load ? await row.load() : null;
  const action = command?.actions?.some(([word]) => word === rest[0]) ? rest.slice(0, 1) : [];
  const words = rest.slice(action.length);
  const read = await readFlags(host, words, flagsOf(row, command, release), () => commandPage(name, row, command));
  if (typeof read === "number") return read;
  const flags = { ...read, rest: [...action, ...read.rest] };
  try {
    return await run(name, command, flags, host, release);
  } catch (error) {
    if (!host.terminal()) throw error;
    const { printUsageMistake } = await import("../mistakes.js");
    if (!printUsageMistake(host, error, flags.rest, commandPage(name, row, command))) throw error;
    return 1;
  }
}

function rowOf(name: string, release: Release): CommandRow | undefined {
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return row?.ours || release.commands.includes(name) ? row : undefined;
}

/** The names of all commands of a release, and of ours. */
function commandNames(release: Release): readonly string[] {
  return Object.keys(commands).filter((name) => rowOf(name, release));
}

/** As in upstream, each command takes all of upstream's flags; one of ours takes its own alone. */
function flagsOf({ ours }: CommandRow, command: Command | null, release: Release): readonly FlagSpec[] {
  if (ours) return command?.ownFlags ?? [];
  const flags = flagsWithout(release.missingFlags);
  return command?.extraFlags ? [...flags, ...command.extraFlags] : flags;
}

/** The flags that help shows. */
function shownFlags({ flags, flagTexts, ownFlags, extraFlags = [] }: Command): readonly FlagHelp[] {
  return ownFlags ?? [...flagsNamed(flags, flagTexts), ...extraFlags];
}

async function run(
  name: string,
  command: Command | null,
  parsed: ParsedFlags,
  host: Host,
  release: Release,
): Promise<number> {
  const flags = typedFlags(parsed);
  const rules = release.issuing;
  const level = parsed.values.has("loglevel") ? flags.count("loglevel") : 1n;
  const context = createContext(host, rules, level);
  let policy = null;
  if (flags.text("config") !== "") {
    const { loadConfig } = await import("../../cfssl/config/load.js");
    try {
      policy = await loadConfig(flags.text("config"), { log: context.log, rules, sources: host });
    } catch (error) {
      if (!isExpected(error)) throw error;
      // Upstream ends this line with no line feed. Proof: fixtures/golden/1.6.5/config/missing-file
      host.stderr(`Failed to load config file: ${errorText(error, rules.json)}`);
      return 1;
    }
  }
  if (!command) {
    throw new UnavailableError(`cfssl ${name}`, "cfssl -h shows the available commands");
  }
  await command.run({ args: parsed.rest, flags, host, context, policy, release });
  return 0;
}

/** Refuses a command line without a command, or with an unknown one. */
async function refuse(host: Host, release: Release, name: string | null): Promise<number> {
  const { printNoCommand, printUnknownCommand } = await import("../mistakes.js");
  if (name === null) printNoCommand(host, topPage(release));
  else await printUnknownCommand(host, name, topPage(release));
  return 1;
}

/** The help page of `cfssl`. */
export function topPage(release: Release): HelpPage {
  const rows: HelpRow[] = [];
  const unavailable: string[] = [];
  for (const name of commandNames(release)) {
    const row = commands[name];
    if (row?.load) rows.push([name, row.summary]);
    else unavailable.push(name);
  }
  return {
    name: "cfssl",
    summary: "Make and sign certificates, keys and requests for a PKI of your own",
    usage: ["cfssl COMMAND [FLAGS] [ARGUMENTS]", "cfssl COMMAND -h"],
    description: [
      "What a command makes goes to standard output as JSON: pipe it to `cfssljson -bare NAME`. " +
        "`cfssl completion SHELL` prints a script that completes command lines in that shell.",
    ],
    commands: rows,
    unavailable,
    flags: release.topFlags.map((flag) => ({ ...flag, description: "accepted for old scripts; does nothing" })),
    environment: [["CFSSL_COMPAT", "1.2 makes the programs behave like cfssl 1.2.0; the default is 1.6.5"]],
    examples: [["cfssl gencert -initca ca-csr.json | cfssljson -bare ca", "make a CA: ca.pem, ca-key.pem and ca.csr"]],
  };
}

/** The help page of a command; a null command is not available yet. */
export function commandPage(name: string, { summary }: CommandRow, command: Command | null): HelpPage {
  if (!command) {
    const page = { name: `cfssl ${name}`, summary, usage: [`cfssl ${name}`], flags: [], examples: [] };
    return { ...page, description: ["This command is not available yet."] };
  }
  const { usage, description, environment = [], examples, exitStatus } = command;
  return {
    name: `cfssl ${name}`,
    ...{ summary, usage, description, environment, examples },
    flags: shownFlags(command),
    ...(exitStatus ? { exitStatus } : {}),
  };
}

function topGrammar(release: Release): Grammar {
  const available = commandNames(release).filter((name) => commands[name]?.load);
  return {
    accepted: release.topFlags,
    // The flags of old scripts do nothing: nobody needs them.
    offered: [],
    commands: available.map((name) => [name, commands[name]?.summary ?? ""]),
    async command(name) {
      const row = rowOf(name, release);
      const command = row?.load && (await row.load());
      if (!command) return null;
      const accepted = flagsOf(row, command, release);
      const isAccepted = ({ name }: FlagSpec) => accepted.some((flag) => flag.name === name);
      const offered = shownFlags(command).filter(isAccepted);
      const inner = { accepted, offered, arguments: command.arguments ?? (() => []) };
      const { actions } = command;
      if (!actions) return inner;
      const isAction = (name: string) => actions.some(([word]) => word === name);
      return { ...inner, commands: actions, command: async (name) => (isAction(name) ? inner : null) };
    },
  };
}
