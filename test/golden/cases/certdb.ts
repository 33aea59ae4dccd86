import { DatabaseFile } from "../../support/case.js";
import { bytesOf } from "../../support/contents.js";
import { family, type Given, golden, pem } from "../describe.js";
import { authority, defaultProfile, plainRequest } from "./common.js";

const config = { driver: "sqlite3", data_source: "certs.db" };

/** Upstream's tables, with rows for which `statements` are. */
function database(statements = "") {
  return { "db.json": config, "certs.db": new DatabaseFile("sqlite.sql", statements) };
}

const ca = "-ca ca.pem -ca-key ca-key.pem";
const given = { ...authority(), "leaf.csr": pem("leaf-ecdsa-256.csr"), "csr.json": plainRequest };
const sign = `cfssl sign ${ca} -db-config db.json`;
const gencert = `cfssl gencert ${ca} -db-config db.json`;
const revoke = "cfssl revoke -db-config db.json -serial 4660 -aki ab";

const leaf = new TextDecoder().decode(bytesOf(pem("cert-ecdsa-256.pem")));

/** A row of `certificates` by its cells as SQL. */
function row(cells: Readonly<Record<string, string>> = {}): string {
  const all = {
    serial_number: "'4660'",
    authority_key_identifier: "'ab'",
    ca_label: "''",
    status: "'good'",
    reason: "0",
    expiry: "'2090-01-01 00:00:00+00:00'",
    revoked_at: "'0001-01-01 00:00:00+00:00'",
    pem: "'x'",
    ...cells,
  };
  return `INSERT INTO certificates (${Object.keys(all).join(", ")}) VALUES (${Object.values(all).join(", ")});\n`;
}

const revoked = { status: "'revoked'", reason: "4", revoked_at: "'2026-01-02 03:04:05'" };

const issuing = [
  golden("certdb/sign", `${sign} leaf.csr`, { ...given, ...database() }),
  golden("certdb/sign-debug", `${sign} -loglevel 0 leaf.csr`, { ...given, ...database() }),
  golden("certdb/gencert", `${gencert} csr.json`, { ...given, ...database() }),
  golden("certdb/gencert-label", `${gencert} -label 'a;b' csr.json`, { ...given, ...database() }),
  golden("certdb/gencert-debug", `${gencert} -loglevel 0 csr.json`, { ...given, ...database() }),
  golden("certdb/gencert-without-hosts", `${gencert} csr.json`, { ...given, ...database(), "csr.json": { CN: "x" } }),
  golden("certdb/gencert-without-names", `${gencert} csr.json`, {
    ...given,
    ...database(),
    "csr.json": { names: [{ O: "x" }] },
  }),
  golden("certdb/gencert-address-by-flag", `${gencert} -hostname 10.0.0.1 csr.json`, { ...given, ...database() }),
  golden("certdb/gencert-escapes", `${gencert} csr.json`, {
    ...given,
    ...database(),
    "csr.json": { CN: "a<&>b'\"", hosts: ["<&>.example", "x'y"] },
  }),
  golden("certdb/gencert-fractions", `${gencert} -config config.json csr.json`, {
    ...given,
    ...database(),
    "config.json": defaultProfile({ backdate: "90s500ms", expiry: "1h0m0.25s" }),
  }),
  golden("certdb/gencert-fixed-moments", `${gencert} -config config.json csr.json`, {
    ...given,
    ...database(),
    "config.json": defaultProfile({ not_before: "2020-02-03T04:05:06.5Z", not_after: "2090-02-03T04:05:06.25Z" }),
  }),
  golden("certdb/gencert-authority", `${gencert} -hostname x.example -config config.json csr.json`, {
    ...given,
    ...database(),
    "config.json": defaultProfile({ ca_constraint: { is_ca: true } }),
  }),
  golden("certdb/sign-without-ski", `${sign} leaf.csr`, {
    ...given,
    ...authority("ca-without-ski", "ca-ecdsa-256"),
    ...database(),
  }),
  golden("certdb/sign-unreadable-certificate", `${sign} -config config.json leaf.csr`, {
    ...given,
    ...database(),
    "config.json": defaultProfile({ policies: [{ id: "1.2.3" }, { id: "1.2.3" }] }),
  }),
  golden(
    "certdb/commands-that-write-nothing",
    [
      "cfssl gencert -initca -db-config no csr.json",
      "cfssl selfsign -db-config no x.example csr.json",
      "cfssl genkey -db-config no csr.json",
      "cfssl gencsr -key ca-key.pem -db-config no csr.json",
      "cfssl certinfo -db-config no -cert ca.pem",
    ].join(" ; "),
    given,
  ),
  golden(
    "certdb/order-of-faults",
    [
      "cfssl sign -db-config no missing.csr",
      "cfssl sign -db-config no leaf.csr",
      `cfssl sign ${ca} -db-config no leaf.csr`,
      "cfssl sign -ca no -ca-key no -db-config no leaf.csr",
      "cfssl sign -remote http://127.0.0.1:1 -db-config no leaf.csr",
      `cfssl gencert ${ca} -db-config no csr.json`,
      `cfssl gencert ${ca} -db-config no ca.json`,
    ].join(" ; "),
    { ...given, "ca.json": { CN: "x", ca: {} } },
  ),
  golden("certdb/no-table", `${sign} leaf.csr ; ${gencert} csr.json`, {
    ...given,
    ...database("DROP TABLE certificates"),
  }),
  golden("certdb/first-migration", `${sign} leaf.csr ; ${revoke} -reason 1 ; cfssl crl ${ca} -db-config db.json`, {
    ...given,
    ...database(
      ["issued_at", "not_before", "metadata", "sans", "common_name"]
        .map((name) => `ALTER TABLE certificates DROP COLUMN ${name};\n`)
        .join("") + row(),
    ),
  }),
];

