import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, Value } from "../../../src/go/sql.js";
import { openDatabase } from "../../../src/host/database/open.js";
import { integerTime, parseSqliteTime } from "../../../src/host/database/sqlite/time.js";
import { withFolder } from "../../support/spawned.js";

/** Runs statements on one database, and returns the rows of the last. */
async function rowsOf(source: string, ...statements: readonly [string, ...Value[]][]): Promise<readonly Row[]> {
  const database = await openDatabase("sqlite3", source);
  try {
    const last = statements.at(-1);
    for (const [statement, ...values] of statements.slice(0, -1)) await database.exec(statement, values);
    const rows: Row[] = [];
    for await (const row of database.query(last?.[0] ?? "", last?.slice(1) ?? [])) rows.push(row);
    return rows;
  } finally {
    await database.close();
  }
}

const table = "CREATE TABLE t (a blob, b timestamp, c boolean, d int)";

test("a text is stored as TEXT with all its bytes, bytes as BLOB, a time as Go writes it", async () => {
  const odd = "x\0\u{1f600}\udc80\udcff'?";
  const time = { seconds: 1767323045, nanos: 120_000_000 };
  const bytes = new Uint8Array([110, 0, 255]);
  await withFolder(async (folder) => {
    const source = join(folder, "a.db");
    const [row] = await rowsOf(
      source,
      [table],
      ["INSERT INTO t VALUES (?, ?, ?, ?)", odd, time, true, 9007199254740993n],
      ["SELECT a, b, c, d FROM t WHERE a = ?", odd],
    );
    expect(row).toEqual([odd, time, true, 9007199254740993n]);
    const spelled = "SELECT typeof(a), hex(a), typeof(b), cast(b AS text), typeof(c) FROM t";
    expect(await rowsOf(source, [spelled])).toEqual([
      ["text", "7800F09F988080FF273F", "text", "2026-01-02 03:04:05.12+00:00", "integer"],
    ]);
    const blob = await rowsOf(source, ["UPDATE t SET a = ?, d = ?", bytes, 1.5 as Value], ["SELECT a, d FROM t"]);
    expect(blob).toEqual([[bytes, 1.5]]);
  });
});

test.each([
  ["2026-01-02 03:04:05", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02 3:04", "2026-01-02T03:04:00.000Z"],
  ["2026-01-02", "2026-01-02T00:00:00.000Z"],
  ["2026-01-02 03:04:05,5", "2026-01-02T03:04:05.500Z"],
  ["2026-01-02 03:04:05.5+05:30", "2026-01-01T21:34:05.500Z"],
  ["2026-01-02 03:04:05.1234567891", "2026-01-02T03:04:05.123Z"],
  ["2026-01-02 03:04:05.1234567891+00:00", "0001-01-01T00:00:00.000Z"],
  ["2026-01-02 03:04+05:30", "0001-01-01T00:00:00.000Z"],
  ["2026-01-02 24:00:00", "0001-01-01T00:00:00.000Z"],
  ["2026-02-30 00:00:00", "0001-01-01T00:00:00.000Z"],
  ["2026-1-2 3:4:5", "0001-01-01T00:00:00.000Z"],
  ["never", "0001-01-01T00:00:00.000Z"],
])("the text %j in a column of times is %s, as Go's driver reads it", (text, expected) => {
  const { seconds, nanos } = parseSqliteTime(text);
  expect(new Date(seconds * 1000 + Math.floor(nanos / 1_000_000)).toISOString()).toBe(expected);
});

test.each([
  [1767322645n, 1767322645, 0],
  [1767322645123n, 1767322645, 123_000_000],
  [-1767322645123n, -1767322646, 877_000_000],
  [-5n, -5, 0],
])("the integer %s in a column of times is seconds, or milliseconds from 13 digits on", (value, seconds, nanos) => {
  expect(integerTime(value)).toEqual({ seconds, nanos });
});

/** What Go's driver says (ran with cfssl 1.6.5). */
const faults: readonly (readonly [source: string, message: string])[] = [
  ["nodir/x.db", "unable to open database file: no such file or directory"],
  ["folder", "unable to open database file: is a directory"],
  ["file:absent.db?mode=ro", "unable to open database file: no such file or directory"],
  ["file:absent.db?mode=rw", "unable to open database file: no such file or directory"],
  ["new.db", "no such table: t"],
  [":memory:", "no such table: t"],
  ["junk.db", "file is not a database"],
  ["x.db?_timeout=x", 'Invalid _busy_timeout: x: strconv.ParseInt: parsing "x": invalid syntax'],
  ["x.db?_loc=zz", "Invalid _loc: zz: unknown time zone zz"],
  ["x.db?_loc=../x", "Invalid _loc: ../x: time: invalid location name"],
  ["x.db?_mutex=zz", "Invalid _mutex: zz"],
  ["x.db?_txlock=zz", "Invalid _txlock: zz"],
  ["x.db?_vacuum=3", "Invalid _auto_vacuum: 3, expecting value of '0 NONE 1 FULL 2 INCREMENTAL'"],
  ["x.db?_fk=Y", "Invalid _foreign_keys: Y, expecting boolean value of '0 1 false true no yes off on'"],
  ["x.db?_journal=zz", "Invalid _journal: zz, expecting value of 'DELETE TRUNCATE PERSIST MEMORY WAL OFF'"],
  ["x.db?_locking=zz", "Invalid _locking_mode: zz, expecting value of 'NORMAL EXCLUSIVE"],
  ["x.db?_sync=4", "Invalid _synchronous: 4, expecting value of '0 OFF 1 NORMAL 2 FULL 3 EXTRA'"],
  [
    "x.db?_secure_delete=2",
    "Invalid _secure_delete: 2, expecting boolean value of '0 1 false true no yes off on fast'",
  ],
  ["x.db?_auth", "Missing '_auth_user' while user authentication was requested with '_auth'"],
  ["x.db?a;b", "invalid semicolon separator in query"],
  ["x.db?%zz=1", 'invalid URL escape "%zz"'],
  ["x.db?_cache_size=x&_fk=zz", "Invalid _foreign_keys: zz, expecting boolean value of '0 1 false true no yes off on'"],
  ["x.db?_foreign_keys=zz&_fk=", "no such table: t"],
  ["x.db?zz=1&_fk=1&_sync=normal&_journal=wal&_cache_size=-5&_loc=auto&_rt=no", "no such table: t"],
];

test.each(faults)("the data source %j says %s", async (source, message) => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "junk.db"), "this is some text, and no database. ".repeat(20));
    const placed = source.startsWith(":")
      ? source
      : source.startsWith("file:")
        ? `file:${folder}/${source.slice(5)}`
        : join(folder, source);
    await expect(rowsOf(placed, ["UPDATE t SET a = 1"], ["SELECT 1"])).rejects.toHaveProperty("message", message);
    expect(existsSync(join(folder, "absent.db"))).toBe(false);
  });
});

