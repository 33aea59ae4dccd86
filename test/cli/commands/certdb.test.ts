import { existsSync } from "node:fs";
import { join } from "node:path";
import { hideSecrets } from "../../../src/cli/certdb/hide-secrets.js";
import { openDatabase } from "../../../src/host/database/open.js";
import { type DatabaseFolder, makeDatabaseFolder } from "../../support/database-folder.js";

let folder: DatabaseFolder;
beforeEach(() => {
  folder = makeDatabaseFolder();
});
afterEach(() => folder.remove());

/** Runs certdb. */
const run = (line: string) => folder.run(`certdb ${line}`);
const ask: DatabaseFolder["ask"] = (...words) => folder.ask(...words);
const change: DatabaseFolder["change"] = (...statements) => folder.change(...statements);

const columns = "SELECT name, lower(type) FROM pragma_table_info('certificates')";
const versions = "SELECT version_id, is_applied FROM goose_db_version ORDER BY id";
const applied = [
  [0n, 1n],
  [1n, 1n],
  [2n, 1n],
];

test("init makes upstream's tables as its two migrations do, and goose's notes of them", async () => {
  const { code, stdout, stderr } = await run("init -db-config db.json");
  expect({ code, stderr, lines: stdout.split("\n").slice(0, 3) }).toEqual({
    code: 0,
    stderr: "",
    lines: ["made the table certificates", "made the table ocsp_responses", "made the column certificates.issued_at"],
  });
  expect(await ask(columns)).toEqual([
    ["serial_number", "blob"],
    ["authority_key_identifier", "blob"],
    ["ca_label", "blob"],
    ["status", "blob"],
    ["reason", "int"],
    ["expiry", "timestamp"],
    ["revoked_at", "timestamp"],
    ["pem", "blob"],
    ["issued_at", "timestamp"],
    ["not_before", "timestamp"],
    ["metadata", "text"],
    ["sans", "text"],
    ["common_name", "text"],
  ]);
  expect(await ask(versions)).toEqual(applied);
});

test("init does nothing the second time", async () => {
  await run("init -db-config db.json");
  for (const action of ["init", "migrate", "init -n"]) {
    const stdout = "The tables are complete (migration 2).\n";
    expect(await run(`${action} -db-config db.json`)).toEqual({ code: 0, stdout, stderr: "" });
  }
  expect(await ask(versions)).toEqual(applied);
});

test("the action may come after the flags as well", async () => {
  expect(await run("-db-config db.json init")).toMatchObject({ code: 0 });
  expect(JSON.parse((await run("-json -db-config db.json status")).stdout)).toEqual({
    driver: "sqlite3",
    complete: true,
    missing: [],
    notes: [],
    certificates: 0,
    ocspResponses: 0,
  });
});

test("a dry run of init makes no file", async () => {
  const { code, stdout } = await run("init -n -db-config db.json");
  expect({ code, first: stdout.split("\n")[0] }).toEqual({ code: 1, first: "would make the table certificates" });
  expect(existsSync(join(folder.path, "certs.db"))).toBe(false);
});

const dropped = ["issued_at", "not_before", "metadata", "sans", "common_name"].map(
  (name) => `ALTER TABLE certificates DROP COLUMN ${name}`,
);

test.each<[string, readonly string[], string]>([
  [
    "tables without goose's notes",
    ["DROP TABLE goose_db_version"],
    "the note for goose that migration 1 and 2 is done",
  ],
  ["tables of the first migration", dropped, "the column certificates.issued_at"],
  ["tables without a column of the second", dropped.slice(4), "the column certificates.common_name"],
  ["a database without the table of responses", ["DROP TABLE ocsp_responses"], "the table ocsp_responses"],
  [
    "notes that say that a migration was undone",
    ["INSERT INTO goose_db_version (version_id, is_applied) VALUES (2, 0)"],
    "the note for goose that migration 2 is done",
  ],
])("migrate completes %s, and keeps the rows", async (_, statements, first) => {
  await run("init -db-config db.json");
  const row =
    "INSERT INTO certificates (serial_number, authority_key_identifier, status, pem) VALUES ('1', 'ab', 'good', 'x')";
  await change(row, ...statements);
  const status = await run("status -db-config db.json");
  expect(status).toMatchObject({ code: 1, stderr: "" });
  expect(status.stdout.split("\n")[0]).toBe(`missing: ${first}`);
  expect(status.stdout).toContain("cfssl certdb migrate -db-config db.json makes what is missing.\n1 certificate, ");
  expect(await run("init -db-config db.json")).toMatchObject({ code: 2, stdout: "" });
  expect((await run("migrate -db-config db.json")).stdout.split("\n")[0]).toBe(`made ${first}`);
  expect(await run("status -db-config db.json")).toMatchObject({ code: 0 });
  expect(await ask("SELECT serial_number, pem FROM certificates")).toEqual([["1", "x"]]);
});

