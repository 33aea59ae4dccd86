import { flagTerm, type HelpPage, type HelpRow, shownDefault } from "./page.js";
import { wordsOf, wrapWords } from "./wrap.js";

/** If the texts of a table had fewer columns than this beside the terms, they go below them. */
const narrowest = 32;

/** A help page in lines of at most `width` columns; its first line begins with "Usage". */
export function renderHelp(page: HelpPage, width: number): string {
  const { commands = [], unavailable = [], flags, files = [], environment = [] } = page;
  const blocks = [
    page.usage.flatMap((form, index) => usageLines(index === 0 ? "Usage:" : "   or:", form, width)),
    ...[page.summary, ...page.description].map((paragraph) => wrapWords(wordsOf(paragraph), width)),
    section("Commands", table(commands, width)),
    section("Not available yet", indented(wrapWords(wordsOf(unavailable.join(", ")), width - 2), 2)),
    section("Flags", table(flagRows(flags), width)),
    section("Files", table(files, width)),
    section("Environment", table(environment, width)),
    section(
      "Examples",
      page.examples.flatMap(([command, explanation]) => exampleLines(command, explanation, width)),
    ),
  ];
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`);
  return shown.join("\n");
}

/** Flags as rows of a table, with their defaults. */
export function flagRows(flags: HelpPage["flags"]): readonly HelpRow[] {
  return flags.map((flag) => {
    const value = shownDefault(flag);
    const text = flag.kind === "list" ? `${flag.description}; may be repeated` : flag.description;
    return [flagTerm(flag), value === null ? text : `${text} (default:\u00a0${value})`];
  });
}

/**
 * A table of two columns. A long term gets a line of its own, so that it does not narrow the column of texts; on a
 * narrow terminal every term does.
 */
export function table(rows: readonly HelpRow[], width: number): readonly string[] {
  const longest = Math.floor(width * 0.3);
  const sizes = rows.map(([term]) => term.length).filter((size) => size <= longest);
  const beside = sizes.reduce((most, size) => Math.max(most, size), 0) + 4;
  const column = sizes.length === 0 || width - beside < narrowest ? 6 : beside;
  return rows.flatMap(([term, text]) => {
    const lines = indented(wrapWords(wordsOf(text), width - column), column);
    const [first = "", ...others] = lines;
    if (term.length + 4 > column) return [`  ${term}`, ...lines];
    return [`  ${term.padEnd(column - 2)}${first.slice(column)}`.trimEnd(), ...others];
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

/** A form of the command line. A flag and its value stay together. */
function usageLines(head: string, form: string, width: number): readonly string[] {
  const words = form.match(/\[[^\]]*\]|-\S+ [A-Z]\S*|\S+/g) ?? [];
  const [first = "", ...others] = wrapWords(words, width - head.length - 5);
  return [`${head} ${first}`, ...indented(others, head.length + 5)];
}

/** A command that can be pasted, with its explanation below. */
function exampleLines(command: string, explanation: string, width: number): readonly string[] {
  return [...indented(commandLines(command, width - 2), 2), ...indented(wrapWords(wordsOf(explanation), width - 6), 6)];
}

/** A command, broken into lines that a shell joins again. */
export function commandLines(command: string, width: number): readonly string[] {
  const words = command.match(/\| \S+|-\S+ [^\s|-]\S*|\S+/g) ?? [];
  const lines = wrapWords(words, width - 4);
  return lines.map((line, index) => (index === 0 ? "" : "  ") + line + (index < lines.length - 1 ? " \\" : ""));
}

function indented(lines: readonly string[], columns: number): readonly string[] {
  return lines.map((line) => " ".repeat(columns) + line);
}
