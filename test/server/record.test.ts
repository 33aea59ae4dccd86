import { readFileSync } from "node:fs";
import { createCertificateDatabase } from "../../src/cfssl/certdb/database.js";
import { decodeUtf8 } from "../../src/go/utf8.js";
import { openDatabase } from "../../src/host/database/open.js";
import { chooseRelease } from "../../src/release/choose-release.js";
import { type ApiServer, createApiServer, fixture } from "../support/api-server.js";
import { fixturePath } from "../support/contents.js";
import { type DatabaseFolder, makeDatabaseFolder } from "../support/database-folder.js";

let folder: DatabaseFolder;
let server: ApiServer;
beforeAll(async () => {
  folder = makeDatabaseFolder();
  const statements = readFileSync(fixturePath("certdb/sqlite.sql"), "utf8").split(";");
  await folder.change(...statements.filter((statement) => statement.trim() !== ""));
  const rules = chooseRelease("1.6")?.issuing;
  if (!rules) throw new Error("the release is missing");
  const database = createCertificateDatabase(await openDatabase("sqlite3", `${folder.path}/certs.db`), rules);
  server = await createApiServer({ database });
  server.log();
});
beforeEach(() => void server.log());
afterAll(() => folder.remove());

const serial = "493304577602637116112725773557318981488499788497";
const aki = "6132b5432d05a35e76c3f4c2d9f51189f1f063b5";
const added = {
  serial_number: serial,
  authority_key_identifier: aki,
  status: "good",
  expiry: "2126-10-30T21:15:30Z",
  pem: fixture("cert-until-2126.pem"),
};

/** The answer of a GET: its body. */
async function get(path: string): Promise<string> {
  const answer = await server.send(`GET /api/v1/cfssl/${path} HTTP/1.1\r\nHost: h\r\n\r\n`);
  return answer.split("\r\n\r\n")[1] ?? "";
}

// The answers, log lines and rows are those of cfssl serve 1.6.5.
test("what is issued is on record before the client has it", async () => {
  const request = { certificate_request: fixture("leaf-ecdsa-256.csr"), hosts: ["a.b", "1.2.3.4"], label: "west" };
  const [, body] = await server.post("sign", { ...request, profile: "serial", serial: 77 });
  const [row] = await folder.ask(
    "SELECT ca_label, status, sans, common_name, pem FROM certificates WHERE serial_number = '77'",
  );
  const pem = JSON.parse(body).result.certificate;
  expect(row).toEqual(["west", "good", new TextEncoder().encode('["a.b"]'), "leaf.example", pem]);
});

test("a serial number that a client uses twice gets no second certificate", async () => {
  const request = { certificate_request: fixture("leaf-ecdsa-256.csr"), profile: "serial", serial: 78 };
  await server.post("sign", request);
  server.log();
  const [status, body] = await server.post("sign", request);
  const message = "UNIQUE constraint failed: certificates.serial_number, certificates.authority_key_identifier";
  expect([status, JSON.parse(body).errors]).toEqual(["400", [{ code: 11000, message }]]);
  expect(server.log()).toContain(`[WARNING] failed to sign request: {"code":11000,"message":"${message}"}\n`);
});

test.each<[string, object, string]>([
  [
    "an expiry that is not written in UTC",
    { expiry: "2126-10-30T21:15:30+00:00" },
    "Expiry of request and certificate do not match",
  ],
  ["another expiry", { expiry: "2126-10-30T21:15:31Z" }, "Expiry of request and certificate do not match"],
  ["a status that is none", { status: "x" }, "Invalid certificate status"],
  [
    "a reason that is none",
    { status: "revoked", revoked_at: "2026-01-01T00:00:00Z", reason: 7 },
    "Invalid certificate status reason code",
  ],
])("a certificate with %s is not added", async (_what, over, message) => {
  const [status, body] = await server.post("certadd", { ...added, ...over });
  expect([status, JSON.parse(body).errors]).toEqual(["400", [{ code: 400, message }]]);
});

test("a certificate is added as it was sent, found, revoked and listed", async () => {
  const more = { metadata: { a: [1, 2] }, sans: 5, issued_at: "2026-01-01T02:00:00-05:00", status: "unknown" };
  const text = JSON.stringify({ ...added, ...more }).replace("[1,2]", "[1, 2]");
  expect(await server.post("certadd", text)).toEqual([
    "200",
    '{"success":true,"result":{},"errors":[],"messages":[]}\n',
  ]);
  const columns = "status, metadata, sans, issued_at, not_before, common_name";
  const [row = []] = await folder.ask(`SELECT ${columns} FROM certificates WHERE serial_number = '${serial}'`);
  const shown = row.map((cell) => (cell instanceof Uint8Array ? decodeUtf8(cell) : cell));
  const issuedAt = { seconds: Date.parse("2026-01-01T07:00:00Z") / 1000, nanos: 0 };
  expect(shown).toEqual(["unknown", '{"a":[1, 2]}', "5", issuedAt, null, null]);

  const upperCase = aki.toUpperCase().replace(/..(?=.)/g, "$&:");
  const [, found] = await server.post("certinfo", { serial, authority_key_id: upperCase });
  expect(JSON.parse(found).result.serial_number).toBe(serial);

  expect(await server.post("revoke", { serial, authority_key_id: aki, reason: "superseded" })).toEqual([
    "200",
    '{"success":true,"result":{},"errors":[],"messages":[]}\n',
  ]);
  const list = Buffer.from(JSON.parse(await get("crl?expiry=1h")).result, "base64").toString("hex");
  expect(list).toContain(BigInt(serial).toString(16));
  expect(server.log()).toContain("[INFO] requested expiry time of 1h\n");
});

test.each<[string, string, number, string]>([["crl?expiry=zz", "500", 0, 'time: invalid duration "zz"']])(
  "%s is refused",
  async (path, _status, code, message) => {
    expect(JSON.parse(await get(path)).errors).toEqual([{ code, message }]);
  },
);

test("a part of the query that cannot be read does not count", async () => {
  expect(JSON.parse(await get("crl?expiry=%zz")).success).toBe(true);
});

test.each<[string, object, string, number, string]>([
  ["revoke", {}, "400", 400, "serial number is required but not provided"],
  ["revoke", { serial: 5 }, "400", 400, "Unable to parse revocation request"],
  ["revoke", { serial: "1", reason: "zz" }, "400", 400, "Invalid reason code"],
  ["revoke", { serial: "1" }, "400", 11200, "failed to revoke the certificate: certificate not found"],
  ["certinfo", { serial: "1", authority_key_id: "aa" }, "500", 0, "no certificate found"],
])("%s %j is refused", async (endpoint, body, status, code, message) => {
  const [found, text] = await server.post(endpoint, body);
  expect([found, JSON.parse(text).errors]).toEqual([status, [{ code, message }]]);
});
