import type { FlagSpec } from "../go/flag.js";

/** One flag as help shows it. */
export interface FlagHelp extends FlagSpec {
  readonly description: string;
  /** What stands for the value in help: `FILE`. */
  readonly placeholder?: string;
}

/** A program or command as help shows it. */
export interface HelpPage {
  /** What is typed to run it: `cfssl gencert`. */
  readonly name: string;
  readonly summary: string;
  /** The forms of the command line. */
  readonly usage: readonly string[];
  readonly description: readonly string[];
  readonly flags: readonly FlagHelp[];
  /** Commands below this one; their names and summaries. */
  readonly commands?: readonly (readonly [name: string, summary: string])[];
  readonly examples: readonly (readonly [command: string, explanation: string])[];
}

/** The text of a help page; its first line begins with "Usage". */
export async function renderHelp(page: HelpPage): Promise<string> {
  const cli = await layOut(page);
  const [first = page.name, ...others] = page.usage;
  const head = [`Usage: ${first}`, ...others.map((form) => `   or: ${form}`), "", page.summary];
  const body = page.description.length > 0 ? ["", ...page.description] : [];
  cli.usage([...head, ...body].join("\n")).wrap(110);
  for (const flag of page.flags) cli.option(flag.name, option(flag));
  for (const [command, explanation] of page.examples) cli.example(command, explanation);
  return `${await cli.getHelp()}\n`;
}

/** What yargs has to say of a mistyped command: `Did you mean gencert?`; null when nothing comes near. */
export async function suggestCommand(page: HelpPage, word: string): Promise<string | null> {
  const cli = await layOut(page);
  let said: string | null = null;
  cli
    .recommendCommands()
    .strictCommands()
    .exitProcess(false)
    .fail((message) => {
      if (message.startsWith("Did you mean")) said = message;
    });
  await cli.parseAsync([word]);
  return said;
}

/** A command line of yargs with the commands of a page. */
export async function layOut(page: HelpPage) {
  const { default: yargs } = await loadYargs();
  const cli = yargs([], "/").scriptName(page.name).help(false).version(false).updateStrings({ "Options:": "Flags:" });
  for (const [name, summary] of page.commands ?? []) cli.command(name, summary);
  return cli;
}

/** Yargs asks for the working folder while it loads. That may have been deleted, and nothing here depends on it. */
async function loadYargs() {
  const { cwd } = process;
  process.cwd = () => "/";
  try {
    return await import("yargs");
  } finally {
    process.cwd = cwd;
  }
}

/** A flag as yargs takes it. */
export function option({ kind, default: value, description, placeholder }: FlagHelp) {
  const shown = kind === "bool" || value === "" ? {} : { defaultDescription: String(value), default: value };
  return { describe: placeholder ? `${placeholder}: ${description}` : description, ...shown };
}
