import { parseReadableCertificates } from "../../cfssl/input/certificate.js";
import { silent } from "../../cfssl/log.js";
import type { JsonRules } from "../../go/json/encode.js";
import { type Database, scanInt, scanNull, scanRow, scanString, scanTime, type Value } from "../../go/sql.js";
import type { Moment } from "../../go/time.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { ParserRules } from "../../x509/parse/rules.js";
import type { DatabaseState } from "./inspect.js";

/** A row of the table `certificates` as it is: other programs than cfssl may have left cells empty. */
export interface Row {
  readonly serial: string;
  /** Hexadecimal; empty if the certificate has none. */
  readonly authorityKeyId: string;
  readonly label: string;
  readonly status: string;
  readonly reason: bigint | null;
  readonly expiry: Moment | null;
  readonly revokedAt: Moment | null;
  /** Null if it was not asked for. */
  readonly pem: string | null;
  readonly issuedAt: Moment | null;
  readonly notBefore: Moment | null;
  /** JSON, unread. */
  readonly metadata: string | null;
  /** JSON, unread: the DNS names. */
  readonly sans: string | null;
  readonly commonName: string | null;
}

const orEmpty = (value: Value) => scanNull(scanString)(value) ?? "";
const text = scanNull(scanString);

/** Years before 1971 stand for no time: Go's zero time, MySQL's zero, and what Go's SQLite driver cannot read. */
const time = scanNull((value) => {
  const moment = scanTime(value);
  return moment.seconds < 31_536_000 ? null : moment;
});

const columns = {
  serial: ["serial_number", orEmpty],
  authorityKeyId: ["authority_key_identifier", orEmpty],
  label: ["ca_label", orEmpty],
  status: ["status", orEmpty],
  reason: ["reason", scanNull(scanInt)],
  expiry: ["expiry", time],
  revokedAt: ["revoked_at", time],
  pem: ["pem", text],
  issuedAt: ["issued_at", time],
  notBefore: ["not_before", time],
  metadata: ["metadata", text],
  sans: ["sans", text],
  commonName: ["common_name", text],
} as const;

/**
 * Reads rows of the table `certificates`, as they are asked for. Columns that the table lacks are null.
 *
 * @param withPem whether each row has its certificate; if not, only those have it that do not say their names elsewhere
 * @param condition what follows the name of the table in the statement
 * @throws GoError with the text of Go's driver
 */
export async function* readRows(
  database: Database,
  { tables: found }: DatabaseState,
  withPem: boolean,
  condition = "",
  values: readonly Value[] = [],
): AsyncIterable<Row> {
  const known = found.certificates;
  const hasNames = known?.has("common_name") && known.has("sans");
  const cells = Object.values(columns).map(([name]) => {
    if (!known?.has(name)) return `NULL AS ${name}`;
    if (name !== "pem" || withPem || !hasNames) return name;
    return "CASE WHEN common_name IS NULL OR sans IS NULL THEN pem END AS pem";
  });
  const statement = `SELECT ${cells.join(", ")} FROM certificates ${condition}`;
  for await (const row of database.query(statement.trimEnd(), values)) yield scanRow<Row>(row, columns);
}

export interface CertificateRules {
  readonly parser: ParserRules;
  readonly json: JsonRules;
}

/** The certificate of a row; null if it has none that can be read. */
export function certificateOf({ pem }: Row, rules: CertificateRules): Certificate | null {
  if (pem === null) return null;
  const [certificate = null] = parseReadableCertificates(encodeUtf8(pem), { log: silent, rules });
  return certificate;
}

/** The DNS names that a row lists; null if it does not say. */
export function listedNames({ sans }: Row): readonly string[] | null {
  if (sans === null) return null;
  const value = parseJson(sans);
  if (value === null) return [];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : null;
}

/** A value of a cell with JSON; undefined if it is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
