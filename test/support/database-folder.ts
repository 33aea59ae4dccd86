import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfssl } from "../../src/cli/programs/cfssl.js";
import type { Value } from "../../src/go/sql.js";
import { openDatabase } from "../../src/host/database/open.js";
import { nodeFiles } from "../../src/host/node-files.js";
import { createFakeHost } from "./fake-host.js";

/** A folder with db.json, which names certs.db beside it. */
export interface DatabaseFolder {
  readonly path: string;
  put(name: string, text: string): void;
  /** Runs cfssl with a line of words; those that end in .json, .db or .pem are files of the folder. */
  run(line: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  /** Asks the database. */
  ask(statement: string, values?: readonly Value[]): Promise<readonly (readonly Value[])[]>;
  /** Changes the database. */
  change(...statements: readonly string[]): Promise<void>;
  remove(): void;
}

export function makeDatabaseFolder(): DatabaseFolder {
  const path = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
  const open = () => openDatabase("sqlite3", join(path, "certs.db"));
  const put = (name: string, text: string) => writeFileSync(join(path, name), text, { mode: 0o600 });
  put("db.json", JSON.stringify({ driver: "sqlite3", data_source: join(path, "certs.db") }));
  return {
    path,
    put,
    async run(line) {
      const words = line.split(" ").filter((word) => word !== "");
      const args = words.map((word) => (/\.(?:json|db|pem)$/.test(word) ? join(path, word) : word));
      const host = createFakeHost({ args });
      // Each program has serial numbers of its own.
      const random = (length: number) => randomBytes(length);
      const code = await cfssl({ ...host, random, readFile: nodeFiles.read, openDatabase });
      const { stdout, stderr } = host.printed();
      const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString().replaceAll(`${path}/`, "");
      return { code, stdout: shown(stdout), stderr: shown(stderr) };
    },
    async ask(statement, values = []) {
      const database = await open();
      const rows: (readonly Value[])[] = [];
      for await (const row of database.query(statement, values)) rows.push(row);
      await database.close();
      return rows;
    },
    async change(...statements) {
      const database = await open();
      for (const statement of statements) await database.exec(statement, []);
      await database.close();
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
