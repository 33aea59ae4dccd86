import type { Json, JsonObject } from "./manifest/json.js";

/** A value to be written as JSON. Maps are objects whose members keep their order, whatever their names are. */
export type Writable =
  | null
  | boolean
  | number
  | string
  | readonly Writable[]
  | ReadonlyMap<string, Writable>
  | { readonly [name: string]: Writable | undefined };

/**
 * JSON for people: what fits on a line of this width stands on one line. Members that are undefined are left out.
 *
 * @returns the text with a line feed at its end
 */
export function formatJson(value: Writable, width = 100): string {
  return `${write(value, "", 0, width)}\n`;
}

/** @param used how much of the first line is taken */
function write(value: Writable, indent: string, used: number, width: number): string {
  const line = onOneLine(value);
  if (line.length + used <= width && !isTable(value, indent)) return line;
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return "[]";
    const items = value.every((item) => typeof item === "string") ? fill(value, inner, width) : null;
    const lines = items ?? value.map((item) => inner + write(item, inner, inner.length + 1, width));
    return `[\n${lines.join(",\n")}\n${indent}]`;
  }
  if (value === null || typeof value !== "object") return line;
  const members = membersOf(value);
  if (members.length === 0) return "{}";
  const lines = members.map(([name, each]) => {
    const start = `${inner}${JSON.stringify(name)}: `;
    return start + write(each, inner, start.length + 1, width);
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** Whether a value is the whole, or a member of it with several rows: those always have a line each. */
function isTable(value: Writable, indent: string): boolean {
  if (indent === "") return true;
  if (indent !== "  " || value === null || typeof value !== "object" || isList(value)) return false;
  const members = membersOf(value);
  return members.length > 1 && members.every(([, each]) => typeof each === "object");
}

/** Strings on as few lines as they need. */
function fill(items: readonly Writable[], indent: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const text = JSON.stringify(item);
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length + 3 <= width) lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(indent + text);
  }
  return lines;
}

function onOneLine(value: Writable): string {
  if (isList(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = membersOf(value).map(([name, each]) => `${JSON.stringify(name)}: ${onOneLine(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}

function membersOf(value: Exclude<Writable, null | boolean | number | string>): readonly [string, Writable][] {
  const all: Iterable<[string, Writable | undefined]> = value instanceof Map ? value : Object.entries(value);
  return [...all].flatMap(([name, each]): [string, Writable][] => (each === undefined ? [] : [[name, each]]));
}

/** What was read, to be written again. */
export function asWritable(value: Json): Writable {
  if (Array.isArray(value)) return value.map((item: Json) => asWritable(item));
  if (!(value instanceof Map)) return value as null | boolean | number | string;
  return new Map([...(value as JsonObject)].map(([name, inner]) => [name, asWritable(inner)]));
}
