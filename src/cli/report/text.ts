import type { CheckReport, CheckSummary, ReportedFinding } from "../../addons/check/report.js";
import { wordsOf, wrapWords } from "../help/wrap.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";

const indent = "         ";
const mendIndent = "  mend   ";
const mostFiles = 6;

/** The findings for a person, errors first, and one line of counts. */
export function reportText({ findings, files, summary }: CheckReport, look: Look): string {
  const unread = files.filter(({ kind }) => kind === "unreadable");
  const skipped = unread.slice(0, mostFiles).map(({ path, reason = "" }) => {
    return `not read ${printable(path || ".")}: ${printable(reason)}\n`;
  });
  const more = unread.length > mostFiles ? `not read ${unread.length - mostFiles} other files\n` : "";
  const rules = findings.length > 0 ? "docs/rules.md explains every rule.\n" : "";
  return `${findings.map((finding) => `${findingText(finding, look)}\n`).join("")}${skipped.join("")}${more}${countsText(summary, unread.length > 0)}\n${rules}`;
}

function findingText(finding: ReportedFinding, look: Look): string {
  const { rule, severity, files, message, expected, found, seenAs, mend, usedBy } = finding;
  const [path = "", ...others] = files;
  const [seen] = seenAs;
  const users = usedBy.slice(0, 2).join(", ");
  const lines = [
    headLine(severity, rule, printable(path), look),
    ...paragraph(indent, others.length > 0 ? `with ${listed(others)}` : "", look),
    ...paragraph(indent, message, look),
    ...paragraph(indent, users === "" ? "" : `Used by ${users}.`, look),
    ...paragraph(indent, expected ? `expected: ${expected}` : "", look),
    ...paragraph(indent, found ? `found:    ${found}` : "", look),
    ...paragraph(indent, seen ? `Programs say: ${seen}` : "", look),
    ...paragraph(mendIndent, mend.text, look),
    ...mend.commands.flatMap((command) => commandLines(printable(command), look)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

export function listed(files: readonly string[]): string {
  const shown = files.slice(0, mostFiles).join(", ");
  return files.length > mostFiles ? `${shown} and ${files.length - mostFiles} more` : shown;
}

/** The first line of a finding: how bad, which rule, which file. */
export function headLine(severity: string, rule: string, path: string, { width, hasColor }: Look): string {
  const color = ["error", "certain"].includes(severity) ? "1;31" : "1;33";
  const word = hasColor ? `\x1b[${color}m${severity}\x1b[0m` : severity;
  const start = `${word}${" ".repeat(9 - severity.length)}${hasColor ? `\x1b[1m${rule}\x1b[0m` : rule}`;
  if (9 + rule.length + 2 + path.length <= width) return `${start}  ${path}`;
  const broken = hardBreak(path, width - indent.length);
  return [start, ...broken.map((part) => indent + part)].join("\n");
}

/** The lines of a text behind an indent; the first line has `start` in its place. */
export function paragraph(start: string, text: string, { width }: Look): readonly string[] {
  if (text === "") return [];
  const room = Math.max(width - indent.length, 20);
  const words = wordsOf(printable(text)).flatMap((word) => hardBreak(word, room));
  return wrapWords(words, room).map((line, at) => (at === 0 ? start : indent) + line);
}

/**
 * A command on lines that a shell joins, broken at blanks outside of quotes. A word that is too long keeps its line: a
 * break would change it. The lines of a file that printf writes stay lines.
 */
export function commandLines(command: string, { width }: Look): readonly string[] {
  const room = Math.max(width - indent.length - 2, 20);
  const lines: string[] = [];
  let line = "";
  const isFile = command.startsWith("printf '%s");
  for (const word of shellWords(command)) {
    const isLine = isFile && (word.startsWith("'") || word === ">") && line !== "printf";
    if (line !== "" && (isLine || line.length + 1 + word.length > room)) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each, at) => indent + each + (at < lines.length - 1 ? " \\" : ""));
}

/** The words of a command with their quotes. */
function shellWords(command: string): readonly string[] {
  return command.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
}

function hardBreak(word: string, room: number): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += room) parts.push(word.slice(at, at + room));
  return parts;
}

function countsText(summary: CheckSummary, isPartial: boolean): string {
  const { certificates, keys, kubeconfigs, cas, errors, warnings } = summary;
  const things = [
    counted(certificates, "certificate"),
    counted(keys, "key"),
    ...(kubeconfigs > 0 ? [counted(kubeconfigs, "kubeconfig")] : []),
    counted(cas, "CA"),
  ];
  const found = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return `${things.join(", ")}: ${found.join(", ") || `nothing wrong${isPartial ? " in what was read" : ""}`}`;
}

export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
