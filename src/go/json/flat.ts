import { decodeUtf8 } from "../utf8.js";

/**
 * The members of a JSON object that has strings alone, and is written as the programs here write one: without blanks,
 * but for a line feed behind it, and with no more escapes than it needs. null for any other text, which may still be
 * JSON. The engine reads it, much faster than the scanner does that knows what Go makes of the rest.
 */
export function parseFlat(data: Uint8Array): Map<string, string> | null {
  const text = decodeUtf8(data);
  const json = text.endsWith("\n") ? text.slice(0, -1) : text;
  // Written by number, a character may be half of one, which Go replaces.
  if (json.includes("\\u")) return null;
  const value = parse(json);
  // What is written back the same has no key twice.
  return isFlat(value) && JSON.stringify(value) === json ? new Map(Object.entries(value)) : null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isFlat(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const member of Object.values(value)) if (typeof member !== "string") return false;
  return true;
}
