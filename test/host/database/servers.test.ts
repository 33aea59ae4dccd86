import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificateDatabase } from "../../../src/cfssl/certdb/database.js";
import type { CertificateRecord } from "../../../src/cfssl/certdb/records.js";
import type { Database, Row } from "../../../src/go/sql.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { openDatabase } from "../../../src/host/database/open.js";
import { fixturePath } from "../../support/contents.js";
import {
  type DatabaseServer,
  findMariadb,
  findPostgres,
  startMariadb,
  startPostgres,
} from "../../support/database-servers.js";
import { saySkipped } from "../../support/installed.js";
import { ourPrograms, realPrograms } from "../../support/programs.js";
import { runShell } from "../../support/shell.js";

interface Kind {
  readonly driver: "sqlite3" | "postgres" | "mysql";
  /** Starts the server in a new folder; null where there is none. */
  readonly start: ((folder: string) => Promise<DatabaseServer>) | null;
  /** The data source for a database; `options` are added to the usual ones. */
  source(port: number, database: string, options?: string): string;
  /** The file of the tables, under fixtures/certdb. */
  readonly schema: string;
  /** What another row with the same key says. */
  readonly duplicate: RegExp;
  readonly missingTable: string;
}

const sqlite: Kind = {
  driver: "sqlite3",
  start: null,
  source: (_, database) => join(folder, database),
  schema: "sqlite.sql",
  duplicate: /^UNIQUE constraint failed: certificates\.serial_number, certificates\.authority_key_identifier$/,
  missingTable: "no such table: absent",
};

function postgres(programs: string): Kind {
  return {
    driver: "postgres",
    start: (folder) => startPostgres(programs, folder),
    source: (port, database, options = "") =>
      `postgres://cfssl@127.0.0.1:${port}/${database}?${options}&sslmode=disable`,
    schema: "postgres.sql",
    duplicate: /^pq: duplicate key value violates unique constraint "certificates_pkey"$/,
    missingTable: 'pq: relation "absent" does not exist',
  };
}

function mariadb(programs: string): Kind {
  return {
    driver: "mysql",
    start: (folder) => startMariadb(programs, folder),
    source: (port, database, options = "") => `root@tcp(127.0.0.1:${port})/${database}?parseTime=true${options}`,
    schema: "mysql.sql",
    duplicate: /^Error 1062 \(23000\): Duplicate entry '12345678901234567890-ab' for key 'PRIMARY'$/,
    missingTable: "Error 1146 (42S02): Table 'certs.absent' doesn't exist",
  };
}

function find(programs: string | undefined, kind: (programs: string) => Kind, name: string): Kind[] {
  if (programs !== undefined) return [kind(programs)];
  saySkipped(`Not installed: ${name}.`, `the certificate database in ${name}`);
  return [];
}

const kinds = [
  sqlite,
  ...find(findPostgres(), postgres, "PostgreSQL (Debian: postgresql)"),
  ...find(findMariadb(), mariadb, "MariaDB (Debian: mariadb-server)"),
];
const real = realPrograms("1.6.5");
if (real === undefined) saySkipped("cfssl 1.6.5 is not installed (fixtures/ORACLE.md).", "databases that both use");

const available = real === undefined ? test.skip : test;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cfssl-ts-databases-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(database: Database, statement: string, ...values: (string | bigint)[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of database.query(statement, values)) rows.push(row);
  return rows;
}

const year = 31_536_000;
const certificate: CertificateRecord = {
  serial: "12345678901234567890",
  authorityKeyId: "ab",
  // Bytes that are not UTF-8, as Go's strings may have.
  caLabel: "l\udcff\\x27'\"",
  status: "good",
  reason: 0n,
  expiry: { seconds: 1767323045 + 10 * year, nanos: 0 },
  revokedAt: { seconds: -62135596800, nanos: 0 },
  pem: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
  issuedAt: { seconds: 1767323045, nanos: 0 },
  notBefore: { seconds: 1767322745, nanos: 0 },
  metadata: "null",
  sans: '["a.example", "\\u003c\u00e9"]',
  commonName: "\u00e9\u{1f600}",
};

