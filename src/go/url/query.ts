import { GoError } from "../errors.js";
import { unescapeUrl } from "./escape.js";

/**
 * Parses a query (`a=1&b=2`) as Go's url.ParseQuery does: the values of each name, in their order. Throws GoError for the
 * first part that is not right (`invalid semicolon separator in query`).
 */
export function parseQuery(query: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const part of query.split("&")) {
    if (part.includes(";")) throw new GoError("invalid semicolon separator in query");
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = unescapeUrl(at < 0 ? part : part.slice(0, at), "query");
    const value = at < 0 ? "" : unescapeUrl(part.slice(at + 1), "query");
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}
