import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import type { MessageFacts } from "./facts/message-facts.js";
import type { Message } from "./message.js";
import { markOf } from "./passing.js";
import { findStem, hasOtherStem, longStemsIn, readMessage } from "./read-message.js";
import type { MessageRow, Speaker } from "./texts/row.js";

/** What a text says. */
export interface Collected {
  /** Each message once, in the order of their first lines. */
  readonly messages: readonly Message[];
  readonly lines: number;
  /** Lines with messages that are not in the list, because it would be too long. */
  readonly dropped: number;
}

/** Collects the messages of a text that comes in parts, in bounded memory and time. */
export interface Collector {
  /** A part of the text, which may end anywhere. */
  add(part: string): void;
  end(): Collected;
}

/** More different messages than anybody reads; a log of a broken machine has some dozens. */
const mostMessages = 1000;
/** Lines that are remembered, so that the same one is read once. */
const mostRemembered = 100_000;
/** Of lines that differ, so many are read, and of more only one in so many, or the first of a kind. */
const mostRead = 10_000;
const oneIn = 100;
/** What is longer is no message; only its beginning is read. */
const mostCharacters = 16_384;

type Counter = { count: number };
type Entry = { row: MessageRow; speaker: Speaker; text: string; count: number; facts: MessageFacts };

export function createCollector(): Collector {
  const messages = new Map<string, Entry>();
  const kinds = new Set<MessageRow>();
  const seen = new Set<number>();
  const remembered = new Map<number, Counter | null>();
  const dropped: Counter = { count: 0 };
  let rest = "";
  let lines = 0;
  let differing = 0;

  /** Takes whole lines: a text that ends with the end of a line. */
  const takeLines = (text: string) => {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
    for (let at = findStem(text, 0); at >= 0; ) {
      const end = text.indexOf("\n", at);
      const start = text.lastIndexOf("\n", at) + 1;
      take(text.slice(start, Math.min(end, start + mostCharacters)));
      at = findStem(text, end + 1);
    }
  };
  const take = (line: string) => {
    const key = markOf(line);
    let entry = remembered.get(key);
    if (entry === undefined) {
      entry = read(line);
      if (remembered.size < mostRemembered) remembered.set(key, entry);
    }
    if (entry) entry.count++;
  };
  const read = (line: string): Counter | null => {
    const isOneOfMany = ++differing > mostRead && differing % oneIn !== 0;
    if (isOneOfMany && !hasOtherStem(line, seen)) {
      return dropped;
    }
    for (const stem of longStemsIn(line)) seen.add(stem);
    const found = readMessage(line);
    if (found === null) return null;
    const id = identityOf(found);
    const known = messages.get(id);
    if (known) return known;
    if (messages.size >= mostMessages && kinds.has(found.row)) {
      return dropped;
    }
    kinds.add(found.row);
    // A copy, so that the part of the log around it is not kept.
    const entry = { ...(readMessage(decodeUtf8(encodeUtf8(line))) ?? found), count: 0 };
    messages.set(decodeUtf8(encodeUtf8(id)), entry);
    return entry;
  };
  return {
    add(part) {
      const text = rest + part;
      const end = text.lastIndexOf("\n") + 1;
      if (end > 0) takeLines(text.slice(0, end));
      rest = text.slice(end, end + mostCharacters);
    },
    end() {
      if (rest !== "") takeLines(`${rest}\n`);
      rest = "";
      return { messages: [...messages.values()], lines, dropped: dropped.count };
    },
  };
}

/** Messages are the same if they mean the same and tell the same, but for the moment. */
function identityOf({ row, facts: { at: _at, ...facts } }: Omit<Message, "count">): string {
  return `${row.id} ${JSON.stringify(facts)}`;
}