/** What the servers say (ran with cfssl 1.6.5). */
const faults: Readonly<Record<Kind["driver"], readonly (readonly [option: string, message: string])[]>> = {
  sqlite3: [],
  postgres: [
    ["&sslmode=require", "pq: SSL is not enabled on the server"],
    ["&sslmode=verify-ca", "pq: SSL is not enabled on the server"],
    ["&nonsense=1", 'pq: unrecognized configuration parameter "nonsense"'],
    ["&search_path=other", 'pq: relation "certificates" does not exist'],
    ["&options=-csearch_path%3Dother", 'pq: relation "certificates" does not exist'],
    ["&timezone=zz", 'pq: invalid value for parameter "TimeZone": "zz"'],
    ["&dbname=nodb", 'pq: database "nodb" does not exist'],
    ["&user=nouser", 'pq: role "nouser" does not exist'],
    ["&application_name=a%20b%5Cc&connect_timeout=5&statement_timeout=5s&timezone=Asia%2FKolkata", "nothing"],
  ],
  mysql: [
    ["&zz=1", "Error 1193 (HY000): Unknown system variable 'zz'"],
    ["&charset=zz", "Error 1115 (42000): Unknown character set: 'zz'"],
    ["&time_zone=zz", "Error 1298 (HY000): Unknown or incorrect time zone: 'zz'"],
    ["&tls=true", "TLS requested but server does not support TLS"],
    ["&tls=skip-verify", "TLS requested but server does not support TLS"],
    ["&tls=preferred&charset=zz,utf8mb4&sql_mode=%27%27&timeout=5s", "nothing"],
  ],
};

