import type { FlagError, FlagSpec } from "../go/flag.js";
import { quote } from "../go/strconv.js";
import type { Host } from "../host/host.js";
import { UsageError } from "./arguments.js";
import type { HelpPage } from "./help/page.js";
import { flagRows, renderHelp, table } from "./help/text.js";
import { suggest } from "./suggest.js";
import { helpWidth } from "./terminal.js";

/*
 * After a mistake, a terminal shows the error, a suggestion and where help is: a whole page would push the error off
 * the screen. Elsewhere the whole page follows, as in upstream, since scripts may read it.
 */

/** Prints a help page on standard error. */
export function printHelp(host: Host, page: HelpPage): void {
  host.stderr(renderHelp(page, helpWidth(host)));
}

/** Prints an error about a flag. If the flag exists, a terminal also shows its line of help. */
export async function printFlagMistake(
  host: Host,
  error: FlagError,
  specs: readonly FlagSpec[],
  page: HelpPage,
): Promise<void> {
  host.stderr(`${error.message}\n`);
  if (!host.terminal()) return printHelp(host, page);
  const isKnown = error.flag === null || specs.some(({ name }) => name === error.flag);
  const shown = page.flags.filter(({ name }) => name === error.flag);
  printHints(host, isKnown ? table(flagRows(shown), helpWidth(host)) : await meantFlag(error.flag ?? "", page), page);
}

/** Prints that no command is given. The help page follows if it leaves the error on the screen. */
export function printNoCommand(host: Host, page: HelpPage): void {
  host.stderr("No command is given.\n");
  const terminal = host.terminal();
  const help = renderHelp(page, helpWidth(host));
  const size = help.split("\n").length + 1;
  if (terminal && terminal.rows > 0 && size > terminal.rows) printHints(host, [], page);
  else host.stderr(help);
}

/** Prints that a command does not exist. */
export async function printUnknownCommand(host: Host, word: string, page: HelpPage): Promise<void> {
  host.stderr(`Command ${word} is not defined.\n`);
  const name = await suggest(word, commandNames(page));
  if (host.terminal()) return printHints(host, name === null ? [] : [`did you mean ${name}?`], page);
  printHelp(
    host,
    name === null
      ? page
      : { ...page, summary: `Did you mean ${name}?`, description: [page.summary, ...page.description] },
  );
}

/**
 * Prints, for a terminal, an error about the arguments, and what was taken for arguments: a flag that comes too late, or
 * the rest of a value with a blank.
 *
 * @returns whether the error is one
 */
export function printUsageMistake(host: Host, error: unknown, args: readonly string[], page: HelpPage): boolean {
  if (!(error instanceof UsageError)) return false;
  const late = args.find((word) => page.flags.some(({ name }) => /^--?([^=]*)/.exec(word)?.[1] === name));
  const words = args.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word)));
  const lines = args.length > 0 ? [`taken for arguments: ${words.join(" ")}`] : [];
  if (late !== undefined) lines.push(`flags go before arguments: ${late}`);
  host.stderr([error.message, ...lines, `${page.name} -h shows the usage`].map((line) => `${line}\n`).join(""));
  return true;
}

/** Suggests a flag, or else a command: many people type `cfssl --version`. */
async function meantFlag(word: string, page: HelpPage): Promise<readonly string[]> {
  const commands = commandNames(page);
  const flag = await suggest(word, [...page.flags.map(({ name }) => name), "help"]);
  if (flag !== null) return [`did you mean -${flag}?`];
  const command = await suggest(word, commands);
  return command === null ? [] : [`did you mean ${page.name} ${command}?`];
}

function commandNames({ commands = [], unavailable = [] }: HelpPage): readonly string[] {
  return [...commands.map(([name]) => name), ...unavailable];
}

function printHints(host: Host, lines: readonly string[], { name, commands }: HelpPage): void {
  const help = commands ? `${name} -h lists the commands` : `${name} -h explains the flags`;
  host.stderr([...lines, help].map((line) => `${line}\n`).join(""));
}
