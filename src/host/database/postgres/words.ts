import { GoError } from "../../../go/errors.js";
import { quote } from "../../../go/strconv.js";
import { unescapeUrl } from "../../../go/url/escape.js";
import { parseUrl } from "../../../go/url.js";

/** Settings of a data source, by their names; the last one of a name counts. */
export type Settings = ReadonlyMap<string, string>;

/**
 * Reads the settings of a data source as Go's pq does: a URL (`postgres://user@host:port/db?sslmode=disable`) or words
 * (`host=… user='a b'`).
 *
 * @throws GoError `missing "=" after "x" in connection info string"`, `parse "…": …`
 */
export function parseSettings(dataSource: string): Settings {
  if (/^postgres(?:ql)?:\/\//.test(dataSource)) return parseUrlSettings(dataSource);
  return parseWords(dataSource);
}

function parseUrlSettings(text: string): Settings {
  const { user, host, path, rawQuery } = parseUrl(text);
  const settings = new Map<string, string>();
  const add = (name: string, value: string) => {
    if (value !== "") settings.set(name, value);
  };
  add("user", user?.username ?? "");
  add("password", user?.password ?? "");
  const [, inBrackets, plain = host, port = ""] = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(host) ?? [];
  add("host", inBrackets ?? plain);
  add("port", port);
  add("dbname", path.slice(1));
  for (const [name, value] of readQuery(rawQuery)) add(name, value);
  return settings;
}

/** The first value of each name. What is not right is left out, as by Go's URL.Query. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of query.split("&")) {
    if (part.includes(";")) continue;
    const [, key = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(part) ?? [];
    try {
      const name = unescapeUrl(key, "query");
      const unescaped = unescapeUrl(value, "query");
      if (!values.has(name)) values.set(name, unescaped);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
    }
  }
  return values;
}

const blanks = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const name = new RegExp(`${blanks}*((?:(?!${blanks})[^=])*)${blanks}*`, "y");
const afterName = new RegExp(`=${blanks}*`, "y");
const plainValue = new RegExp(`(?:\\\\.|(?!${blanks})[^\\\\])*`, "sy");
const quotedValue = /'(?:\\.|[^\\'])*'/sy;
const end = new RegExp(`${blanks}*$`, "y");

function parseWords(text: string): Settings {
  const settings = new Map<string, string>();
  let at = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (!read(end)) {
    const key = read(name)?.[1] ?? "";
    // The quotation mark at the end is pq's.
    if (!read(afterName)) throw new GoError(`missing "=" after ${quote(key)} in connection info string"`);
    settings.set(key, unprotect(readValue(text, at, read)));
  }
  return settings;
}

function readValue(text: string, at: number, read: (pattern: RegExp) => RegExpExecArray | null): string {
  if (text[at] === "'") {
    const quoted = read(quotedValue)?.[0];
    if (quoted === undefined) throw new GoError("unterminated quoted string literal in connection string");
    return quoted.slice(1, -1);
  }
  const value = read(plainValue)?.[0] ?? "";
  if (text[at + value.length] === "\\") throw new GoError("missing character after backslash");
  return value;
}

function unprotect(value: string): string {
  return value.replace(/\\(.)/gs, "$1");
}
