/**
 * cfssl as a library: what the programs `cfssl` and `cfssl-certinfo` do, without a process around it. Texts go in and
 * out; nothing is read, written or printed, except for the log that a caller hands in.
 */

export { CfsslError, type CfsslErrorJson, type CfsslErrorName, UnavailableError } from "./cfssl/errors.js";
export type { Logger } from "./cfssl/log.js";
export type { Sources } from "./cfssl/sources.js";
export { GoError, GoPanic } from "./go/errors.js";
export { orderChain, splitBundle } from "./library/bundle.js";
export { certinfo, csrinfo } from "./library/certinfo.js";
export {
  type CheckOptions,
  type CheckReport,
  type CheckSummary,
  check,
  type ReportedFile,
  type ReportedFinding,
  type ReportedUse,
} from "./library/check.js";
export type * from "./library/config-json.js";
export { daysLeft } from "./library/days-left.js";
export { describeCertificate, describeRequest } from "./library/describe.js";
export type * from "./library/description.js";
export { type DrawOptions, drawReport } from "./library/draw-report.js";
export {
  type CertificateStore,
  EnsureError,
  type EnsureOptions,
  type EnsureResult,
  ensure,
  type RenewedRow,
  type StoredFile,
  type WrittenOutput,
} from "./library/ensure.js";
export { type Cause, type ExplainedMessage, type ExplainReport, explain, type UsualCause } from "./library/explain.js";
export { ExportError, type ExportedPair, type ExportForm, type ExportOptions, exportAs } from "./library/export.js";
export type { Fetch, FetchRequest, FetchResponse } from "./library/fetch.js";
export type { CheckRole, ClusterOptions, FileToCheck } from "./library/files-to-check.js";
export { type FingerprintOptions, fingerprint } from "./library/fingerprint.js";
export { type CrlRequest, gencrl } from "./library/gencrl.js";
export { gencsr, genkey, type InitcaOptions, initca, renewca, selfsign } from "./library/issue.js";
export {
  type CaFiles,
  createLocalSigner,
  type IssueOptions,
  type LocalSigner,
  type RenewOptions,
} from "./library/local-signer.js";
export { createLogger } from "./library/logger.js";
export type * from "./library/manifest-json.js";
export { createMemoryStore, type MemoryStore } from "./library/memory-store.js";
export type * from "./library/name-constraints.js";
export type { Options } from "./library/options.js";
export type * from "./library/request-json.js";
export { type TestPair, type TestPki, type TestPkiOptions, testPki } from "./library/test-pki.js";
export type * from "./library/types.js";
export { type VerifiedCertificate, type VerifyTerms, verifyCertificate } from "./library/verify.js";