test.each<[string, readonly string[], string]>([
  [
    "a table of another program",
    ["CREATE TABLE certificates (id int)"],
    "db.json: the table certificates is not cfssl's: it has no serial_number, authority_key_identifier, ca_label, status, reason, expiry, revoked_at, pem\n",
  ],
  [
    "serial numbers that SQLite rounds",
    [
      "CREATE TABLE certificates (serial_number bytea NOT NULL, authority_key_identifier bytea, ca_label bytea, status bytea, reason int, expiry timestamp, revoked_at timestamp, pem bytea)",
    ],
    "db.json: certificates.serial_number is declared as bytea, for which SQLite rounds serial numbers: it must be blob\n" +
      "db.json: certificates.authority_key_identifier is declared as bytea, for which SQLite rounds serial numbers: it must be blob\n",
  ],
])("nothing is done to %s", async (_, statements, stderr) => {
  await change(...statements);
  const before = await ask("SELECT sql FROM sqlite_master");
  for (const action of ["init", "migrate", "status"]) {
    expect(await run(`${action} -db-config db.json`)).toEqual({ code: 2, stdout: "", stderr });
  }
  expect(await ask("SELECT sql FROM sqlite_master")).toEqual(before);
});

const year = "CAST(strftime('%Y', '2026-02-03') AS int)";
const rows = [
  // The tests' clock stands in February 2026.
  ["1", "'2025-01-01 00:00:00+00:00'"],
  ["2", "'2025-12-01 00:00:00+00:00'"],
  ["3", "'2027-01-01 00:00:00+00:00'"],
  ["4", "'0001-01-01 00:00:00+00:00'"],
  ["5", year],
  ["6", "NULL"],
  ["7", "'never'"],
];

test("prune removes what expired long ago with its responses, and nothing that has no time", async () => {
  await run("init -db-config db.json");
  for (const [serial, expiry] of rows) {
    await change(
      `INSERT INTO certificates (serial_number, authority_key_identifier, status, pem, expiry) VALUES ('${serial}', 'ab', 'good', 'x', ${expiry})`,
      `INSERT INTO ocsp_responses (serial_number, authority_key_identifier, body, expiry) VALUES ('${serial}', 'ab', 'x', ${expiry})`,
    );
  }
  const would = "would remove 1 expired certificate\nNothing was changed: this was a dry run.\n";
  expect(await run("prune -n -db-config db.json")).toEqual({ code: 1, stdout: would, stderr: "" });
  expect((await run("prune -db-config db.json")).stdout).toBe("removed 1 expired certificate\n");
  expect(await run("prune -db-config db.json -expired-for 24h -json")).toMatchObject({
    code: 0,
    stdout: '{\n  "changed": true,\n  "removed": 1\n}\n',
  });
  expect((await run("prune -db-config db.json -expired-for 24h")).stdout).toBe("There is nothing to remove.\n");
  for (const table of ["certificates", "ocsp_responses"]) {
    expect((await ask(`SELECT serial_number FROM ${table}`)).flat()).toEqual(["3", "4", "5", "6", "7"]);
  }
});

test("prune removes more rows than fit into one statement", async () => {
  await run("init -db-config db.json");
  await change(
    "INSERT INTO certificates (serial_number, authority_key_identifier, status, pem, expiry) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) SELECT CAST(i AS text), 'ab', 'good', 'x', '2020-01-01 00:00:00+00:00' FROM n",
  );
  expect((await run("prune -db-config db.json")).stdout).toBe("removed 1001 expired certificates\n");
  expect(await ask("SELECT count(*) AS n FROM certificates")).toEqual([[0n]]);
});

