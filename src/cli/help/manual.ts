import type { HelpPage, HelpRow } from "./page.js";
import { bold, display, literal, paragraph, request, synopsis } from "./roff.js";
import { commandLines, flagRows } from "./text.js";

/** A help page, with what only the manual page says. */
export interface Manual {
  /** The page's name: `cfssl-gencert`. */
  readonly name: string;
  readonly page: HelpPage;
  readonly exitStatus: readonly HelpRow[];
  readonly environment: readonly HelpRow[];
  readonly files: readonly HelpRow[];
  /** A command that shares the page: its forms, its description, and its flags that `page` does not have. */
  readonly variant?: HelpPage;
  /** The manual page of each command in the list. */
  readonly pageOf?: (command: string) => string;
  /** Names of other pages. */
  readonly seeAlso: readonly string[];
}

/** The head and the foot of a manual page. */
export interface Edition {
  /** The package and its version. */
  readonly source: string;
  /** YYYY-MM-DD, or nothing. */
  readonly date: string;
}

/** Names of commands and flags must not be hyphenated. Justified lines would have wide gaps without hyphenation. */
const plainLines = request("nh") + request("ad", "l");

/** A manual page of section 1 (roff, with the macros of man(7)). */
export function renderManual(manual: Manual, { source, date }: Edition): string {
  const { name, page, variant, seeAlso } = manual;
  const names = variant ? [name, variant.name] : [name];
  const { commands = [], unavailable = [] } = page;
  return [
    `.\\" Made from the text of ${page.name} -h. Do not edit.\n`,
    request("TH", literal(name.toUpperCase()), "1", date, source, "User Commands"),
    plainLines,
    section("NAME", `${names.map(literal).join(", ")} \\- ${lowered(page.summary)}\n`),
    section("SYNOPSIS", forms(page) + (variant ? forms(variant) : "")),
    section("DESCRIPTION", paragraphs(page.description)),
    section("COMMANDS", commands.map((row) => command(row, manual)).join("")),
    section("NOT AVAILABLE YET", unavailable.length > 0 ? paragraph(`\`${unavailable.join("`, `")}\``) : ""),
    section("FLAGS", terms(flagRows(page.flags), synopsis)),
    section(variant?.name.toUpperCase() ?? "", variant ? variantText(variant, page) : ""),
    section("EXIT STATUS", terms(manual.exitStatus, bold)),
    section("ENVIRONMENT", terms(manual.environment, bold)),
    section("FILES", terms(manual.files, synopsis)),
    section("EXAMPLES", examplesOf(page, variant).map(example).join(request("PP"))),
    section(
      "SEE ALSO",
      seeAlso.map((other, index) => reference(other, index < seeAlso.length - 1 ? "," : "")).join(""),
    ),
  ].join("");
}

function section(title: string, text: string): string {
  return text === "" ? "" : request("SH", literal(title)) + text;
}

/** The forms of a command line. A long one goes on below its first flag, and a flag and its value stay together. */
function forms({ name, usage }: HelpPage): string {
  const rest = (line: string) => line.slice(name.length + 1).replace(/(-[a-z-]+) (?=[A-Z])/g, "$1\u00a0");
  const lines = usage.map((line) => request("SY", literal(name)) + (line === name ? "" : `${synopsis(rest(line))}\n`));
  // The end of the forms brings hyphens and justified lines back.
  return lines.join("") + request("YS") + plainLines;
}

function paragraphs(texts: readonly string[]): string {
  return texts.map(paragraph).join(request("PP"));
}

function terms(rows: readonly HelpRow[], style: (term: string) => string): string {
  return rows.map(([term, text]) => `${request("TP")}${style(term)}\n${paragraph(sentence(text))}`).join("");
}

function command([name, summary]: HelpRow, { pageOf }: Manual): string {
  return `${terms([[name, summary]], bold)}See\n${reference(pageOf?.(name) ?? name, ".")}`;
}

/** The description, and the flags that the page does not have yet. */
function variantText(variant: HelpPage, page: HelpPage): string {
  const flags = variant.flags.filter(({ name }) => !page.flags.some((flag) => flag.name === name));
  return paragraphs(variant.description) + terms(flagRows(flags), synopsis);
}

/** The examples, without those of the variant that explain what the page has explained. */
function examplesOf({ examples }: HelpPage, variant: HelpPage | undefined): HelpPage["examples"] {
  const more = variant?.examples.filter(([, text]) => !examples.some(([, other]) => other === text)) ?? [];
  return [...examples, ...more];
}

function example([line, explanation]: HelpPage["examples"][number]): string {
  return paragraph(sentence(explanation).replace(/\.$/, ":")) + display(commandLines(line, 70));
}

function reference(name: string, end: string): string {
  return `.BR ${literal(name)} (1)${end}\n`;
}

/** Makes a sentence of a fragment in help. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:?]$/.test(text) ? "" : "."}`;
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