test("rows are read while others are written, and the same statement runs twice at once", async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase("sqlite3", join(folder, "a.db"));
    await database.exec("CREATE TABLE t (a int)", []);
    for (const n of [1n, 2n, 3n]) await database.exec("INSERT INTO t VALUES (?)", [n]);
    const seen: Row[] = [];
    for await (const row of database.query("SELECT a FROM t WHERE a < ?", [10n])) {
      for await (const inner of database.query("SELECT a FROM t WHERE a < ?", [2n])) seen.push([...row, ...inner]);
      expect(await database.exec("UPDATE t SET a = a WHERE a = ?", row)).toBe(1);
    }
    expect(seen).toEqual([
      [1n, 1n],
      [2n, 1n],
      [3n, 1n],
    ]);
    for await (const _ of database.query("SELECT a FROM t WHERE a < ?", [10n])) break;
    expect(await database.exec("DELETE FROM t", [])).toBe(3);
    await database.close();
  });
});

test("statements are committed together, those before a fault too", async () => {
  await withFolder(async (folder) => {
    const source = join(folder, "a.db");
    const database = await openDatabase("sqlite3", source);
    await database.exec("CREATE TABLE t (a int PRIMARY KEY)", []);
    const insert = async (...numbers: readonly bigint[]) => {
      for (const n of numbers) await database.exec("INSERT INTO t VALUES (?)", [n]);
    };
    await database.together?.(async () => {
      await insert(1n, 2n);
      expect(await rowsOf(source, ["SELECT count(*) FROM t"])).toEqual([[0n]]);
    });
    const failing = database.together?.(() => insert(3n, 1n, 4n));
    await expect(failing).rejects.toHaveProperty("message", "UNIQUE constraint failed: t.a");
    expect(await rowsOf(source, ["SELECT group_concat(a) FROM t"])).toEqual([["1,2,3"]]);
    await database.close();
  });
});

test("a commit that another reader prevents leaves no transaction open", async () => {
  await withFolder(async (folder) => {
    const database = await openDatabase("sqlite3", `${join(folder, "a.db")}?_busy_timeout=1`);
    await database.exec("CREATE TABLE t (a int)", []);
    await database.exec("INSERT INTO t VALUES (1), (2)", []);
    const insert = async () => void (await database.exec("INSERT INTO t VALUES (3)", []));
    const other = await openDatabase("sqlite3", join(folder, "a.db"));
    for await (const _ of other.query("SELECT a FROM t", [])) {
      await expect(database.together?.(insert)).rejects.toHaveProperty("message", "database is locked");
      break;
    }
    await database.together?.(insert);
    expect(await rowsOf(join(folder, "a.db"), ["SELECT group_concat(a) FROM t"])).toEqual([["1,2,3"]]);
    await Promise.all([database.close(), other.close()]);
  });
});

test("a driver that nobody has is named as Go names it", async () => {
  await expect(openDatabase('a"b', "x")).rejects.toHaveProperty(
    "message",
    'sql: unknown driver "a\\"b" (forgotten import?)',
  );
});
