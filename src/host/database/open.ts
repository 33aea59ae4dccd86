import { GoError } from "../../go/errors.js";
import type { Database } from "../../go/sql.js";
import { quote } from "../../go/strconv.js";

/** Opens a database by the name of Go's driver, as OpenDatabase in go/sql says. Each driver is loaded on first use. */
export async function openDatabase(driver: string, dataSource: string): Promise<Database> {
  switch (driver) {
    case "sqlite3":
      return openSqlite(dataSource);
    case "postgres":
      return (await import("./postgres/driver.js")).openPostgres(dataSource);
    case "mysql":
      return (await import("./mysql/driver.js")).openMysql(dataSource, loadZone);
    default:
      throw new GoError(`sql: unknown driver ${quote(driver)} (forgotten import?)`);
  }
}

async function openSqlite(dataSource: string): Promise<Database> {
  const { createSqliteDatabase } = await import("./sqlite/driver.js");
  const { loadSqliteEngine } = await import("./sqlite/load-engine.js");
  // Now, so that nothing is issued that cannot be stored.
  return createSqliteDatabase(dataSource, await loadSqliteEngine(), loadZone);
}

async function loadZone(name: string): Promise<(seconds: number) => number> {
  const { loadTimeZone } = await import("./time-zone.js");
  return loadTimeZone(name);
}