describe.each(kinds)("the certificate database of $driver", (kind) => {
  let server: DatabaseServer | null = null;
  let database: Database;
  const source = (name = "certs", options = "") => kind.source(server?.port ?? 0, name, options);

  async function create(name: string): Promise<Database> {
    if (kind.start) {
      const first = await openDatabase(kind.driver, source(kind.driver === "mysql" ? "" : "postgres"));
      await first.exec(`CREATE DATABASE ${name}`, []);
      await first.close();
    }
    const created = await openDatabase(kind.driver, source(name));
    const schema = await readFile(fixturePath(`certdb/${kind.schema}`), "utf8");
    for (const statement of schema.replace(/^--.*$/gm, "").split(";")) {
      if (statement.trim() !== "") await created.exec(statement, []);
    }
    return created;
  }

  beforeAll(async () => {
    server = kind.start ? await kind.start(folder) : null;
    database = await create("certs");
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await server?.stop();
  });

  beforeEach(async () => {
    await database.exec("DELETE FROM ocsp_responses", []);
    await database.exec("DELETE FROM certificates", []);
  });

  const store = () => createCertificateDatabase(database, { laterDatabaseColumns: true });

  test("gives back what was stored, a second one with its key not", async () => {
    await store().insertCertificate(certificate);
    const [found, ...others] = await store().findCertificates(certificate.serial, "ab");
    expect(others).toEqual([]);
    // PostgreSQL writes JSON anew.
    const sans: unknown = JSON.parse(found?.sans ?? "");
    expect({ ...found, sans }).toEqual({ ...certificate, sans: ["a.example", "<\u00e9"] });
    await expect(store().insertCertificate(certificate)).rejects.toMatchObject({
      code: 11000,
      message: expect.stringMatching(kind.duplicate),
    });
  });

  test("gives back members without a value", async () => {
    const empty = { ...certificate, issuedAt: null, notBefore: null, metadata: null, sans: null, commonName: null };
    await store().insertCertificate(empty);
    expect(await store().findCertificates(certificate.serial, "ab")).toEqual([empty]);
  });

  test("revokes by the key as it is written, and then lists it as revoked", async () => {
    await store().insertCertificate(certificate);
    await store().insertCertificate({ ...certificate, serial: "2", expiry: { seconds: 1, nanos: 0 } });
    for (const [serial, key] of [
      ["1", "ab"],
      [certificate.serial, "AB"],
    ] as const) {
      await expect(store().revokeCertificate(serial, key, 1n)).rejects.toHaveProperty("code", 11200);
    }
    await store().revokeCertificate(certificate.serial, "ab", 4n);
    await store().revokeCertificate("2", "ab", 1n);
    const revoked: CertificateRecord[] = [];
    for await (const record of store().revokedAndUnexpiredCertificates()) revoked.push(record);
    expect(revoked).toMatchObject([{ serial: certificate.serial, status: "revoked", reason: 4n }]);
    const age = Date.now() / 1000 - (revoked[0]?.revokedAt.seconds ?? 0);
    expect(age).toBeGreaterThan(-60);
    expect(age).toBeLessThan(600);
  });

  test("keeps OCSP responses to the byte, the last one of a certificate", async () => {
    await store().insertCertificate(certificate);
    const bytes = Uint8Array.from({ length: 512 }, (_, at) => at % 256);
    const key = { serial: certificate.serial, authorityKeyId: "ab", expiry: certificate.expiry };
    await store().upsertOcspResponses([{ ...key, body: bytes.subarray(1) }]);
    await store().upsertOcspResponses([{ ...key, body: bytes }]);
    const [found] = await store().findOcspResponses(certificate.serial, "ab");
    expect({ ...found, body: [...(found?.body ?? [])] }).toEqual({ ...key, body: [...bytes] });
  });

  test("reads rows while others are written, and a reader may leave", async () => {
    for (const serial of ["1", "2", "3"]) await store().insertCertificate({ ...certificate, serial });
    const seen: string[] = [];
    for await (const { serial } of store().unexpiredCertificates()) {
      await store().revokeCertificate(serial, "ab", 1n);
      seen.push(serial);
    }
    expect(seen.sort()).toEqual(["1", "2", "3"]);
    for await (const _ of store().unexpiredCertificates()) break;
    expect(await rowsOf(database, "SELECT count(*) FROM certificates WHERE reason = ?", 1n)).toEqual([[3n]]);
  });

  test("says what its driver says of a table that is not there", async () => {
    await expect(rowsOf(database, "SELECT * FROM absent")).rejects.toHaveProperty("message", kind.missingTable);
    await expect(database.exec("UPDATE absent SET a = ?", ["x"])).rejects.toHaveProperty("message", kind.missingTable);
  });

  available.each([
    ["ours", "real cfssl"],
    ["real cfssl", "ours"],
  ])(
    "what %s writes, %s reads",
    async (writer, reader) => {
      const programs: Readonly<Record<string, string>> = { ours: ourPrograms(), "real cfssl": real ?? "" };
      const room = await mkdtemp(join(folder, "room-"));
      await writeFile(join(room, "db.json"), JSON.stringify({ driver: kind.driver, data_source: source() }));
      await writeFile(join(room, "ca.json"), JSON.stringify({ CN: "ca", key }));
      await writeFile(join(room, "x.json"), JSON.stringify({ CN: "x", hosts: ["x.example", "10.0.0.1"], key }));
      const run = (program: string, script: string) =>
        runShell(`set -e; ${script}`, { cwd: room, programs: programs[program] ?? "" });
      const wrote = await run(writer, writeScript);
      expect(wrote).toMatchObject({ exitCode: 0 });
      const read = await run(reader, readScript);
      expect(read).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ok 1 revoked, 2 responses\n$/) });
      expect(read.stderr).toBe("");
    },
    30_000,
  );

  if (kind.driver === "sqlite3") return;

  test("is read in parts: the server waits for a slow reader", async () => {
    const numbers = kind.driver === "mysql" ? "SELECT seq FROM seq_1_to_3000" : "SELECT generate_series(1, 3000)";
    let sum = 0n;
    for await (const [number] of database.query(numbers, [])) {
      await new Promise(setImmediate);
      sum += typeof number === "bigint" ? number : 0n;
    }
    expect(sum).toBe(4_501_500n);
  });

  test("goes on when the server was restarted", async () => {
    const certificates = store();
    await certificates.insertCertificate(certificate);
    await server?.restart();
    await certificates.revokeCertificate(certificate.serial, "ab", 1n);
    expect(await certificates.findCertificates(certificate.serial, "ab")).toHaveLength(1);
  }, 60_000);

  if (kind.driver === "mysql") {
    test("counts changed rows, or found ones with clientFoundRows", async () => {
      await store().insertCertificate(certificate);
      const set = "UPDATE certificates SET reason = ? WHERE serial_number = ?";
      expect(await database.exec(set, [0n, certificate.serial])).toBe(0);
      const other = await openDatabase("mysql", source("certs", "&clientFoundRows=true"));
      expect(await other.exec(set, [0n, certificate.serial])).toBe(1);
      await other.close();
    });

    test("has bytes for times without parseTime, and shifts them by loc", async () => {
      await store().insertCertificate(certificate);
      const times = "SELECT issued_at FROM certificates WHERE reason = ?";
      const plain = await openDatabase("mysql", source().replace("?parseTime=true", ""));
      const [[bytes] = []] = await rowsOf(plain, times, 0n);
      expect(bytes instanceof Uint8Array && decodeUtf8(bytes)).toBe("2026-01-02 03:04:05");
      await plain.close();
      const zoned = await openDatabase("mysql", source("certs", "&loc=Asia%2FTokyo"));
      expect(await rowsOf(zoned, times, 0n)).toEqual([[{ seconds: 1767323045 - 9 * 3600, nanos: 0 }]]);
      await zoned.close();
    });
  }

  test.each(faults[kind.driver])("says of the option %j: %s", async (option, message) => {
    const other = await openDatabase(kind.driver, source("certs", option));
    const done = rowsOf(other, "SELECT serial_number FROM certificates WHERE reason = ?", 9n);
    if (message === "nothing") await done;
    else await expect(done).rejects.toHaveProperty("message", message);
    await other.close();
  });
});

