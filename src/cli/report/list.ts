import type { CheckReport, ReportedFile } from "../../addons/check/report.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";
import { columnWidths, tableRow } from "./table.js";

const headings = ["FILE", "ROLE", "SUBJECT", "LEFT", "SIGNED BY"] as const;
/** The end of a path says most. */
const paths = [0, 4];

/** The certificates of a folder as a table that fits the width: file, role, subject, days left, signer. */
export function listText({ files, at }: CheckReport, { width }: Look): string {
  const now = Date.parse(at);
  const rows = files
    .filter(({ kind }) => kind === "certificate" || kind === "ca")
    .filter(firstOfCa())
    .map((file) => cellsOf(file, now).map(printable));
  const widths = columnWidths([headings, ...rows], width);
  const unread = files.flatMap(({ kind, path, reason = "" }) =>
    kind === "unreadable" ? [`not read ${printable(path || ".")}: ${printable(reason)}\n`] : [],
  );
  return [...[headings, ...rows].map((cells) => `${tableRow(cells, widths, paths)}\n`), ...unread].join("");
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
