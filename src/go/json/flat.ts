import { decodeUtf8 } from "../utf8.js";

/**
 * The fast path of cfssljson: parses a JSON object whose members are all strings, written as cfssl writes it. That is
 * without blanks and needless escapes, and with or without a line feed at the end. Null for any other text, which may
 * still be JSON. The engine's parser reads it, so that the decoder is not even loaded.
 */
export function parseFlat(data: Uint8Array): Map<string, string> | null {
  const text = decodeUtf8(data);
  const json = text.endsWith("\n") ? text.slice(0, -1) : text;
  // An escape by number may be a lone surrogate. Go replaces it, the engine does not.
  if (json.includes("\\u")) return null;
  const value = parse(json);
  // JSON.stringify gives the same text only if no key is repeated, and if there are no blanks or needless escapes.
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
