import type { EnsureResult, RenewedRow, WrittenOutput } from "../../addons/ensure/ensure.js";
import { wordsOf, wrapWords } from "../help/wrap.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";

const margin = 9;
const mostLines = 50;
const mostNameLines = 3;

/** What a run of ensure did, for a person. */
export function ensuredText({ made, renewed, kept, outputs }: EnsureResult, look: Look): string {
  const changed = new Set([...made, ...renewed.map(({ name }) => name)]);
  const own = outputs.filter(({ row }) => !changed.has(row)).map(asRow);
  const others = outputs.filter(({ row }) => changed.has(row)).map(({ file }) => file);
  return [
    ...namesText("kept", kept, look),
    ...rowsText("renewed", renewed, look),
    ...namesText("made", made, look),
    // The reason of those is the line of their row.
    ...namesText("written", others, look),
    ...rowsText("written", own, look),
  ].join("");
}

function asRow({ file, why, restart }: WrittenOutput): RenewedRow {
  return { name: file, why: [why], restart };
}

function startOf(word: string, { hasColor }: Look): string {
  const text = word.padEnd(margin);
  return hasColor && word !== "kept" ? `\x1b[1m${text}\x1b[0m` : text;
}

/** The names on a few lines, with the number of those that do not fit. */
export function namesText(word: string, names: readonly string[], look: Look): readonly string[] {
  if (names.length === 0) return [];
  const room = look.width - margin;
  const lines: string[][] = [[]];
  let shown = 0;
  for (const name of names) {
    const text = printable(name);
    const line = lines.at(-1) ?? [];
    const length = [...line, text].join("  ").length;
    const isLast = lines.length === mostNameLines;
    if (isLast && length > room - 20) break;
    if (line.length > 0 && length > room) lines.push([text]);
    else line.push(text);
    shown++;
  }
  if (shown < names.length) lines.at(-1)?.push(`and ${names.length - shown} more`);
  return lines.map((line, at) => `${at === 0 ? startOf(word, look) : " ".repeat(margin)}${line.join("  ")}\n`);
}

function rowsText(word: string, rows: readonly RenewedRow[], look: Look): readonly string[] {
  const shown = rows.slice(0, mostLines);
  const column = Math.min(
    shown.reduce((most, { name }) => Math.max(most, printable(name).length), 0) + 2,
    Math.floor(look.width / 3),
  );
  const lines = shown.flatMap((row) => rowText(word, row, column, look));
  if (rows.length > shown.length) lines.push(`${startOf(word, look)}and ${rows.length - shown.length} more\n`);
  return lines;
}

function rowText(word: string, { name, why, restart }: RenewedRow, column: number, look: Look): readonly string[] {
  const reason = [...why, ...(restart.length > 0 ? [`restart ${restart.join(" and ")}`] : [])].join("; ");
  const label = printable(name);
  const isLong = label.length > column - 2;
  const indent = margin + column;
  const lines = wrapWords(wordsOf(printable(reason)), Math.max(look.width - indent, 20));
  const first = startOf(word, look) + label.padEnd(column);
  if (isLong) return [`${first}\n`, ...lines.map((line) => `${" ".repeat(indent)}${line}\n`)];
  return lines.map((line, at) => `${at === 0 ? first : " ".repeat(indent)}${line}\n`);
}
