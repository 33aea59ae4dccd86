import { GoError, GoPanic } from "../../../go/errors.js";
import { parseInt as parseGoInt, quote } from "../../../go/strconv.js";
import type { ServerAddress } from "../server/dial.js";
import { parseSettings, type Settings } from "./words.js";

/** What a data source of Go's pq asks for. */
export interface PostgresSource {
  readonly address: ServerAddress;
  readonly user: string;
  readonly database: string;
  readonly password: string | null;
  /** In milliseconds; 0 for none. */
  readonly connectTimeout: number;
  /** Settings of the server, for the time of a connection. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly tls: TlsWords;
}

/** The settings that are about TLS, as they are given; empty if they are not. */
export interface TlsWords {
  readonly mode: string;
  readonly rootCertificate: string;
  readonly certificate: string;
  readonly key: string;
  /** Whether the three are PEM texts, not paths. */
  readonly isInline: boolean;
}

/** What the process tells. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The name of the user who runs it. */
  userName(): string;
}

/** The variables that stand for settings that are not given (as in libpq). */
const variables: Readonly<Record<string, string>> = {
  PGHOST: "host",
  PGPORT: "port",
  PGDATABASE: "dbname",
  PGUSER: "user",
  PGPASSWORD: "password",
  PGOPTIONS: "options",
  PGAPPNAME: "application_name",
  PGSSLMODE: "sslmode",
  PGSSLCERT: "sslcert",
  PGSSLKEY: "sslkey",
  PGSSLROOTCERT: "sslrootcert",
  PGCONNECT_TIMEOUT: "connect_timeout",
  PGCLIENTENCODING: "client_encoding",
  PGDATESTYLE: "datestyle",
  PGTZ: "timezone",
  PGGEQO: "geqo",
};

const refusedVariables = [
  "PGHOSTADDR",
  "PGSERVICE",
  "PGSERVICEFILE",
  "PGREALM",
  "PGREQUIRESSL",
  "PGSSLCRL",
  "PGREQUIREPEER",
  "PGSYSCONFDIR",
  "PGLOCALEDIR",
];

/** Settings that are for the driver, and not sent to the server. */
const driverSettings = new Set([
  "",
  "host",
  "port",
  "user",
  "dbname",
  "database",
  "password",
  "sslmode",
  "sslcert",
  "sslkey",
  "sslrootcert",
  "sslinline",
  "sslsni",
  "fallback_application_name",
  "connect_timeout",
  "disable_prepared_binary_result",
  "binary_parameters",
  "krbsrvname",
  "krbspn",
]);

/**
 * Reads a data source of Go's pq.
 *
 * @throws GoError in pq's words
 * @throws GoPanic for a variable of libpq that pq refuses by a crash
 */
export function parsePostgresSource(dataSource: string, { environment, userName }: Surroundings): PostgresSource {
  const settings = new Map([...readVariables(environment), ...parseSettings(dataSource)]);
  const setting = (name: string) => settings.get(name) ?? "";
  checkEncoding(settings);
  checkFlag(settings, "disable_prepared_binary_result");
  checkFlag(settings, "binary_parameters");
  const user = settings.get("user") ?? userName();
  const parameters = new Map([...settings].filter(([name]) => !driverSettings.has(name)));
  const fallbackName = setting("fallback_application_name");
  if (fallbackName !== "" && !parameters.has("application_name")) parameters.set("application_name", fallbackName);
  return {
    address: addressOf(settings.get("host") ?? "localhost", settings.get("port") ?? "5432"),
    user,
    database: setting("dbname") || user,
    password: settings.get("password") ?? null,
    connectTimeout: readTimeout(setting("connect_timeout")),
    parameters: parameters.set("client_encoding", "UTF8").set("datestyle", "ISO, MDY"),
    tls: {
      mode: setting("sslmode"),
      rootCertificate: setting("sslrootcert"),
      certificate: setting("sslcert"),
      key: setting("sslkey"),
      isInline: setting("sslinline") === "true",
    },
  };
}

function readVariables(environment: Surroundings["environment"]): Settings {
  const refused = refusedVariables.find((name) => environment[name] !== undefined);
  if (refused !== undefined) throw new GoPanic(`setting ${refused} not supported: unset it`);
  const settings = new Map<string, string>();
  for (const [variable, name] of Object.entries(variables)) {
    const value = environment[variable];
    if (value !== undefined) settings.set(name, value);
  }
  return settings;
}

function addressOf(host: string, port: string): ServerAddress {
  if (!host.startsWith("/")) return { network: "tcp", host, port };
  return { network: "unix", path: `${host.replace(/\/+$/, "")}/.s.PGSQL.${port}` };
}

function checkEncoding(settings: Settings): void {
  const encoding = settings.get("client_encoding");
  if (encoding !== undefined && !/^(?:utf8|unicode)$/i.test(encoding.replace(/[^A-Za-z0-9]/g, ""))) {
    throw new GoError("client_encoding must be absent or 'UTF8'");
  }
  const style = settings.get("datestyle") ?? "ISO, MDY";
  if (style !== "ISO, MDY") throw new GoError(`setting datestyle must be absent or ISO, MDY; got ${style}`);
}

function checkFlag(settings: Settings, name: string): void {
  const value = settings.get(name) ?? "no";
  if (value !== "yes" && value !== "no") throw new GoError(`unrecognized value ${quote(value)} for ${name}`);
}

function readTimeout(text: string): number {
  if (text === "") return 0;
  try {
    return 1000 * Number(parseGoInt(text, 10, 64));
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`invalid value for parameter connect_timeout: ${cause.message}`, { cause });
  }
}
