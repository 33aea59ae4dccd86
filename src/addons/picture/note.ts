import type { Mark } from "./marks.js";
import { wrap } from "./text-width.js";

/** The beginning of a finding, beside the box that it is about. */
export interface Note {
  /** Null for the last one, which says how many more there are. */
  readonly mark: Mark | null;
  readonly title: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const noteText = { size: 12, lineHeight: 16, badge: 20, indent: 28 } as const;

const mostNotes = 3;

/** The notes of a box, one under the other. */
export function notesOf(marks: readonly Mark[], x: number, y: number, width: number): readonly Note[] {
  const room = width - noteText.indent;
  let top = y;
  const notes = marks.slice(0, mostNotes).map((mark): Note => {
    const { rule, message } = mark.finding;
    const lines = wrap(message, room, noteText, 2);
    const height = 20 + lines.length * noteText.lineHeight;
    const note = { mark, title: rule, lines, x, y: top, width, height };
    top += height + 6;
    return note;
  });
  const more = marks.length - mostNotes;
  if (more <= 0) return notes;
  return [...notes, { mark: null, title: `and ${more} more`, lines: [], x, y: top, width, height: 18 }];
}
