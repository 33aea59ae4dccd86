import type { Drawing } from "./boxes.js";
import { counted } from "./card.js";
import { drawBox } from "./draw-box.js";
import { type Edge, type Layout, layOut, measures } from "./layout.js";
import { element, fragment, type Markup } from "./markup.js";
import { drawingStyle } from "./style.js";

/** The drawing alone, as a file of its own. */
export function drawSvg(drawing: Drawing, title: string): string {
  const layout = layOut(drawing.boxes);
  const { width, height } = layout;
  const svg = element(
    "svg",
    {
      ...{ xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height },
      ...{ role: "img", "aria-labelledby": "title desc", class: "drawing" },
    },
    element("title", { id: "title" }, title),
    element("desc", { id: "desc" }, describe(drawing)),
    { markup: `<style>${drawingStyle}</style>` },
    element("rect", { class: "paper", width, height }),
    drawPart(layout, 0, height, false),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.markup}\n`;
}

/** A page would break a tall picture anywhere on paper, so it gets several that join without a seam. */
const tallest = 620;

/** The drawing in parts for a page, with links to the findings. */
export function drawParts(drawing: Drawing): readonly Markup[] {
  const layout = layOut(drawing.boxes);
  const { width, cuts, height } = layout;
  const ends: number[] = [];
  for (const [at, cut] of cuts.entries()) {
    const next = cuts[at + 1] ?? height;
    if (at > 0 && (next - (ends.at(-1) ?? 0) > tallest || cut === height)) ends.push(cut);
  }
  return ends.map((end, at) => {
    const start = ends[at - 1] ?? 0;
    const part = ends.length === 1 ? "" : `, part ${at + 1} of ${ends.length}`;
    return element(
      "svg",
      {
        ...{ viewBox: `0 ${start} ${width} ${end - start}`, width, height: end - start, class: "drawing" },
        ...{ role: "group", "aria-labelledby": `drawing-${at} drawing-${at}-desc` },
      },
      element("title", { id: `drawing-${at}` }, `Who signs whom${part}`),
      element("desc", { id: `drawing-${at}-desc` }, at === 0 ? describe(drawing) : `Part ${at + 1} of the drawing.`),
      drawPart(layout, start, end, true),
    );
  });
}

function describe({ cards, marks }: Drawing): string {
  const found = marks.all.length === 0 ? "no findings" : counted(marks.all.length, "finding");
  return `${counted(cards.length, "certificate")} with lines from signers on the left to what they signed on the right; ${found}.`;
}

/** What of the drawing lies between two heights. */
function drawPart({ boxes, edges, columns }: Layout, start: number, end: number, hasLinks: boolean): Markup {
  const isIn = (from: number, to: number) => to >= start && from < end;
  return fragment(
    start > 0 ? null : columns.map(({ x, title }) => element("text", { class: "column", x, y: 24 }, title)),
    edges.filter(({ from, to }) => isIn(from.y, to.y + middle)).map(drawEdge),
    boxes.filter(({ y }) => isIn(y, y)).map((box) => drawBox(box, hasLinks)),
  );
}

const middle = measures.boxHeight / 2;
const bend = 8;

/** From the right side of a signer along a common line to the left side of what it signed. */
function drawEdge({ from, to }: Edge): Markup {
  const [startX, startY] = [from.x + measures.boxWidth, from.y + middle];
  const [endX, endY] = [to.x, to.y + middle];
  const lineX = startX + 24;
  const path =
    startY === endY
      ? `M${startX} ${startY}H${endX - 6}`
      : `M${startX} ${startY}H${lineX - bend}q${bend} 0 ${bend} ${bend}V${endY - bend}q0 ${bend} ${bend} ${bend}H${endX - 6}`;
  const look = from.box.kind === "unknown" ? "missing" : from.box.isOver ? "expired" : "";
  return element(
    "g",
    { class: `edge ${look}`.trim(), "data-from": from.box.id, "data-to": to.box.id },
    element("path", { class: "way", d: path }),
    element("path", { class: "tip", d: `M${endX - 7} ${endY - 4}l7 4-7 4z` }),
  );
}