const configs = family<Given>(
  "certdb/config-",
  {
    empty: "",
    array: [],
    null: "null",
    "without-members": {},
    "without-source": { driver: "sqlite3" },
    "driver-null": '{"driver":null,"data_source":"certs.db"}',
    "driver-number": { driver: 5, data_source: "certs.db" },
    "source-list": { driver: "sqlite3", data_source: ["certs.db"] },
    "unknown-driver": { driver: 'sqlite"\u00e9', data_source: "certs.db" },
    "other-case": { DRIVER: "sqlite3", Data_Source: "certs.db", more: 1 },
    "two-drivers": '{"driver":"x","driver":"sqlite3","data_source":"certs.db"}',
  },
  (name, text) => golden(name, `${revoke} -reason 1`, { ...database(), "db.json": text }),
);

const reasons = family(
  "certdb/revoke-reason-",
  { name: "superseded", "upper-case": "KEYCOMPROMISE", ten: "aACompromise", number: "+7", empty: "''" },
  (name, reason) => golden(name, `${revoke} -reason=${reason === "''" ? "" : reason}`, database(row())),
);

const badReasons = family(
  "certdb/revoke-bad-reason-",
  { "by-default": "", zero: "-reason 0", "ten-by-number": "-reason 10", negative: "-reason=-1", word: "-reason zz" },
  (name, reason) => golden(name, `${revoke} ${reason}`, database(row())),
);

const revoking = [
  golden(
    "certdb/revoke-order-of-checks",
    [
      "cfssl revoke x",
      "cfssl revoke",
      "cfssl revoke -serial 1",
      "cfssl revoke -serial 1 -aki ab",
      "cfssl revoke -serial 1 -aki ab -db-config no -reason zz",
      "cfssl revoke -serial 1 -aki ab -db-config db.json -reason zz",
      "cfssl revoke -serial 1 -aki ab -db-config db.json -reason 1",
      "cfssl revoke -serial 4660 -aki AB -db-config db.json -reason 1",
    ].join(" ; "),
    database(row()),
  ),
  golden(
    "certdb/revoke-expired-and-revoked",
    `${revoke} -reason certificateHold`,
    database(row({ ...revoked, expiry: "'2020-01-01'" })),
  ),
  golden(
    "certdb/revoke-two-rows",
    `${revoke} -reason 1`,
    database(
      `CREATE TABLE loose AS SELECT * FROM certificates; DROP TABLE certificates; ALTER TABLE loose RENAME TO certificates;\n${row()}${row()}`,
    ),
  ),
];

