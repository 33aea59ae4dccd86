import type { CheckReport } from "../check/report.js";
import type { Drawing } from "./boxes.js";
import { type Card, counted, leftText } from "./card.js";
import type { Mark } from "./marks.js";
import { element, fragment, type Markup } from "./markup.js";

/** What the sections of a page share: the report, what is drawn of it, and where links lead. */
export interface Page {
  readonly report: CheckReport;
  readonly drawing: Drawing;
  /** The certificates with a row in the table of files, the most that a page has. */
  readonly listed: ReadonlySet<Card>;
  /** The certificates with a box in the drawing. */
  readonly boxed: ReadonlySet<number>;
  /** The anchors of the boxes of other files. */
  readonly otherBoxes: ReadonlyMap<string, string>;
}

/** A part of the page with its heading. */
export function section(id: string, title: string, ...content: readonly (Markup | string | null)[]): Markup {
  return element(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    content,
  );
}

/** A path that may break after its slashes. */
export function pathText(path: string): Markup {
  const parts = path.split("/");
  return fragment(parts.map((part, at) => [part, at < parts.length - 1 ? fragment("/", element("wbr", {})) : null]));
}

/** The path of a certificate, as a link to its row. */
export function cardLink(card: Card, { listed }: Page, path = card.paths[0]): Markup {
  return listed.has(card) ? element("a", { href: `#row-${card.number}` }, pathText(path)) : pathText(path);
}

const mostMarks = 6;

/** The numbers of findings, each a link. */
export function markLinks(marks: readonly Mark[], look = ""): Markup {
  const more = marks.length - mostMarks;
  return fragment(
    marks.slice(0, mostMarks).map(({ number, finding, isShown }) => {
      const name = `badge ${finding.severity} ${look}`.trim();
      const label = `Finding ${number}: ${finding.severity} ${finding.rule}`;
      return isShown
        ? element("a", { href: `#finding-${number}`, class: name, "aria-label": label }, number)
        : element("span", { class: name }, number);
    }),
    more > 0 ? ` and ${counted(more, "other")}` : null,
  );
}

/** Days left with a word, and the certificate's findings. */
export function stateOf(card: Card, { drawing }: Page): Markup {
  const { at, marks, gradeOf } = drawing;
  return fragment(
    element("span", { class: `left ${gradeOf(card)}` }, leftText(card, at)),
    markLinks(marks.blaming(card)),
    markLinks(marks.naming(card), "named"),
  );
}

export interface Column {
  readonly title: string;
  /** Its part of the width, in percent. */
  readonly width: 10 | 15 | 20 | 25 | 30 | 40 | 50;
  readonly look?: "axis";
  /** What stands in place of the title, for eyes. */
  readonly head?: Markup;
}

export interface Row {
  readonly id?: string;
  readonly cells: readonly (Markup | string)[];
}

/** A table that, looking like `cards`, becomes a list of cards where there is little room; roles tell screen readers that it stays a table. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[], look = "cards"): Markup {
  return groupedTable(caption, columns, [{ title: null, rows }], look);
}

/** A table whose rows are in groups, each with a title. */
export function groupedTable(
  caption: string,
  columns: readonly Column[],
  groups: readonly { readonly title: Markup | null; readonly rows: readonly Row[] }[],
  look = "cards",
): Markup {
  const heads = columns.map(({ title, width, head }) => {
    return element("th", { role: "columnheader", scope: "col", class: `w${width}` }, head ?? title);
  });
  return element(
    "table",
    { role: "table", class: look },
    element("caption", {}, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, heads)),
    groups.map(({ title, rows }) =>
      element(
        "tbody",
        { role: "rowgroup" },
        title === null ? null : groupTitle(title, columns.length),
        rows.map((row) => tableRow(row, columns)),
      ),
    ),
  );
}

function groupTitle(title: Markup, columns: number): Markup {
  const cell = element("th", { role: "rowheader", scope: "rowgroup", colspan: columns, class: "group" }, title);
  return element("tr", { role: "row" }, cell);
}

function tableRow({ id, cells }: Row, columns: readonly Column[]): Markup {
  const drawn = cells.map((cell, at) => {
    const { look = null, title = "" } = columns[at] ?? {};
    const name = cell === "" ? "empty" : look;
    return element("td", { role: "cell", class: name, "data-label": title }, element("div", {}, cell));
  });
  return element("tr", { role: "row", id: id ?? null }, drawn);
}

/** Says what a page leaves out to keep its size. */
export function leftOut(count: number, things: string, where: string): Markup | null {
  if (count <= 0) return null;
  return element("p", { class: "quiet" }, `${counted(count, "other")} ${things} are not shown here: ${where}.`);
}
