import { X509Certificate } from "node:crypto";
import { genkey, initca } from "../../../src/index.js";
import { type DatabaseFolder, makeDatabaseFolder } from "../../support/database-folder.js";
import { fakeNow } from "../../support/fake-host.js";

let folder: DatabaseFolder;
let serials: Readonly<Record<string, string>>;
let authorityKeyId: string;

/** Three certificates of a CA: www, mail which is revoked, old which has expired. */
beforeAll(async () => {
  folder = makeDatabaseFolder();
  const ca = await initca({ CN: "CA" }, { now: () => fakeNow });
  folder.put("ca.pem", ca.cert);
  folder.put("ca-key.pem", ca.key);
  folder.put("config.json", JSON.stringify({ signing: { default: { expiry: "480h", usages: ["server auth"] } } }));
  folder.put(
    "old-config.json",
    JSON.stringify({
      signing: {
        default: {
          usages: ["server auth"],
          expiry: "1h",
          not_before: "2025-01-01T00:00:00Z",
          not_after: "2025-06-01T00:00:00Z",
        },
      },
    }),
  );
  await folder.run("certdb init -db-config db.json");
  const sign = async (name: string, hosts: readonly string[], flags: string) => {
    const { csr } = await genkey({ CN: name, hosts: [...hosts] });
    folder.put(`${name}.pem`, csr);
    const { stdout } = await folder.run(`sign -ca ca.pem -ca-key ca-key.pem -db-config db.json ${flags} ${name}.pem`);
    return BigInt(`0x${new X509Certificate(JSON.parse(stdout).cert).serialNumber}`).toString();
  };
  const www = await sign(
    "www",
    ["www.example.com", "*.shop.example.com", "10.0.0.1"],
    "-config config.json -label web",
  );
  const mail = await sign("mail", ["mail.example.com", "2001:db8::1"], "-config config.json");
  const old = await sign("old", [], "-config old-config.json");
  serials = { www, mail, old };
  authorityKeyId = String((await folder.ask("SELECT authority_key_identifier FROM certificates"))[0]?.[0]);
  await folder.run(`revoke -db-config db.json -serial ${mail} -aki ${authorityKeyId} -reason superseded`);
});
afterAll(() => folder.remove());

async function listed(flags: string) {
  const { code, stdout, stderr } = await folder.run(`list -db-config db.json -json ${flags}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line).commonName);
}

test.each([
  ["", ["www", "mail", "old"]],
  ["-status good", ["www"]],
  ["-status revoked", ["mail"]],
  ["-status expired", ["old"]],
  ["-cn W", ["www"]],
  ["-cn zzz", []],
  ["-label web", ["www"]],
  ["-aki 00", []],
  ["-host www.example.com", ["www"]],
  ["-host WWW.Example.com", ["www"]],
  ["-host a.shop.example.com", ["www"]],
  ["-host *.shop.example.com", ["www"]],
  ["-host a.b.shop.example.com", []],
  ["-host shop.example.com", []],
  ["-host 10.0.0.1", ["www"]],
  ["-host 2001:DB8:0::1", ["mail"]],
  ["-expires-within 479h", []],
  ["-expires-within 480h", ["www"]],
  ["-status revoked -host mail.example.com", ["mail"]],
])("list %s prints the certificates that all flags fit", async (flags, names) => {
  expect(await listed(flags)).toEqual(names);
});

test("-aki takes colons and capital letters", async () => {
  const spelled = authorityKeyId.toUpperCase().replace(/..(?=.)/g, "$&:");
  expect(await listed(`-aki ${spelled}`)).toEqual(["www", "mail", "old"]);
});

test("the table shows names, what is left, and serial numbers, in 80 columns", async () => {
  const { stdout } = await folder.run("list -db-config db.json");
  const begin = (name: string) => serials[name]?.slice(0, 12);
  const lines = stdout.split("\n").map((line) => line.replace(/(\s\d{12})\d*…?$/, "$1"));
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(lines.map((line) => line.split(/\s+/).filter((word) => word !== ""))).toEqual([
    ["NAME", "DNS", "NAMES", "LEFT", "SERIAL"],
    ["www", expect.stringMatching(/^www\.example\.com,\*\.shop/), "19d", begin("www")],
    ["mail", "mail.example.com", "revoked", begin("mail")],
    ["old", "-", "expired", begin("old")],
    [],
  ]);
});

test("a row with JSON has all that the database says, in RFC 3339", async () => {
  const { stdout } = await folder.run("list -db-config db.json -json -cn mail");
  expect(JSON.parse(stdout)).toEqual({
    ...{ serial: serials["mail"], authorityKeyId, state: "revoked", commonName: "mail" },
    ...{ dnsNames: ["mail.example.com"], notBefore: "2026-02-03T04:01:00Z", expiry: "2026-02-23T04:01:00Z" },
    ...{ issuedAt: "2026-02-03T04:05:47Z", reason: "superseded", label: "", metadata: null },
    revokedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});

test.each([
  ["the whole serial number", (serial: string) => serial],
  ["its beginning", (serial: string) => serial.slice(0, 20)],
  ["its beginning as list cuts it", (serial: string) => `${serial.slice(0, 12)}…`],
  ["hexadecimal", (serial: string) => `0x${BigInt(serial).toString(16)}`],
  [
    "openssl's form",
    (serial: string) =>
      BigInt(serial)
        .toString(16)
        .padStart(40, "0")
        .replace(/..(?=.)/g, "$&:"),
  ],
])("show finds a certificate by %s", async (_, spell) => {
  const { code, stdout, stderr } = await folder.run(`show -db-config db.json ${spell(serials["www"] ?? "")}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("name     www\nstate    good, 19 days left\n");
  expect(stdout).toContain(`\nserial   ${serials["www"]}\naki      ${authorityKeyId}\n`);
  expect(stdout).toContain("hosts    www.example.com *.shop.example.com 10.0.0.1\n");
  expect(new X509Certificate(stdout.slice(stdout.indexOf("-----BEGIN"))).subject).toBe("CN=www");
});

