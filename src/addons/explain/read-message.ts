import { readFacts } from "./facts/facts.js";
import { decisivePart, messageOf } from "./line.js";
import type { Message } from "./message.js";
import { speakerOf } from "./speaker.js";
import { createStemFinder } from "./stems.js";
import { messageRows } from "./texts/index.js";
import type { MessageRow } from "./texts/row.js";

const stems = [...new Set(messageRows.flatMap(({ has }) => has))];
const finder = createStemFinder(stems);
/** Most of them are long, and long ones are found much faster. */
const longStems = stems.filter(({ length }) => length >= 12);
const longFinder = createStemFinder(longStems);
/** The places in the table of the rows that have a stem. */
const rowsOf = stems.map((stem) => messageRows.flatMap(({ has }, place) => (has.includes(stem) ? [place] : [])));

/** Where the beginning of a message may stand next in a text; -1 if it has no more. */
export function findStem(text: string, from: number): number {
  return finder.next(text, from);
}

/** The message of one line; null if it has none that is known. */
export function readMessage(line: string): Omit<Message, "count"> | null {
  const text = messageOf(line);
  const decisive = decisivePart(text);
  const row = rowIn(decisive);
  if (!row) return null;
  // What the log puts before the message tells the program and the machine.
  return { row, speaker: speakerOf(row, decisive), text, facts: readFacts(text, line.slice(0, line.indexOf(text))) };
}

/** Whether a line has a long part of a known message that is not among these. */
export function hasOtherStem(line: string, seen: ReadonlySet<number>): boolean {
  return longFinder.hasOther(line, seen);
}

/** The numbers of the long parts of known messages that a text has. */
export function longStemsIn(text: string): ReadonlySet<number> {
  return longFinder.all(text);
}

/** The first row counts of which a part stands in the text. */
function rowIn(text: string): MessageRow | null {
  const places = new Set<number>();
  for (const stem of finder.all(text)) for (const place of rowsOf[stem] ?? []) places.add(place);
  const rows = [...places].sort((a, b) => a - b).map((place) => messageRows[place] as MessageRow);
  return rows.find(({ pattern }) => pattern?.test(text) ?? true) ?? null;
}
