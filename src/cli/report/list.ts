import type { CheckReport, ReportedFile } from "../../addons/check/report.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";

const headings = ["FILE", "ROLE", "SUBJECT", "LEFT", "SIGNED BY"] as const;
const gap = 2;
const narrowest = 8;

/** The certificates of a folder as a table that fits the width: file, role, subject, days left, signer. */
export function listText({ files, at }: CheckReport, { width }: Look): string {
  const now = Date.parse(at);
  const rows = files
    .filter(({ kind }) => kind === "certificate" || kind === "ca")
    .filter(firstOfCa())
    .map((file) => cellsOf(file, now).map(printable));
  const widths = shrink(
    headings.map((heading, column) => longest(heading, rows, column)),
    width,
  );
  const unread = files.flatMap(({ kind, path, reason = "" }) =>
    kind === "unreadable" ? [`not read ${printable(path || ".")}: ${printable(reason)}\n`] : [],
  );
  return [...[headings, ...rows].map((cells) => `${rowText(cells, widths)}\n`), ...unread].join("");
}

/** A CA has one row, though every kubeconfig holds it. */
function firstOfCa(): (file: ReportedFile) => boolean {
  const seen = new Set<string>();
  return ({ kind, subject, serial }) => {
    const id = `${serial} ${subject}`;
    const isNew = kind !== "ca" || !seen.has(id);
    seen.add(id);
    return isNew;
  };
}

function cellsOf({ path, kind, role, subject, notAfter, signedBy }: ReportedFile, now: number): readonly string[] {
  const left = Math.floor((Date.parse(notAfter ?? "") - now) / 86_400_000);
  const signer = signedBy === undefined ? "unknown" : signedBy === path ? "itself" : signedBy;
  return [path, role ?? (kind === "ca" ? "ca" : "-"), subject ?? "", left < 0 ? "expired" : `${left}d`, signer];
}

/** The length of a column's longest cell. */
function longest(heading: string, rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((most, cells) => Math.max(most, (cells[column] ?? "").length), heading.length);
}

/** Makes the widest columns narrower until the table fits. */
function shrink(wanted: readonly number[], width: number): readonly number[] {
  const widths = [...wanted];
  const total = () => widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));
  while (total() > width) {
    const most = widths.reduce((best, each, column) => (each > (widths[best] ?? 0) ? column : best), 0);
    if ((widths[most] ?? 0) <= narrowest) break;
    widths[most] = (widths[most] ?? 0) - 1;
  }
  return widths;
}

function rowText(cells: readonly string[], widths: readonly number[]): string {
  const shown = cells.map((cell, column) => {
    const room = widths[column] ?? 0;
    // The end of a path and the beginning of a name say most.
    const isPath = column === 0 || column === 4;
    const cut = isPath ? `…${cell.slice(cell.length - room + 1)}` : `${cell.slice(0, room - 1)}…`;
    return (cell.length <= room ? cell : cut).padEnd(room);
  });
  return shown.join(" ".repeat(gap)).trimEnd();
}
