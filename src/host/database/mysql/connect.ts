import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Connection } from "mysql2";
import { GoError } from "../../../go/errors.js";
import { dialServer } from "../server/dial.js";
import { checkIdentity, type ServerCheck, tlsError, tlsOptions } from "../server/tls.js";
import { statementError } from "./errors.js";
import type { MysqlSource } from "./source.js";

/** The package mysql2, as far as it is used. */
export type Mysql = Pick<typeof import("mysql2"), "createConnection">;

/** Opens a connection and sets what the options ask for. Throws GoError in the driver's words. */
export async function openConnection(source: MysqlSource, mysql: Mysql): Promise<Connection> {
  const { tls } = source.options;
  const connection = await shakeHands(source, mysql, tls)
    .catch((cause: unknown) => {
      if (tls === "preferred" && isWithoutTls(cause)) return shakeHands(source, mysql, "false");
      throw cause;
    })
    .catch((cause: unknown) => {
      throw connectError(cause);
    });
  try {
    await setUp(connection, source);
    return connection;
  } catch (cause) {
    connection.destroy();
    throw statementError(cause).error;
  }
}

async function shakeHands(source: MysqlSource, mysql: Mysql, tls: string): Promise<Connection> {
  const { user, password, address, database, options } = source;
  if (address.network === "unknown") throw new GoError(`dial ${address.name}: unknown network ${address.name}`);
  const socket: Socket = await dialServer(address, options.timeout);
  const host = address.network === "tcp" ? address.host : "localhost";
  const connection = mysql.createConnection({
    stream: socket,
    host,
    user,
    password,
    database,
    charset: "UTF8MB4_GENERAL_CI",
    flags: options.countsFoundRows ? [] : ["-FOUND_ROWS"],
    enableCleartextPlugin: options.allowsCleartextPasswords,
    ...(tls === "" || tls === "false" ? {} : { ssl: sslOptions(tls) }),
    rowsAsArray: true,
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    // Its parsers are otherwise compiled when they are first used.
    disableEval: true,
  });
  if (checkOf(tls) === "name") checkName(connection, host);
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) => {
      connection.destroy();
      reject(cause);
    };
    connection.once("error", refuse);
    connection.once("connect", () => {
      connection.off("error", refuse);
      resolve(connection);
    });
  });
}

function sslOptions(tls: string) {
  const { rejectUnauthorized, ca, minVersion } = tlsOptions({ check: checkOf(tls), cas: null, client: null });
  return { rejectUnauthorized: rejectUnauthorized === true, ca, minVersion: String(minVersion) };
}

function checkOf(tls: string): ServerCheck {
  return tls === "true" ? "name" : "none";
}

/** The method with which the package starts TLS; it calls back before it sends the password. */
interface Securing {
  startTLS(done: (cause?: Error) => void): void;
  readonly stream: TLSSocket;
}

/** Checks the server's name before anything is sent to it. The package itself does so for names, but not for addresses. */
function checkName(connection: Connection, host: string): void {
  const securing = connection as unknown as Partial<Securing>;
  const { startTLS } = securing;
  if (startTLS === undefined) throw new Error("this version of mysql2 cannot be told to check the server's name");
  securing.startTLS = (done) =>
    startTLS.call(connection, (cause) => {
      const fault = cause ?? (securing.stream ? checkIdentity(securing.stream, host) : new GoError("no connection"));
      done(fault ? tlsError(fault, "name") : undefined);
    });
}

function isWithoutTls(cause: unknown): boolean {
  return Object(cause).code === "HANDSHAKE_NO_SSL_SUPPORT";
}

function connectError(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof GoError) return cause;
  if (isWithoutTls(cause)) return new GoError("TLS requested but server does not support TLS", { cause });
  return statementError(cause).error;
}

async function setUp(connection: Connection, { options }: MysqlSource): Promise<void> {
  if (options.charsets.length > 0) await setCharset(connection, options.charsets);
  if (options.variables.length > 0) {
    await run(connection, `SET ${options.variables.map(([name, value]) => `${name}=${value}`).join(",")}`);
  }
}

/** Takes the first character set that the server knows. */
async function setCharset(connection: Connection, names: readonly string[]): Promise<void> {
  let failure: unknown;
  for (const name of names) {
    try {
      await run(connection, `SET NAMES ${name}`);
      return;
    } catch (cause) {
      failure = cause;
    }
  }
  throw failure;
}

function run(connection: Connection, statement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (cause) => (cause ? reject(cause) : resolve()));
  });
}
