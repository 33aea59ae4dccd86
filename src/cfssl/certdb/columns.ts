import { type Columns, scanBytes, scanInt, scanJson, scanNull, scanString, scanTime } from "../../go/sql.js";
import type { CertificateRecord, OcspRecord } from "./records.js";

/** The columns that upstream's first migration makes. Upstream's errors count columns in alphabetical order. */
type EarlyRecord = Omit<CertificateRecord, "issuedAt" | "notBefore" | "metadata" | "sans" | "commonName">;

const serial = ["serial_number", scanString] as const;
const authorityKeyId = ["authority_key_identifier", scanString] as const;
const expiry = ["expiry", scanTime] as const;
const caLabel = ["ca_label", scanString] as const;
const pem = ["pem", scanString] as const;
const reason = ["reason", scanInt] as const;
const revokedAt = ["revoked_at", scanTime] as const;
const status = ["status", scanString] as const;

/** The columns of `certificates`, in alphabetical order. */
export const certificateColumns: Columns<CertificateRecord> = {
  authorityKeyId,
  caLabel,
  commonName: ["common_name", scanNull(scanString)],
  expiry,
  issuedAt: ["issued_at", scanNull(scanTime)],
  metadata: ["metadata", scanNull(scanJson)],
  notBefore: ["not_before", scanNull(scanTime)],
  pem,
  reason,
  revokedAt,
  sans: ["sans", scanNull(scanJson)],
  serial,
  status,
};

/** The columns of `certificates` that cfssl 1.2.0 knows. */
export const earlyColumns: Columns<EarlyRecord> = {
  authorityKeyId,
  caLabel,
  expiry,
  pem,
  reason,
  revokedAt,
  serial,
  status,
};

/** What a record has in the columns that the database does not. */
export const laterMembers = { issuedAt: null, notBefore: null, metadata: null, sans: null, commonName: null };

/** The columns of `ocsp_responses`, in alphabetical order. */
export const ocspColumns: Columns<OcspRecord> = {
  authorityKeyId,
  body: ["body", scanBytes],
  expiry,
  serial,
};

/** The names of columns, for a statement. */
export function columnNames(columns: Readonly<Record<string, readonly [name: string, ...rest: unknown[]]>>): string {
  return Object.values(columns)
    .map(([name]) => name)
    .join(", ");
}
