import { UnavailableError } from "../../../crypto/unavailable.js";
import type { Database } from "../../../go/sql.js";
import { createPooledDatabase } from "../server/pool.js";
import { connectToPostgres, type Postgres } from "./session.js";

/** A database as Go's driver pq has it. Whatever is wrong with the data source shows at the first statement. */
export async function openPostgres(dataSource: string): Promise<Database> {
  const postgres = await loadPostgres();
  return createPooledDatabase(() => connectToPostgres(dataSource, postgres));
}

/** Loads the package pg. Throws UnavailableError if it is not installed. */
async function loadPostgres(): Promise<Postgres> {
  try {
    const { default: postgres } = await import("pg");
    return postgres;
  } catch (cause) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(Object(cause).code)) throw cause;
    throw new UnavailableError("PostgreSQL", "npm install pg, or use the standalone program", "here");
  }
}
