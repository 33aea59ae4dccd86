import type { Box } from "./box.js";
import { measures, type PlacedBox } from "./layout.js";
import type { Mark } from "./marks.js";
import { element, fragment, type Markup } from "./markup.js";
import { type Note, noteText } from "./note.js";
import { circle, gradeWords, octagon, symbol } from "./symbol.js";
import { fitText, widthOf, wrap } from "./text-width.js";

const titleFont = { size: 13, isBold: true };
const textFont = { size: 12 };
const stateFont = { size: 12, isBold: true };
const indent = 18;
const padding = 12;
const badge = 20;
const mostBadges = 4;

/** Draws a box with its marks and notes. Links lead to findings where the page has them. */
export function drawBox({ box, x, y, height, notes }: PlacedBox, hasLinks: boolean): Markup {
  if (box.kind === "heading") return drawHeading(box, x, y);
  const { boxWidth } = measures;
  const marks = drawMarks(box, x + boxWidth - padding, y + 19, hasLinks);
  const room = boxWidth - indent - padding;
  const state = fitText(box.state, room - 20, stateFont);
  const role = fitText(box.role, room - 20 - widthOf(state, stateFont) - 12, textFont);
  return element(
    "g",
    { id: hasLinks ? box.id : null, class: `box ${box.kind} ${box.grade}${box.isOver ? " over" : ""}` },
    element("title", {}, titleOf(box)),
    element("rect", { class: "frame", x, y, width: boxWidth, height, rx: 6 }),
    element("path", { class: "stripe", d: `M${x + 6} ${y}a6 6 0 0 0 -6 6v${height - 12}a6 6 0 0 0 6 6z` }),
    drawTitle(box, { x: x + indent, y: y + 24 }, room - marks.width),
    box.subject === ""
      ? null
      : element("text", { class: "quiet", x: x + indent, y: y + 43 }, fitText(box.subject, room, textFont)),
    symbol(box.grade, x + indent + 7, y + 58),
    element("text", { class: "state", x: x + indent + 20, y: y + 62 }, state),
    role === "" || role === "…"
      ? null
      : element("text", { class: "quiet end", x: x + boxWidth - padding, y: y + 62 }, role),
    box.kind === "fold" ? drawCells(box, x + indent, y + measures.boxHeight, hasLinks) : null,
    box.remark === ""
      ? null
      : element(
          "text",
          { class: "quiet small", x: x + 6, y: y + height + 14 },
          fitText(box.remark, boxWidth - 6, { size: 11 }),
        ),
    marks.markup,
    notes.map((note) => drawNote(note, hasLinks)),
  );
}

function drawHeading({ id, title }: Box, x: number, y: number): Markup {
  const lines = wrap(title, measures.boxWidth, titleFont, 2);
  return element(
    "g",
    { class: "heading", id },
    lines.map((line, at) => element("text", { class: "title", x, y: y + 24 + at * 18 }, line)),
  );
}

/** The end of a path says most: its folder is cut first. */
function drawTitle({ title, kind }: Box, at: { x: number; y: number }, room: number): Markup {
  const isPath = kind === "certificate" || kind === "file";
  const cut = isPath
    ? fitText(title, room, titleFont, "end").replace(/^…[^/]+(?=\/)/, "…")
    : fitText(title, room, titleFont);
  const name = isPath ? cut.lastIndexOf("/") + 1 : 0;
  return element(
    "text",
    { class: "title", ...at },
    name > 0 ? element("tspan", { class: "folder" }, cut.slice(0, name)) : null,
    cut.slice(name),
  );
}

/** The marks of a box from the right: filled ones blame it, the others only name it. */
function drawMarks(
  { marks, named }: Box,
  right: number,
  y: number,
  hasLinks: boolean,
): { readonly markup: Markup; readonly width: number } {
  const all = [...marks.map((mark) => [mark, ""] as const), ...named.map((mark) => [mark, "named"] as const)];
  const shown = all.slice(0, mostBadges);
  const more = all.length - shown.length;
  const width = shown.length * (badge + 4) + (more > 0 ? 28 : 0);
  const drawn = shown.map(([mark, look], at) => {
    const x = right - width + at * (badge + 4) + badge / 2 + 4;
    return drawMark(mark, x, y, look, hasLinks);
  });
  const rest = more > 0 ? element("text", { class: "quiet end", x: right, y: y + 4 }, `+${more}`) : null;
  return { markup: fragment(drawn, rest), width: width === 0 ? 0 : width + 6 };
}

/** The number of a finding: an octagon for an error, a circle for a warning. */
function drawMark(mark: Mark, x: number, y: number, look: string, hasLinks: boolean): Markup {
  const { severity, rule } = mark.finding;
  const says = look === "named" ? "Named by" : "Finding";
  const size = mark.number > 99 ? 8 : 11;
  const drawn = fragment(
    element("title", {}, `${says} ${mark.number}: ${severity} ${rule}`),
    element("path", { d: severity === "error" ? octagon(x, y, badge / 2) : circle(x, y, badge / 2) }),
    element("text", { x, y: y + size * 0.36, "font-size": size }, mark.number),
  );
  const name = `mark ${severity} ${look}`.trim();
  return hasLinks && mark.isShown
    ? element("a", { href: `#finding-${mark.number}`, class: name }, drawn)
    : element("g", { class: name }, drawn);
}

function drawNote({ mark, title, lines, x, y, width }: Note, hasLinks: boolean): Markup {
  const left = x + noteText.indent;
  if (mark === null) {
    return element("g", { class: "note" }, element("text", { class: "quiet", x: left, y: y + 13 }, title));
  }
  const font = { size: noteText.size, isBold: true };
  const word = mark.finding.severity;
  const rule = fitText(title, width - noteText.indent - widthOf(`${word} `, font), font);
  return element(
    "g",
    { class: `note ${mark.finding.severity}` },
    drawMark(mark, x + badge / 2, y + badge / 2, "", hasLinks),
    element("text", { class: "rule", x: left, y: y + 14 }, element("tspan", { class: "severity" }, word), ` ${rule}`),
    lines.map((line, at) => element("text", { x: left, y: y + 31 + at * noteText.lineHeight }, line)),
  );
}

/** A small square for each certificate that has no box. */
function drawCells({ folded, id }: Box, x: number, y: number, hasLinks: boolean): Markup {
  const { cell, cellsInRow, mostCells } = measures;
  const cells = folded.slice(0, mostCells).map(([, grade], at) => {
    const [column, row] = [at % cellsInRow, Math.floor(at / cellsInRow)];
    return element("rect", {
      class: `cell ${grade}`,
      x: x + column * cell,
      y: y + row * cell,
      width: 11,
      height: 11,
      rx: 2,
    });
  });
  return hasLinks ? element("a", { href: `#list-${id}`, "aria-label": "List them" }, cells) : fragment(cells);
}

function titleOf({ kind, title, subject, role, state, grade, folded }: Box): string {
  if (kind === "fold")
    return folded
      .slice(0, 20)
      .map(([card]) => card.paths[0])
      .join(", ");
  return [title, subject, role, state, grade === "sound" ? "" : gradeWords[grade]]
    .filter((part) => part !== "")
    .join(" · ");
}