const key = { algo: "ecdsa", size: 256 };

const writeScript = `exec 2>log
cfssl gencert -initca ca.json | cfssljson -bare ca
for i in 1 2; do
  cfssl gencert -ca ca.pem -ca-key ca-key.pem -db-config db.json x.json | cfssljson -bare x$i
  cfssl certinfo -cert x$i.pem >x$i.txt
done
id() { grep "$2" $1.txt | tr -d ' ,":' | sed "s/$2//"; }
aki=$(id x1 authority_key_id | tr A-Z a-z)
cfssl revoke -db-config db.json -serial $(id x1 serial_number) -aki $aki -reason superseded
cfssl ocsprefresh -db-config db.json -ca ca.pem -responder ca.pem -responder-key ca-key.pem`;

const readScript = `id() { grep "$2" $1.txt | tr -d ' ,":' | sed "s/$2//"; }
aki=$(id x1 authority_key_id)
for i in 1 2; do
  cfssl certinfo -db-config db.json -serial $(id x$i serial_number) -aki $aki >y$i.txt
  cmp x$i.txt y$i.txt
done
cfssl crl -db-config db.json -ca ca.pem -ca-key ca-key.pem | base64 -d | openssl crl -inform DER -noout -text >crl.txt
cfssl ocspdump -db-config db.json >responses
cfssl ocsprefresh -db-config db.json -ca ca.pem -responder ca.pem -responder-key ca-key.pem
echo ok $(grep -c 'Serial Number' crl.txt) revoked, $(wc -l <responses) responses`;
