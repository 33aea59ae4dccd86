import { dateOf, daysLeft, faultsOf, shownName } from "./faults.mjs";
import { verify } from "./verify.mjs";

/** Certificates as a table in lines of at most `width` columns; under each what does not fit beside it, and its faults. */
export function layOut(certificates, folder, now, width) {
  const titles = ["file", "subject", "expires", "days left", "openssl"];
  const verdicts = certificates.map((certificate) => verify(certificate, folder));
  const rows = certificates.map((each, index) => [
    each.file,
    each.subject,
    dateOf(each.notAfter),
    String(daysLeft(each.notAfter, now)),
    verdicts[index].verdict,
  ]);
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  widths[0] = Math.min(widths[0], 24);
  // The subject gets what the others leave; if that cuts one, all go below.
  widths[1] = width - widths.reduce((sum, each) => sum + each, 2 * 4) + widths[1];
  const isBelow = certificates.some(({ subject }) => subject.split(" ").some((word) => word.length > widths[1]));
  if (isBelow) for (const cells of [titles, widths, ...rows]) cells.splice(1, 1);
  const blocks = certificates.map((each, index) => [
    ...line(rows[index], widths),
    ...(isBelow ? detail("subject", each.subject.split(/(?<=,) /), width) : []),
    ...detail("issuer", each.isSelfSigned ? ["itself"] : each.issuer.split(/(?<=,) /), width),
    ...detail(
      "hosts",
      listed(each.names.map(({ kind, value }) => (kind === "DNS" ? shownName(value) : `${kind}:${value}`))),
      width,
    ),
    ...detail("usages", listed(each.usages), width),
    ...[...faultsOf(each, now), ...failure(verdicts[index])].flatMap((fault) =>
      detail("WRONG", fault.split(" "), width),
    ),
  ]);
  return [line(titles, widths), ...blocks].map((block) => `${block.join("\n")}\n`).join(`${"─".repeat(width)}\n`);
}

function failure({ reason }) {
  return reason === undefined ? [] : [`openssl verify: ${reason}.`];
}

/** A row of the table. Texts that are too wide go on in the lines below, or are left as they are if nothing divides them. */
function line(cells, widths) {
  const lines = cells.map((cell, column) => wrap(cell.split(" "), widths[column]));
  // A long name of a file pushes the rest of its row down.
  const isLong = cells[0].length > widths[0];
  if (isLong) lines[0] = [""];
  const height = Math.max(...lines.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, at) =>
    lines.map((cell, column) =>
      // Days are numbers, in the last column but one.
      column === cells.length - 2 ? (cell[at] ?? "").padStart(widths[column]) : (cell[at] ?? "").padEnd(widths[column]),
    ),
  );
  return [...(isLong ? [cells[0]] : []), ...rows.map((row) => row.join("  ").trimEnd())];
}

function detail(title, words, width) {
  const indent = 11;
  return wrap(words, width - indent).map((text, at) =>
    `  ${(at === 0 ? title : "").padEnd(indent - 2)}${text}`.trimEnd(),
  );
}

function listed(values) {
  return values.map((value, at) => (at < values.length - 1 ? `${value},` : value));
}

function wrap(words, width) {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
