import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What both SQLite drivers of Node have. */
interface Connection {
  exec(statements: string): void;
  prepare(statement: string): { all(): unknown[] };
  close(): void;
}

/**
 * Works on an SQLite database in a file of its own.
 *
 * @param bytes the database to begin with; null for an empty one
 * @returns what the work answers, and the database after it
 */
export function withSqlite<T>(bytes: Uint8Array | null, work: (connection: Connection) => T): readonly [T, Uint8Array] {
  const folder = mkdtempSync(join(tmpdir(), "cfssl-ts-sqlite-"));
  try {
    const path = join(folder, "database");
    if (bytes) writeFileSync(path, bytes);
    const connection = connect(path);
    const answer = work(connection);
    connection.close();
    return [answer, new Uint8Array(readFileSync(path))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By the runtime's own driver, or else by better-sqlite3, which is built for one version of Node. */
function connect(path: string): Connection {
  const builtIn = (process.getBuiltinModule as typeof process.getBuiltinModule | undefined)?.("node:sqlite");
  if (builtIn) return new (builtIn as unknown as { DatabaseSync: new (path: string) => Connection }).DatabaseSync(path);
  const load = createRequire(join(process.cwd(), "package.json"));
  const Database = load("better-sqlite3") as new (path: string) => Connection;
  return new Database(path);
}
