import type { Card } from "./card.js";
import type { Mark } from "./marks.js";

/** How a box looks: what is wrong with it, at a glance. */
export type Grade = "error" | "warning" | "expired" | "missing" | "sound";

/** A box of the drawing, and the boxes that it leads to. */
export interface Box {
  /** Its anchor in a page. */
  readonly id: string;
  /** `heading` is a title over boxes that nobody signed, `fold` stands for certificates that have no boxes. */
  readonly kind: "certificate" | "unknown" | "heading" | "fold" | "file";
  readonly grade: Grade;
  /** The file, or a title. */
  readonly title: string;
  readonly subject: string;
  readonly role: string;
  /** How it is, in words: `364 days left`. */
  readonly state: string;
  /** Whether that is bad news. */
  readonly isOver: boolean;
  /** The findings that blame it, and those that only name it. */
  readonly marks: readonly Mark[];
  readonly named: readonly Mark[];
  /** A remark under the box. */
  readonly remark: string;
  /** Whether it stands in the last column. */
  readonly isLeaf: boolean;
  readonly children: readonly Box[];
  /** The certificates that a fold stands for, with their looks. */
  readonly folded: readonly (readonly [Card, Grade])[];
}

const plain: Omit<Box, "id" | "kind" | "title"> = {
  ...{ grade: "sound", subject: "", role: "", state: "", remark: "", isLeaf: false, isOver: false },
  ...{ marks: [], named: [], children: [], folded: [] },
};

/** Makes a box; what is not said of it is empty. */
export function createBox(box: Pick<Box, "id" | "kind" | "title"> & Partial<Box>): Box {
  return { ...plain, ...box };
}

/** All boxes under some, and these. */
export function flatten(boxes: readonly Box[]): readonly Box[] {
  return boxes.flatMap((box) => [box, ...flatten(box.children)]);
}
