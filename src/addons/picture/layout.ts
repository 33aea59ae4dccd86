import type { Box } from "./box.js";
import { type Note, notesOf } from "./note.js";

/** Where everything of a drawing goes, in pixels: roots left, leaves right, a signer beside the first of its own. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly Edge[];
  readonly columns: readonly { readonly x: number; readonly title: string }[];
  /** Heights at which the drawing can be cut, and no box and no note with it; from 0 to its height. */
  readonly cuts: readonly number[];
}

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly notes: readonly Note[];
}

export interface Edge {
  readonly from: PlacedBox;
  readonly to: PlacedBox;
}

export const measures = {
  ...{ margin: 16, top: 44, boxWidth: 288, boxHeight: 74, gapX: 56, gapY: 12, treeGap: 16 },
  ...{ noteGap: 20, noteWidth: 300, remarkHeight: 18, cell: 16, cellsInRow: 15, mostCells: 150 },
} as const;

export function layOut(boxes: readonly Box[]): Layout {
  const levels = 1 + greatest(boxes.map(depthOf));
  const placed: PlacedBox[] = [];
  const edges: Edge[] = [];
  const leafColumn = levels;
  const columnX = (column: number) => measures.margin + column * (measures.boxWidth + measures.gapX);

  /** Places a box with all under it, and answers where they end. */
  const place = (box: Box, column: number, y: number, signer: PlacedBox | null): number => {
    const x = columnX(box.isLeaf ? leafColumn : column);
    const height = heightOf(box);
    const below = y + height + (box.remark === "" ? 0 : measures.remarkHeight) + 6;
    const notes = box.isLeaf
      ? notesOf(box.marks, x + measures.boxWidth + measures.noteGap, y, measures.noteWidth)
      : notesOf(box.marks, x, below, measures.boxWidth);
    const own = { box, x, y, height, notes };
    placed.push(own);
    if (signer && signer.box.kind !== "heading") edges.push({ from: signer, to: own });
    let bottom = greatest([y + height, box.remark === "" ? 0 : below, ...notes.map((note) => note.y + note.height)]);
    let next = y;
    for (const child of box.children) {
      const end = place(child, column + 1, next, own);
      bottom = Math.max(bottom, end);
      next = end + measures.gapY;
    }
    return bottom;
  };

  let y: number = measures.top;
  for (const box of boxes) y = place(box, 0, y, null) + measures.gapY + measures.treeGap;
  const height = Math.max(y - measures.gapY - measures.treeGap, measures.top) + measures.margin;
  const right = placed.flatMap(({ x, notes }) => [x + measures.boxWidth, ...notes.map((note) => note.x + note.width)]);
  return {
    ...{ boxes: placed, edges, height, cuts: findCuts(placed, height) },
    width: greatest([measures.boxWidth, ...right]) + measures.margin,
    columns: titlesOf(placed, levels).map((title, column) => ({ x: columnX(column), title })),
  };
}

/** How many levels of boxes that are no leaves are under a box. */
function depthOf({ children }: Box): number {
  return greatest(children.filter(({ isLeaf }) => !isLeaf).map((child) => 1 + depthOf(child)));
}

/** The greatest of some numbers; 0 if there are none. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), 0);
}

function heightOf({ kind, folded }: Box): number {
  if (kind === "heading") return 44;
  if (kind !== "fold") return measures.boxHeight;
  const cells = Math.min(folded.length, measures.mostCells);
  return measures.boxHeight + 4 + Math.ceil(cells / measures.cellsInRow) * measures.cell;
}

function titlesOf(placed: readonly PlacedBox[], levels: number): readonly string[] {
  const hasLeaves = placed.some(({ box }) => box.isLeaf);
  const between = Array.from({ length: levels - 1 }, () => "Intermediate CAs");
  return ["Signers", ...between, ...(hasLeaves ? ["Signed certificates"] : [])];
}

function findCuts(placed: readonly PlacedBox[], height: number): readonly number[] {
  const spans = placed
    .flatMap(({ box, y, height: own, notes }): (readonly [number, number])[] => [
      [y, y + own + (box.remark === "" ? 0 : measures.remarkHeight)],
      ...notes.map((note) => [note.y, note.y + note.height] as const),
    ])
    .sort(([a], [b]) => a - b);
  const cuts = [0];
  let end: number = measures.top;
  for (const [from, to] of spans) {
    if (from > end) cuts.push((from + end) / 2);
    end = Math.max(end, to);
  }
  return [...cuts, height];
}
