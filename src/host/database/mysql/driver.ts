import { UnavailableError } from "../../../crypto/unavailable.js";
import type { Database } from "../../../go/sql.js";
import { createPooledDatabase } from "../server/pool.js";
import type { Mysql } from "./connect.js";
import { connectToMysql } from "./session.js";
import { type LoadZone, parseMysqlSource } from "./source.js";

/** A database as Go's driver mysql has it. Throws GoError for a data source that is not right. */
export async function openMysql(dataSource: string, loadZone: LoadZone): Promise<Database> {
  const source = await parseMysqlSource(dataSource, loadZone);
  const mysql = await loadMysql();
  return createPooledDatabase(() => connectToMysql(source, mysql));
}

/** Loads the package mysql2. Throws UnavailableError if it is not installed. */
async function loadMysql(): Promise<Mysql> {
  try {
    const { default: mysql } = await import("mysql2");
    return mysql;
  } catch (cause) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(Object(cause).code)) throw cause;
    throw new UnavailableError("MySQL", "npm install mysql2, or use the standalone program", "here");
  }
}
