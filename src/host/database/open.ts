import { UnavailableError } from "../../crypto/unavailable.js";
import { GoError } from "../../go/errors.js";
import type { Database } from "../../go/sql.js";
import { quote } from "../../go/strconv.js";

/** Opens a database by the name of Go's driver, as OpenDatabase in go/sql says. Each driver is loaded on first use. */
export async function openDatabase(driver: string, _dataSource: string): Promise<Database> {
  if (!["sqlite3", "postgres", "mysql"].includes(driver)) {
    throw new GoError(`sql: unknown driver ${quote(driver)} (forgotten import?)`);
  }
  throw new UnavailableError(`the database driver ${driver}`, "leave -db-config out");
}
