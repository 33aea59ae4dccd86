/**
 * cfssl as a library: what the programs `cfssl` and `cfssl-certinfo` do, without a process around it. Texts go in and
 * out; nothing is read, written or printed, but for the log that a caller hands in.
 */

export { CfsslError, UnavailableError } from "./cfssl/errors.js";
export type { Logger } from "./cfssl/log.js";
export type { Sources } from "./cfssl/sources.js";
export { GoError, GoPanic } from "./go/errors.js";
export type * from "./library/config-json.js";
export type { Fetch, FetchRequest, FetchResponse } from "./library/fetch.js";
export { type CrlRequest, certinfo, csrinfo, gencrl } from "./library/inspect.js";
export {
  type CaFiles,
  createLocalSigner,
  gencsr,
  genkey,
  type IssueOptions,
  initca,
  type LocalSigner,
  renewca,
  selfsign,
} from "./library/issue.js";
export { createLogger } from "./library/logger.js";
export type { Options } from "./library/options.js";
export type * from "./library/request-json.js";
export type * from "./library/types.js";
