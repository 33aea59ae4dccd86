import type { MessageFacts } from "./facts/message-facts.js";
import type { MessageRow, Speaker } from "./texts/row.js";

/** A message that a text has, once, however often it was printed. */
export interface Message {
  readonly row: MessageRow;
  readonly speaker: Speaker;
  /** The first line that has it, without what the log puts before it. */
  readonly text: string;
  /** How many lines have it. */
  readonly count: number;
  readonly facts: MessageFacts;
}
