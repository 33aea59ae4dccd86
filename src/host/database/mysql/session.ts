import type { Connection, FieldPacket } from "mysql2";
import { GoError } from "../../../go/errors.js";
import { isMoment, type Row, type Value } from "../../../go/sql.js";
import { decodeUtf8, encodeUtf8 } from "../../../go/utf8.js";
import { RowQueue } from "../server/row-queue.js";
import type { Session } from "../server/session.js";
import { type Mysql, openConnection } from "./connect.js";
import { statementError } from "./errors.js";
import type { Options } from "./options.js";
import type { MysqlSource } from "./source.js";
import { formatMysqlTime, parseMysqlTime } from "./time.js";

/** Connects to the server of a data source of Go's mysql driver. Throws GoError in the driver's words. */
export async function connectToMysql(source: MysqlSource, mysql: Mysql): Promise<Session> {
  const { options } = source;
  const connection = await openConnection(source, mysql);
  let isUsable = true;
  const leave = () => {
    isUsable = false;
  };
  // It tells about connections that end while nothing is asked.
  connection.on("error", leave);
  connection.on("end", leave);
  const fail = (cause: unknown) => {
    const { error, isFatal } = statementError(cause);
    if (isFatal) leave();
    return error;
  };
  return {
    async *query(statement, values) {
      const rows = new RowQueue(connection);
      const cells = values.map((value) => toParameter(value, options));
      const command = values.length === 0 ? connection.query(statement) : connection.execute(statement, cells);
      let isTime: readonly boolean[] = [];
      command.on("fields", (fields: readonly FieldPacket[]) => {
        isTime = fields.map(({ columnType = 0 }) => timeTypes.has(columnType));
      });
      command.on("result", (row: readonly unknown[]) => rows.push(readRow(row, isTime, options)));
      command.on("end", () => rows.finish());
      command.on("error", (cause: unknown) => rows.finish(fail(cause)));
      yield* rows.read(leave);
    },
    async exec(statement, values) {
      const cells = values.map((value) => toParameter(value, options));
      try {
        return await affectedRows(connection, statement, cells);
      } catch (cause) {
        throw fail(cause);
      }
    },
    isUsable: () => isUsable,
    async end() {
      if (!isUsable) connection.destroy();
      else await new Promise<void>((resolve) => connection.end(() => resolve()));
    },
  };
}

function affectedRows(connection: Connection, statement: string, cells: (null | string | Buffer)[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const take = (cause: unknown, result: unknown) => {
      if (cause) reject(cause);
      else resolve(Number(Object(result).affectedRows ?? 0));
    };
    // Statements that make tables cannot be prepared everywhere.
    if (cells.length === 0) connection.query(statement, take);
    else connection.execute(statement, cells, take);
  });
}

/** A text that is not UTF-8 goes as bytes. Other texts, and JSON, have the character set of the connection. */
function toParameter(value: Value, { zone }: Options): null | string | Buffer {
  if (value === null) return null;
  if (typeof value === "string") return value.isWellFormed() ? value : Buffer.from(encodeUtf8(value));
  if (value instanceof Uint8Array) return decodeUtf8(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return isMoment(value) ? formatMysqlTime(value, zone) : String(value);
}

/** TIMESTAMP, DATE and DATETIME, by their numbers in the protocol. */
const timeTypes = new Set([7, 10, 12]);

function readRow(row: readonly unknown[], isTime: readonly boolean[], options: Options): Row {
  return row.map((cell, at) => readCell(cell, isTime[at] ?? false, options));
}

/** Texts are []byte in Go. So are times, unless the data source has `parseTime=true`. */
function readCell(cell: unknown, isTime: boolean, { parsesTimes, zone }: Options): Value {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Uint8Array) return cell;
  if (typeof cell === "number") return Number.isInteger(cell) ? BigInt(cell) : cell;
  const text = String(cell);
  if (!isTime || !parsesTimes) return encodeUtf8(text);
  const time = parseMysqlTime(text, zone);
  if (time === null) throw new GoError(`invalid time bytes: ${text}`);
  return time;
}
