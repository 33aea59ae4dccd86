/** The names of Go's drivers, as the file of -db-config has them. */
export type Driver = "sqlite3" | "postgres" | "mysql";

/** What a column holds, for the type that a database gives it. */
type Kind = "key" | "label" | "number" | "time" | "pem" | "json" | "text";

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  /** The migration of upstream's that makes it. */
  readonly since: 1 | 2;
}

/** The number of upstream's last migration. */
export const lastMigration = 2;

function column(name: string, kind: Kind, since: 1 | 2 = 1): Column {
  return { name, kind, since };
}

const serial = column("serial_number", "key");
const authorityKeyId = column("authority_key_identifier", "key");
const expiry = column("expiry", "time");

/** The columns of upstream's tables, in upstream's order. */
export const tables = {
  certificates: [
    serial,
    authorityKeyId,
    column("ca_label", "label"),
    column("status", "key"),
    column("reason", "number"),
    expiry,
    column("revoked_at", "time"),
    column("pem", "pem"),
    column("issued_at", "time", 2),
    column("not_before", "time", 2),
    column("metadata", "json", 2),
    column("sans", "json", 2),
    column("common_name", "text", 2),
  ],
  ocsp_responses: [serial, authorityKeyId, column("body", "pem"), expiry],
} as const satisfies Readonly<Record<string, readonly Column[]>>;

export type TableName = keyof typeof tables;

/** How a database says what all of them have. */
export interface Dialect {
  readonly types: Readonly<Record<Kind, string>>;
  /** Whether upstream's OCSP responses refer to certificates by a foreign key. */
  readonly hasForeignKey: boolean;
  /** Selects the names and declared types of a table's columns; no rows if there is no such table. */
  columnsOf(table: TableName | typeof versionTable): string;
  /** The columns of the table in which goose keeps the numbers of the migrations that were done. */
  readonly versionColumns: string;
}

/** The table in which goose keeps books. */
export const versionTable = "goose_db_version";

const zeroTime = "timestamp DEFAULT '0000-00-00 00:00:00'";

export const dialects: Readonly<Record<Driver, Dialect>> = {
  sqlite3: {
    types: {
      ...{ key: "blob NOT NULL", label: "blob", number: "int", time: "timestamp", pem: "blob NOT NULL" },
      ...{ json: "text", text: "text" },
    },
    hasForeignKey: true,
    columnsOf: (table) => `SELECT name, type FROM pragma_table_info('${table}')`,
    versionColumns:
      "id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now'))",
  },
  postgres: {
    types: {
      ...{ key: "bytea NOT NULL", label: "bytea", number: "int", time: "timestamptz", pem: "bytea NOT NULL" },
      ...{ json: "jsonb", text: "text" },
    },
    hasForeignKey: true,
    // What the name means without a schema, as in cfssl's own statements.
    columnsOf: (table) =>
      `SELECT CAST(attname AS text), format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass('${table}') AND attnum > 0 AND NOT attisdropped`,
    versionColumns:
      "id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now()",
  },
  mysql: {
    types: {
      ...{ key: "varbinary(128) NOT NULL", label: "varbinary(128)", number: "int", time: zeroTime },
      ...{ pem: "varbinary(4096) NOT NULL", json: "JSON", text: "TEXT" },
    },
    hasForeignKey: false,
    columnsOf: (table) =>
      `SELECT column_name, column_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '${table}'`,
    versionColumns:
      "id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NULL DEFAULT now()",
  },
};

/** Makes a table as upstream's first migration does. */
export function createTable(name: TableName, { types, hasForeignKey }: Dialect): string {
  const key = `(${serial.name}, ${authorityKeyId.name})`;
  const parts = [
    ...tables[name].filter(({ since }) => since === 1).map(({ name, kind }) => `${name} ${types[kind]}`),
    `PRIMARY KEY ${key}`,
    ...(name === "ocsp_responses" && hasForeignKey ? [`FOREIGN KEY ${key} REFERENCES certificates ${key}`] : []),
  ];
  return `CREATE TABLE ${name} (${parts.join(", ")})`;
}

/** Adds a column as upstream's second migration does. */
export function addColumn({ name, kind }: Column, { types }: Dialect): string {
  return `ALTER TABLE certificates ADD COLUMN ${name} ${types[kind]}`;
}

export function createVersionTable({ versionColumns }: Dialect): string {
  return `CREATE TABLE ${versionTable} (${versionColumns})`;
}
