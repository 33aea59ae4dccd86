import type { Socket } from "node:net";
import type { Client } from "pg";
import { GoError } from "../../../go/errors.js";
import type { Row, Value } from "../../../go/sql.js";
import { connectionError, endsOf } from "../../net/connection-error.js";
import { describe, dialServer } from "../server/dial.js";
import { RowQueue } from "../server/row-queue.js";
import { DeadConnection, type Session } from "../server/session.js";
import { secureConnection } from "./secure.js";
import { type PostgresSource, parsePostgresSource } from "./source.js";
import { userName } from "./user-name.js";
import { numberParameters, readerOf, toParameter } from "./values.js";

/** The package pg, as far as it is used. */
export type Postgres = Pick<typeof import("pg"), "Client" | "Query">;

/** Connects to the server of a data source of Go's pq. Throws GoError in pq's words. */
export async function connectToPostgres(dataSource: string, { Client, Query }: Postgres): Promise<Session> {
  const source = parsePostgresSource(dataSource, { environment: process.env, userName });
  const client = await open(source, Client);
  let isUsable = true;
  const leave = () => {
    isUsable = false;
  };
  // It tells about connections that end while nothing is asked.
  client.on("error", leave);
  client.on("end", leave);
  const fail = (cause: unknown) => {
    const translated = statementError(cause);
    if (translated instanceof DeadConnection) leave();
    return translated;
  };

  return {
    async *query(statement, values) {
      const query = new Query({ ...prepare(statement, values), rowMode: "array" } as QueryConfig);
      const rows = new RowQueue(client.connection.stream);
      query.on("row", (row: Row) => rows.push(row));
      query.on("end", () => rows.finish());
      query.on("error", (cause) => rows.finish(fail(cause)));
      client.query(query);
      yield* rows.read(leave);
    },
    async exec(statement, values) {
      try {
        return (await client.query(prepare(statement, values))).rowCount ?? 0;
      } catch (cause) {
        throw fail(cause);
      }
    },
    isUsable: () => isUsable,
    async end() {
      if (isUsable) await client.end();
      else client.connection.stream.destroy();
    },
  };
}

interface QueryConfig {
  readonly text: string;
  // The type of the package is of an array that can change.
  values: (null | string | Buffer)[];
  readonly types: { getTypeParser(type: number): (text: string) => Value };
}

function prepare(statement: string, values: readonly Value[]): QueryConfig {
  return {
    text: numberParameters(statement),
    values: values.map(toParameter),
    types: { getTypeParser: readerOf },
  };
}

async function open(source: PostgresSource, PostgresClient: typeof Client): Promise<Client> {
  const { address, user, database, password, connectTimeout } = source;
  const plain = await dialServer(address, connectTimeout);
  const ends = endsOf(plain);
  try {
    const socket = await secureConnection(plain, source);
    const client = new PostgresClient({
      stream: () => connected(socket),
      host: address.network === "tcp" ? address.host : address.path,
      user,
      database,
      options: formatParameters(source.parameters),
      connectionTimeoutMillis: connectTimeout,
      ssl: false,
      // Undefined makes it look into ~/.pgpass.
      ...(password === null ? {} : { password }),
    });
    await client.connect();
    return client;
  } catch (cause) {
    plain.destroy();
    throw openError(cause, source, ends);
  }
}

/** The package connects a socket that it is given. This one is connected, and only says so. */
function connected(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit("connect"));
    return socket;
  };
  return socket;
}

/** Settings in the form of the server's command line. */
function formatParameters(parameters: ReadonlyMap<string, string>): string {
  const protect = (text: string) => text.replace(/[\s\\]/g, "\\$&");
  const given = [...parameters].filter(([name]) => name !== "options");
  const words = given.map(([name, value]) => `-c ${protect(name)}=${protect(value)}`);
  return [...words, parameters.get("options") ?? ""].join(" ").trim();
}

function openError(cause: unknown, { address, user }: PostgresSource, ends: string): unknown {
  if (cause instanceof GoError || !(cause instanceof Error)) return cause;
  const { message } = cause;
  if (isServerError(cause)) return new GoError(`pq: ${message}`, { cause });
  if (message === "timeout expired") return new GoError(`dial ${describe(address)}: i/o timeout`, { cause });
  // pq sends an empty password, where the package sends none.
  if (/client password must be/.test(message)) {
    return new GoError(`pq: password authentication failed for user "${user}"`, { cause });
  }
  const systemError: NodeJS.ErrnoException = cause;
  if (systemError.syscall !== undefined) return connectionError(systemError, ends);
  const isEnd = /^Connection terminated/.test(message);
  return new GoError(isEnd ? "driver: bad connection" : `pq: ${message}`, { cause });
}

function statementError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  // After a fatal error the server ends the connection.
  if (isServerError(cause) && !/^(?:FATAL|PANIC)$/.test(cause.severity)) {
    return new GoError(`pq: ${cause.message}`, { cause });
  }
  return new DeadConnection(cause.message, { cause });
}

interface ServerError extends Error {
  readonly severity: string;
}

function isServerError(cause: Error): cause is ServerError {
  return "severity" in cause && typeof cause.severity === "string";
}