test("copy takes all rows into another database as cfssl writes them, and can be run again", async () => {
  await run("init -db-config db.json");
  folder.put("to.json", JSON.stringify({ driver: "sqlite3", data_source: join(folder.path, "to.db") }));
  expect(await run("copy -db-config db.json -to to.json")).toMatchObject({
    code: 2,
    stderr: "to.json: there is no database to.db: cfssl certdb init -db-config to.json makes it\n",
  });
  await run("init -db-config to.json");
  await change(
    "INSERT INTO certificates VALUES ('1', 'ab', '', 'revoked', 4, '2027-01-01 00:00:00.5+00:00', '2026-01-01 00:00:00', 'x', NULL, NULL, CAST('null' AS blob), CAST('[\"a\"]' AS blob), 'cn')",
    // As PostgreSQL has them.
    "INSERT INTO certificates (serial_number, authority_key_identifier, status, pem) VALUES (x'32', x'6162', x'676f6f64', x'78')",
    "INSERT INTO ocsp_responses VALUES ('1', 'ab', CAST(x'30ff00' AS text), '2027-01-01 00:00:00+00:00')",
  );
  expect(await run("copy -db-config db.json -to to.json")).toEqual({
    ...{ code: 0, stdout: "copied 2 certificates and 1 OCSP response\n", stderr: "" },
  });
  expect((await run("copy -db-config db.json -to to.json")).stdout).toBe(
    "copied 0 certificates and 0 OCSP responses; 3 rows stayed as before\n",
  );
  const all = "SELECT *, typeof(serial_number), typeof(pem), typeof(sans), typeof(expiry) FROM certificates";
  const database = await openDatabase("sqlite3", join(folder.path, "to.db"));
  const rows: unknown[] = [];
  for await (const row of database.query(all, [])) rows.push(row.slice(-4));
  const bodies: unknown[] = [];
  for await (const row of database.query("SELECT typeof(body), hex(body) FROM ocsp_responses", [])) bodies.push(row);
  await database.close();
  expect(rows).toEqual([
    ["text", "text", "blob", "text"],
    ["text", "text", "null", "null"],
  ]);
  expect(bodies).toEqual([["text", "30FF00"]]);
});

test.each([
  ["", '-db-config is missing: it names a file with { "driver": "sqlite3", "data_source": "certs.db" }'],
  ["-db-config none.json", "none.json: no such file or directory"],
  ["-db-config bad.json", "bad.json: failed to unmarshal configuration: unexpected end of JSON input"],
  ["-db-config null.json", "null.json: the database configuration is null"],
  ["-db-config empty.json", "empty.json: invalid db configuration"],
  ["-db-config oracle.json", 'oracle.json: there is no driver "oracle": it is one of sqlite3, postgres, mysql'],
  ["-db-config db.json", "db.json: there is no database certs.db: cfssl certdb init -db-config db.json makes it"],
  ["-db-config folder.json", "folder.json: unable to open database file: is a directory"],
  ["-db-config text.json", "text.json: file is not a database"],
])("status %s says on one line what is wrong", async (flags, message) => {
  folder.put("bad.json", "{");
  folder.put("null.json", "null");
  folder.put("empty.json", '{"driver":"sqlite3"}');
  folder.put("oracle.json", '{"driver":"oracle","data_source":"scott/tiger"}');
  folder.put("folder.json", JSON.stringify({ driver: "sqlite3", data_source: folder.path }));
  folder.put("text.json", JSON.stringify({ driver: "sqlite3", data_source: join(folder.path, "long.db") }));
  folder.put("long.db", "x".repeat(1000));
  const { code, stdout, stderr } = await run(`status ${flags}`.trim());
  expect({ code, stdout, stderr: stderr.slice(0, message.length), lines: stderr.split("\n").length }).toEqual({
    ...{ code: 2, stdout: "", stderr: message, lines: 2 },
  });
});

test.each([
  ["", "certdb takes one action: init, migrate, status, copy, prune (see cfssl certdb -h)"],
  ["initt", '"initt" is no action: init, migrate, status, copy, prune (see cfssl certdb -h)'],
  ["init status", "certdb takes one action: init, migrate, status, copy, prune (see cfssl certdb -h)"],
  ["prune -db-config here.db -expired-for -1h", "-expired-for must not be negative"],
])("certdb %s is refused", async (line, message) => {
  await run("init -db-config db.json");
  const { code, stderr } = await run(line.replace("here.db", "db.json"));
  expect({ code, stderr: stderr.slice(0, message.length) }).toEqual({ code: 2, stderr: message });
});

test.each([
  ["postgres://me:se%20cret@host/db", "pq: no pg_hba.conf entry for se cret or se%20cret", "*** or ***"],
  ["postgres://me:a@b@host/db", "dial tcp a@b", "dial tcp ***"],
  ["host=h password=secret user=x", "pq: secret", "pq: ***"],
  ["host=h password='se cr\\'et' user=x", "pq: se cr'et", "pq: ***"],
  ["me:secret@tcp(h:1)/db?parseTime=true", "Error 1045: secret", "Error 1045: ***"],
  ["me:s/e@cret@tcp(h:1)/db", "Error 1045: s/e@cret", "Error 1045: ***"],
  ["certs.db?_auth&_auth_user=x&_auth_pass=secret", "secret", "***"],
  [
    "postgres://me:secret@host:x/db",
    'parse "postgres://me:secret@host:x/db": invalid port',
    "data_source cannot be read",
  ],
  ["password=my secret", 'missing "=" after "secret" in connection info string"', "data_source cannot be read"],
])("no message names the password of %s", (dataSource, message, shown) => {
  const hidden = hideSecrets(message, dataSource);
  expect(hidden).toContain(shown);
  expect(hidden).not.toMatch(/secret|se cret|se cr'et|a@b|s\/e@cret/);
});
