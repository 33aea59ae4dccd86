import { GoError } from "../errors.js";
import { unescapeUrl } from "./escape.js";

/**
 * Parses a query (`a=1&b=2`) as Go's url.ParseQuery does: the values of each name, in their order. Throws GoError for the
 * first part that is not right (`invalid semicolon separator in query`).
 */
export function parseQuery(query: string): Query {
  return readParts(query, (fault) => {
    throw fault;
  });
}

/** As parseQuery, but leaves out the parts that are not right, as Go's URL.Query does. */
export function queryOf(query: string): Query {
  return readParts(query, () => {});
}

/** The values of each name. */
type Query = ReadonlyMap<string, readonly string[]>;

function readParts(query: string, onFault: (fault: GoError) => void): Query {
  const values = new Map<string, string[]>();
  for (const part of query.split("&")) {
    if (part === "") continue;
    try {
      const [name, value] = readPart(part);
      values.set(name, [...(values.get(name) ?? []), value]);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
      onFault(cause);
    }
  }
  return values;
}

function readPart(part: string): readonly [name: string, value: string] {
  if (part.includes(";")) throw new GoError("invalid semicolon separator in query");
  const at = part.indexOf("=");
  if (at < 0) return [unescapeUrl(part, "query"), ""];
  return [unescapeUrl(part.slice(0, at), "query"), unescapeUrl(part.slice(at + 1), "query")];
}
