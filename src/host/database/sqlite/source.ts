import { GoError } from "../../../go/errors.js";
import { parseInt as parseGoInt } from "../../../go/strconv.js";
import { parseQuery } from "../../../go/url/query.js";

/** What a data source asks for. */
export interface SqliteSource {
  /** For the engine: a path, a URI that begins with `file:`, or `:memory:`. */
  readonly name: string;
  /** Statements for a new connection. */
  readonly pragmas: readonly string[];
}

/** Checks that a time zone exists. Throws GoError as Go's time.LoadLocation. */
export type CheckZone = (name: string) => Promise<unknown>;

type Setting = string | number | bigint;

/** An option of Go's driver that becomes a pragma. Throws GoError for a value that is not right. */
interface Option {
  readonly pragma: string;
  /** The last one of these that is given counts. */
  readonly names: readonly string[];
  read(value: string): Setting;
}

const truths: Readonly<Record<string, number>> = { "0": 0, no: 0, false: 0, off: 0, "1": 1, yes: 1, true: 1, on: 1 };
const truthWords = "boolean value of '0 1 false true no yes off on'";

function truth(pragma: string, short?: string): Option {
  const read = (value: string) => {
    const known = truths[value.toLowerCase()];
    if (known === undefined) throw new GoError(`Invalid _${pragma}: ${value}, expecting ${truthWords}`);
    return known;
  };
  return { pragma, names: [`_${pragma}`, ...(short === undefined ? [] : [short])], read };
}

function word(pragma: string, names: readonly string[], words: string, shown: string): Option {
  const read = (value: string) => {
    const known = words.split(" ").find((each) => each.toLowerCase() === value.toLowerCase());
    if (known === undefined) throw new GoError(`Invalid ${shown.replace("X", () => value)}`);
    return known;
  };
  return { pragma, names, read };
}

function integer(pragma: string, names: readonly string[], convert = (value: bigint) => value): Option {
  const read = (value: string) => explain(`_${pragma}`, value, () => convert(parseGoInt(value, 10, 64)));
  return { pragma, names, read };
}

const vacuums = "0 NONE 1 FULL 2 INCREMENTAL";
const journals = "DELETE TRUNCATE PERSIST MEMORY WAL OFF";
const syncs = "0 OFF 1 NORMAL 2 FULL 3 EXTRA";
const deletes = "0 1 false true no yes off on fast";

/** In the order in which the driver checks them. */
const options: readonly Option[] = [
  word("auto_vacuum", ["_auto_vacuum", "_vacuum"], vacuums, `_auto_vacuum: X, expecting value of '${vacuums}'`),
  // The driver hands it to C as an int.
  integer("busy_timeout", ["_busy_timeout", "_timeout"], (value) => BigInt.asIntN(32, value)),
  truth("case_sensitive_like", "_cslike"),
  truth("defer_foreign_keys", "_defer_fk"),
  truth("foreign_keys", "_fk"),
  truth("ignore_check_constraints"),
  word("journal_mode", ["_journal_mode", "_journal"], journals, `_journal: X, expecting value of '${journals}'`),
  // The driver leaves out the last quote.
  word(
    "locking_mode",
    ["_locking_mode", "_locking"],
    "NORMAL EXCLUSIVE",
    "_locking_mode: X, expecting value of 'NORMAL EXCLUSIVE",
  ),
  truth("query_only"),
  truth("recursive_triggers", "_rt"),
  word("secure_delete", ["_secure_delete"], deletes, `_secure_delete: X, expecting boolean value of '${deletes}'`),
  word("synchronous", ["_synchronous", "_sync"], syncs, `_synchronous: X, expecting value of '${syncs}'`),
  truth("writable_schema"),
  integer("cache_size", ["_cache_size"]),
];

/** How long to wait for the lock of another process, in milliseconds, unless an option says otherwise. */
const patience = "PRAGMA busy_timeout = 5000";

/**
 * Reads a data source of Go's sqlite3 driver: a path, a URI (https://sqlite.org/uri.html) or `:memory:`, and after a
 * question mark options such as `_busy_timeout=50`. SQLite gets the options of a URI too; a path loses them.
 *
 * @throws GoError `Invalid _foreign_keys: …` for the first option that is not right, in the driver's order
 */
export async function parseSqliteSource(dataSource: string, checkZone: CheckZone): Promise<SqliteSource> {
  const mark = dataSource.indexOf("?");
  if (mark < 1) return { name: endAtNul(dataSource), pragmas: [patience] };
  const pragmas = await readOptions(dataSource.slice(mark + 1), checkZone);
  const name = dataSource.startsWith("file:") ? dataSource : dataSource.slice(0, mark);
  return { name: endAtNul(name), pragmas: [patience, ...pragmas] };
}

/** SQLite takes the name as a text of C. */
function endAtNul(name: string): string {
  return name.split("\0", 1)[0] ?? "";
}

async function readOptions(query: string, checkZone: CheckZone): Promise<string[]> {
  const given = parseQuery(query);
  const first = (name: string) => given.get(name)?.[0] ?? "";
  const zone = first("_loc");
  // The driver would convert times to that zone. They remain the same moments.
  if (zone !== "" && zone !== "auto") {
    await checkZone(zone).catch((cause: unknown) => explain("_loc", zone, () => rethrow(cause)));
  }
  checkWord("_mutex", first("_mutex"), ["no", "full"]);
  checkWord("_txlock", first("_txlock"), ["deferred", "immediate", "exclusive"]);
  const pragmas: string[] = [];
  for (const { pragma, names, read } of options) {
    const name = names.findLast((each) => given.has(each));
    const value = name === undefined ? "" : first(name);
    if (value !== "") pragmas.push(`PRAGMA ${pragma} = ${read(value)}`);
  }
  if (given.has("_auth") && !given.has("_auth_user")) {
    throw new GoError("Missing '_auth_user' while user authentication was requested with '_auth'");
  }
  return pragmas;
}

function rethrow(cause: unknown): never {
  throw cause;
}

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (value !== "" && !words.includes(value.toLowerCase())) throw new GoError(`Invalid ${name}: ${value}`);
}

function explain<T>(name: string, value: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`Invalid ${name}: ${value}: ${cause.message}`, { cause });
  }
}
