import { GoError } from "../../../go/errors.js";
import { unescapeUrl } from "../../../go/url/escape.js";
import { parseQuery } from "../../../go/url/query.js";
import type { Cell, SqliteConnection, SqliteEngine } from "./engine.js";

/** SQLite of the package better-sqlite3, for Node before 22. Throws the loader's error if it is not installed. */
export async function loadBetterEngine(): Promise<SqliteEngine> {
  const { default: Database } = await import("better-sqlite3");
  return {
    open(name): SqliteConnection {
      const { path, isReadOnly, mustExist } = readName(name);
      const database = new Database(path, { readonly: isReadOnly, fileMustExist: mustExist });
      // Rows are read while other statements write, which SQLite allows.
      database.unsafeMode(true);
      return {
        prepare(text) {
          const statement = database.prepare(text).safeIntegers(true);
          const columns = statement.reader ? statement.raw(true).columns() : [];
          return {
            columns: columns.map(({ name, type }) => ({ name, declaredType: type })),
            rows: (values) => statement.iterate(values) as Iterable<readonly Cell[]>,
            run: (values) => statement.run(values).changes,
          };
        },
        close: () => database.close(),
      };
    },
  };
}

interface Name {
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly mustExist: boolean;
}

/** Reads what a URI says (https://sqlite.org/uri.html): the package is built without that. */
function readName(name: string): Name {
  if (!name.startsWith("file:")) return { path: name, isReadOnly: false, mustExist: false };
  const [, encoded = "", query = ""] = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]*)(?:\?([^#]*))?/.exec(name) ?? [];
  const options = parseQuery(query);
  const system = options.get("vfs")?.at(-1) ?? "unix";
  if (!/^(?:unix|unix-none|unix-dotfile|unix-excl|memdb)$/.test(system)) throw new GoError(`no such vfs: ${system}`);
  const mode = options.get("mode")?.at(-1);
  const path = mode === "memory" ? ":memory:" : unescapeUrl(encoded, "path");
  const isReadOnly = mode === "ro" || isTrue(options.get("immutable")?.at(-1));
  return { path, isReadOnly, mustExist: isReadOnly || mode === "rw" };
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:[1-9]\d*|yes|true|on)$/i.test(value);
}
