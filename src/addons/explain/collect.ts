import { readFacts } from "./facts/facts.js";
import type { MessageFacts } from "./facts/row.js";
import { decisivePart, messageOf, withoutPassing } from "./line.js";
import type { Message } from "./message.js";
import { speakerOf } from "./speaker.js";
import { messageRows } from "./texts/index.js";
import type { MessageRow, Speaker } from "./texts/row.js";

/** What a text says. */
export interface Collected {
  /** Each message once, in the order of their first lines. */
  readonly messages: readonly Message[];
  readonly lines: number;
  /** Lines with messages that are not in the list, because it would be too long. */
  readonly dropped: number;
}

/** Collects the messages of a text that comes in parts, in bounded memory. */
export interface Collector {
  /** A part of the text, which may end anywhere. */
  add(part: string): void;
  end(): Collected;
}

/** More different messages than anybody reads; a log of a broken machine has some dozens. */
const mostMessages = 1000;
/** Lines that are remembered, so that the same one is read once. */
const mostRemembered = 20_000;
/** What is longer is no message; only its beginning is read. */
const mostCharacters = 16_384;

const stems = [...new Set(messageRows.flatMap(({ has }) => has))];

/** Finds the beginning of any message. Lines without one are never looked at. */
const anyStem = new RegExp(stems.map((stem) => stem.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "i");

type Entry = { row: MessageRow; speaker: Speaker; text: string; count: number; facts: MessageFacts };

export function createCollector(): Collector {
  const messages = new Map<string, Entry>();
  const remembered = new Map<string, Entry | null>();
  let rest = "";
  let lines = 0;
  let dropped = 0;
  const take = (line: string) => {
    lines++;
    if (!anyStem.test(line)) return;
    const key = withoutPassing(line);
    let entry = remembered.get(key);
    if (entry === undefined) {
      entry = read(line);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, entry);
    }
    if (entry) entry.count++;
  };
  const read = (line: string): Entry | null => {
    const found = readMessage(line);
    if (found === null) return null;
    const id = identityOf(found.row, found.facts);
    const known = messages.get(id);
    if (known) return known;
    if (messages.size >= mostMessages) {
      dropped++;
      return null;
    }
    const entry = { ...found, count: 0 };
    messages.set(id, entry);
    return entry;
  };
  return {
    add(part) {
      const parts = (rest + part).split("\n");
      rest = (parts.pop() ?? "").slice(0, mostCharacters);
      for (const line of parts) take(line);
    },
    end() {
      if (rest !== "") take(rest);
      rest = "";
      return { messages: [...messages.values()], lines, dropped };
    },
  };
}

/** The message of one line; null if it has none that is known. */
export function readMessage(line: string): Omit<Message, "count"> | null {
  const text = messageOf(line.slice(0, mostCharacters));
  const decisive = decisivePart(text);
  const lower = decisive.toLowerCase();
  const row = messageRows.find(
    ({ has, pattern }) => has.some((stem) => lower.includes(stem)) && (pattern?.test(decisive) ?? true),
  );
  if (!row) return null;
  // What the log puts before the message tells the program and the machine.
  return { row, speaker: speakerOf(row, decisive), text, facts: readFacts(text, line.slice(0, line.indexOf(text))) };
}

/** Messages are the same if they mean the same and tell the same, but for the moment. */
function identityOf({ id }: MessageRow, { at: _at, ...facts }: MessageFacts): string {
  return `${id} ${JSON.stringify(facts)}`;
}
