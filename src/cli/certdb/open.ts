import type { DatabaseState } from "../../addons/certdb/inspect.js";
import { type Driver, dialects } from "../../addons/certdb/tables.js";
import { type DatabaseConfig, readDatabaseConfig } from "../../cfssl/certdb/open.js";
import { CfsslError } from "../../cfssl/errors.js";
import { GoError, GoPanic } from "../../go/errors.js";
import type { Database } from "../../go/sql.js";
import type { Host } from "../../host/host.js";
import type { Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { printable } from "../report/printable.js";
import { hideSecrets } from "./hide-secrets.js";

/** The database of a command of ours. */
export interface OpenDatabase {
  readonly database: Database;
  readonly driver: Driver;
  /** It may hold a password. */
  readonly dataSource: string;
  /** The file of -db-config. */
  readonly config: string;
}

/** A driver's error, with what to do about it. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^invalid DSN/, "data_source is such as USER:PASSWORD@tcp(HOST:3306)/DATABASE?parseTime=true"],
  [
    /^Error (?:1067|1292)\b/,
    "the server's sql_mode has NO_ZERO_DATE, with which cfssl cannot work: add sql_mode=%27%27 to the options in data_source",
  ],
  [
    /storing driver\.Value type \[\]uint8 into type \*time\.Time$/,
    "add parseTime=true to the options in data_source: cfssl cannot read rows without it",
  ],
];

/**
 * Does work with the database of -db-config, and closes it.
 *
 * @param missing what to do about the file of a database that does not exist: refuse it, make it, or use an empty
 *   database that is gone afterwards
 * @param flag the flag that names the configuration, if it is another
 * @throws Refusal with exit code 2 for whatever is wrong with the configuration or the database
 */
export async function withDatabase<T>(
  { flags, host, context }: Pick<Invocation, "flags" | "host" | "context">,
  missing: "refuse" | "make" | "imagine",
  work: (open: OpenDatabase) => Promise<T>,
  flag = "db-config",
): Promise<T> {
  const config = flags.text(flag);
  if (config === "") {
    const example = '{ "driver": "sqlite3", "data_source": "certs.db" }';
    throw new Refusal(`-${flag} is missing: it names a file with ${example}`, 2);
  }
  const { driver, dataSource } = readConfig(config, host, context);
  if (!isDriver(driver)) {
    throw refusal(config, `there is no driver "${driver}": it is one of ${Object.keys(dialects).join(", ")}`);
  }
  const fault = missing === "make" || driver !== "sqlite3" ? null : await findFault(dataSource, config, host);
  if (fault && missing === "refuse") throw fault;
  const describe = (cause: unknown) => {
    const isOurs = cause instanceof GoError || cause instanceof CfsslError;
    // What is wrong with the output is not wrong with the database.
    if (!isOurs || cause.message.startsWith("write /dev/stdout: ")) return cause;
    const text = hideSecrets(cause.message, dataSource);
    const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
    return refusal(config, hint === undefined ? text : `${text}; ${hint}`, cause);
  };
  try {
    const database = await host.openDatabase(driver, fault ? ":memory:" : dataSource);
    try {
      return await work({ database, driver, dataSource, config });
    } finally {
      await database.close();
    }
  } catch (cause) {
    throw describe(cause);
  }
}

/** Refuses a database in which cfssl cannot find certificates. */
export function expectTables({ tables }: DatabaseState, config: string): void {
  if (!tables.certificates) throw refusal(config, `there is no table certificates: ${makeWith("init", config)}`);
}

/** The command that makes what is missing. */
export function makeWith(action: "init" | "migrate", config: string): string {
  return `cfssl certdb ${action} -db-config ${config} makes it`;
}

function readConfig(path: string, host: Host, { log }: Invocation["context"]): DatabaseConfig {
  try {
    return readDatabaseConfig(path, host, log);
  } catch (cause) {
    if (!(cause instanceof CfsslError || cause instanceof GoPanic)) throw cause;
    const { cause: inner } = cause;
    const isUnread = cause.message === "could not read configuration file" && inner instanceof GoError;
    throw refusal(path, isUnread ? inner.message.replace(`open ${path}: `, "") : cause.message, cause);
  }
}

function isDriver(name: string): name is Driver {
  return Object.hasOwn(dialects, name);
}

/** Why there is no such file. The path is read as Go's driver does; a URI may be anything, and SQLite judges it. */
async function findFault(dataSource: string, config: string, host: Host): Promise<Refusal | null> {
  const [path = ""] = dataSource.startsWith("?") ? [dataSource] : dataSource.split("?", 1);
  if (path.startsWith("file:") || path.startsWith(":memory:")) return null;
  for await (const { fault } of host.walkFiles(path)) {
    if (!fault) return null;
    const isMissing = fault.message.endsWith(": no such file or directory");
    const text = isMissing ? `there is no database ${path}: ${makeWith("init", config)}` : fault.message;
    return refusal(config, text, fault);
  }
  return null;
}

function refusal(config: string, text: string, cause?: unknown): Refusal {
  return new Refusal(printable(`${config}: ${text}`), 2, { cause });
}