const lists = [
  golden("certdb/crl-empty", `cfssl crl ${ca} -db-config db.json`, { ...given, ...database() }),
  golden(
    "certdb/crl",
    `cfssl crl ${ca} -db-config db.json ; cfssl crl ${ca} -db-config db.json -expiry 1h -label zz more`,
    {
      ...given,
      ...database(
        [
          row({ serial_number: "'100'", ...revoked }),
          row({ serial_number: "'3'", ...revoked, expiry: "'2020-01-01 00:00:00+00:00'" }),
          row({ serial_number: "'6'" }),
          row({ serial_number: "'007'", ...revoked, authority_key_identifier: "'other'" }),
          row({ serial_number: "'1.5'", ...revoked, revoked_at: "'garbage'" }),
          row({ serial_number: "'-4'", ...revoked, revoked_at: "'2050-01-01T00:00:00Z'" }),
          row({ serial_number: "x'3137'", ...revoked, revoked_at: "1767322645123" }),
          row({ serial_number: "'9'", ...revoked, status: "'REVOKED'" }),
        ].join(""),
      ),
    },
  ),
  golden(
    "certdb/crl-order-of-checks",
    [
      "cfssl crl",
      "cfssl crl -ca ca.pem",
      `cfssl crl ${ca}`,
      "cfssl crl -ca no -ca-key no -db-config no",
      "cfssl crl -ca no -ca-key no -db-config db.json",
      "cfssl crl -ca ca.pem -ca-key no -db-config db.json",
      "cfssl crl -ca leaf.csr -ca-key zz:x -db-config db.json",
      "cfssl crl -ca leaf.csr -ca-key leaf.csr -db-config db.json",
      `cfssl crl -loglevel 0 ${ca} -db-config db.json`,
    ].join(" ; "),
    { ...given, ...database("DROP TABLE certificates") },
  ),
];

const unreadable = family(
  "certdb/unreadable-",
  {
    "label-null": { ca_label: "NULL" },
    "reason-null": { reason: "NULL" },
    "reason-text": { reason: "'x'" },
    "reason-fraction": { reason: "1.5" },
    "reason-huge": { reason: "99999999999999999999" },
    "revoked-at-null": { revoked_at: "NULL" },
    "revoked-at-fraction": { revoked_at: "1.5" },
    "metadata-number": { metadata: "x'35'", common_name: "5", sans: "NULL", issued_at: "x'00'" },
  },
  (name, cells) =>
    golden(name, `cfssl crl ${ca} -db-config db.json`, { ...given, ...database(row({ ...revoked, ...cells })) }),
);

const looking = [
  golden(
    "certdb/certinfo",
    [
      "cfssl certinfo -serial 4660 -aki A:B -db-config db.json",
      "cfssl-certinfo -serial 4660 -aki AB -db-config db.json",
    ].join(" ; "),
    database(row({ pem: `'${leaf}'` })),
  ),
  golden(
    "certdb/certinfo-faults",
    [
      "cfssl certinfo -serial 1",
      "cfssl certinfo -serial 1 -aki ab",
      "cfssl certinfo -serial 1 -aki ab -db-config no",
      "cfssl certinfo -serial 1 -aki ab -db-config db.json",
      "cfssl certinfo -serial 04660 -aki ab -db-config db.json",
      "cfssl certinfo -serial 4660 -aki ' ab' -db-config db.json",
      "cfssl certinfo -serial 4660 -aki ab -db-config db.json",
      "cfssl-certinfo -serial 1 -aki ab",
      "cfssl-certinfo -serial 1 -aki ab -db-config db.json",
    ].join(" ; "),
    database(row()),
  ),
];

export const certdbCases = [
  ...issuing,
  ...configs,
  ...reasons,
  ...badReasons,
  ...revoking,
  ...lists,
  ...unreadable,
  ...looking,
];