test("show -json has the certificate as certinfo shows it", async () => {
  const { stdout } = await folder.run(`show -json -db-config db.json ${serials["old"]}`);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ state: "expired", ocspResponseExpiry: null },
    certificate: { serial_number: serials["old"], subject: { common_name: "old" } },
  });
});

test.each([
  ["show -db-config db.json 1x", 2, '"1x" is no serial number'],
  ["show -db-config db.json", 2, "show takes one argument"],
  ["show -db-config db.json 00", 1, "There is no certificate with the serial number 00"],
  ["list -db-config db.json x", 2, 'list takes no arguments, but "x" is given'],
  ["list -db-config db.json -status bad", 2, '-status takes good, revoked or expired, not "bad"'],
  ["list -db-config db.json -expires-within -1h", 2, "-expires-within must not be negative"],
  ["list", 2, "-db-config is missing"],
])("cfssl %s is refused", async (line, code, message) => {
  const ran = await folder.run(line);
  expect({ ...ran, stderr: ran.stderr.slice(0, message.length) }).toEqual({ code, stdout: "", stderr: message });
});

describe("a database that other programs wrote to", () => {
  let other: DatabaseFolder;
  beforeEach(async () => {
    other = makeDatabaseFolder();
    await other.run("certdb init -db-config db.json");
    await other.change(
      "INSERT INTO certificates (serial_number, authority_key_identifier, status, pem) VALUES ('11', 'aa', 'good', 'x'), ('12', 'aa', 'odd', 'x'), ('11', 'bb', 'good', 'x')",
      "UPDATE certificates SET expiry = 'never', sans = '{}', common_name = CAST('a' || char(27) || '[31m' AS text) WHERE serial_number = '12'",
    );
  });
  afterEach(() => other.remove());

  test("is listed, with what it says", async () => {
    const { code, stdout } = await other.run("list -db-config db.json");
    expect({ code, lines: stdout.split("\n") }).toEqual({
      code: 0,
      lines: [
        "NAME       DNS NAMES  LEFT  SERIAL",
        "-          -          -     11",
        "a\\x1b[31m  -          odd   12",
        "-          -          -     11",
        "",
      ],
    });
  });

  test("needs -aki where two CAs use a serial number", async () => {
    expect(await other.run("show -db-config db.json 11")).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: "Several CAs use this serial number: add -aki\n  11  -aki aa\n  11  -aki bb\n",
    });
    expect((await other.run("show -db-config db.json -aki BB 11")).stdout).toContain("aki      bb\n");
  });

  test("says which serial numbers begin with what is given", async () => {
    const { code, stderr } = await other.run("show -db-config db.json 1");
    const lines = ["Several serial numbers begin so", "  11  ", "  12  a\\x1b[31m", "  11  ", ""];
    expect({ code, lines: stderr.split("\n") }).toEqual({ code: 2, lines });
  });

  test("is read without the columns of the second migration", async () => {
    for (const name of ["issued_at", "not_before", "metadata", "sans", "common_name"]) {
      await other.change(`ALTER TABLE certificates DROP COLUMN ${name}`);
    }
    expect((await other.run("list -db-config db.json -json -aki bb")).stdout).toContain('"serial":"11"');
    expect((await other.run("show -db-config db.json 12")).stdout).toContain("state    odd\n");
  });

  test("is refused without the table", async () => {
    await other.change("DROP TABLE certificates");
    const stderr = "db.json: there is no table certificates: cfssl certdb init -db-config db.json makes it\n";
    for (const line of ["list -db-config db.json", "show -db-config db.json 1", "certdb prune -db-config db.json"]) {
      expect(await other.run(line)).toEqual({ code: 2, stdout: "", stderr });
    }
  });
});

test("a table of many rows keeps the widths of the first ones", async () => {
  const many = makeDatabaseFolder();
  await many.run("certdb init -db-config db.json");
  await many.change(
    "INSERT INTO certificates (serial_number, authority_key_identifier, status, pem, common_name, sans) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT CAST(i AS text), 'aa', 'good', 'x', CASE WHEN i < 600 THEN 'name' ELSE 'a-longer-name' END, '[]' FROM n",
  );
  const { stdout } = await many.run("list -db-config db.json");
  many.remove();
  const lines = stdout.split("\n");
  expect([lines.length, lines[1], lines[1200]]).toEqual([
    1202,
    "name  -          -     1",
    "a-l…  -          -     1200",
  ]);
});
