import { UnavailableError } from "../../../crypto/unavailable.js";
import type { BunSqlite } from "./bun-engine.js";
import type { SqliteEngine } from "./engine.js";
import type { NodeSqlite } from "./node-engine.js";

/** Takes the runtime's own SQLite, or else better-sqlite3. Throws UnavailableError if there is neither. */
export async function loadSqliteEngine(): Promise<SqliteEngine> {
  const inBun = builtIn("bun:sqlite") as BunSqlite | undefined;
  if (inBun) return (await import("./bun-engine.js")).createBunEngine(inBun);
  const inNode = withoutWarnings(() => builtIn("node:sqlite") as NodeSqlite | undefined);
  // Before 22.16 it did not tell the columns' types.
  if (inNode && "columns" in inNode.StatementSync.prototype) {
    return (await import("./node-engine.js")).createNodeEngine(inNode);
  }
  try {
    return await (await import("./better-engine.js")).loadBetterEngine();
  } catch (cause) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(Object(cause).code)) throw cause;
    const remedy = "npm install better-sqlite3, or use Node 22.16 or later or the standalone program";
    throw new UnavailableError("SQLite", remedy, "here");
  }
}

/** A module of the runtime; undefined if it has none of that name. */
function builtIn(name: string): unknown {
  return (process.getBuiltinModule as typeof process.getBuiltinModule | undefined)?.(name);
}

/** Node 22 warns on standard error that its SQLite is experimental, where scripts expect only our lines. */
function withoutWarnings<T>(load: () => T): T {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = warn;
  }
}
