import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Contents, DatabaseFile, FixtureFile } from "./case.js";
import { withSqlite } from "./sqlite.js";

/** The project's folder. Tests and the recorder are started in it. */
export const projectFolder = process.cwd();

export function fixturePath(path: string): string {
  return join(projectFolder, "fixtures", path);
}

export function bytesOf(contents: Contents | undefined): Uint8Array {
  if (contents === undefined) return new Uint8Array();
  if (contents instanceof FixtureFile) return new Uint8Array(readFileSync(fixturePath(contents.path)));
  if (contents instanceof DatabaseFile) return makeDatabase(contents);
  return typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
}

export function filesOf(files: ReadonlyMap<string, Contents>): ReadonlyMap<string, Uint8Array> {
  return new Map([...files].map(([path, contents]) => [path, bytesOf(contents)]));
}

function makeDatabase({ schema, statements }: DatabaseFile): Uint8Array {
  const [, bytes] = withSqlite(null, (connection) => {
    connection.exec(readFileSync(fixturePath(`certdb/${schema}`), "utf8"));
    connection.exec(statements);
  });
  return bytes;
}
