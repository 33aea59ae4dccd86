import { setImmediate } from "node:timers/promises";
import { GoError } from "../../../go/errors.js";
import type { Database } from "../../../go/sql.js";
import { DeadConnection, type Session } from "./session.js";

/** As many as Go's database/sql keeps. */
const mostIdle = 2;

/** How often Go tries a statement on connections that turn out to be dead, the last time on a new one. */
const attempts = 3;

/**
 * A database on a server, with connections that are kept for the next statement, as Go's database/sql does. A statement
 * that met a dead connection runs again on another, so that a restart of the server goes unnoticed.
 */
export function createPooledDatabase(connect: () => Promise<Session>): Database {
  const idle: Session[] = [];
  let isClosed = false;

  const take = async () => {
    // The end of a connection shows only when the runtime has had its turn.
    if (idle.length > 0) await setImmediate();
    for (let session = idle.pop(); session; session = idle.pop()) {
      if (session.isUsable()) return session;
      await session.end();
    }
    return connect();
  };
  const give = async (session: Session) => {
    if (!isClosed && idle.length < mostIdle && session.isUsable()) idle.push(session);
    else await session.end();
  };
  const attempt = async <T>(action: (session: Session) => Promise<T>): Promise<{ session: Session; result: T }> => {
    for (let left = attempts; ; left--) {
      const session = left === 1 ? await connect() : await take();
      try {
        return { session, result: await action(session) };
      } catch (cause) {
        await give(session);
        if (!(cause instanceof DeadConnection)) throw cause;
        if (left === 1) throw new GoError("driver: bad connection", { cause });
      }
    }
  };

  return {
    async *query(statement, values) {
      const { session, result } = await attempt(async (session) => {
        const rows = session.query(statement, values)[Symbol.asyncIterator]();
        return { rows, first: await rows.next() };
      });
      try {
        for (let next = result.first; !next.done; next = await result.rows.next()) yield next.value;
      } catch (cause) {
        throw cause instanceof DeadConnection ? new GoError("driver: bad connection", { cause }) : cause;
      } finally {
        await result.rows.return?.();
        await give(session);
      }
    },
    async exec(statement, values) {
      const { session, result } = await attempt((session) => session.exec(statement, values));
      await give(session);
      return result;
    },
    async close() {
      isClosed = true;
      await Promise.all(idle.splice(0).map((session) => session.end()));
    },
  };
}
