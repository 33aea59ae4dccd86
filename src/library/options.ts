import type { Logger } from "../cfssl/log.js";
import type { Sources } from "../cfssl/sources.js";
import type { Fetch } from "./fetch.js";

/** Options of every function of the library. */
export interface Options {
  /** The release to follow: cfssl 1.6.5, which is the default, or 1.2.0. */
  readonly compat?: "1.6" | "1.2" | undefined;
  /**
   * The form of the private keys that come out. `cfssl`, the default, is upstream's: PKCS #1 for RSA, SEC 1 for ECDSA,
   * and for Ed25519 a label that OpenSSL and Node do not know. `pkcs8` is `-----BEGIN PRIVATE KEY-----` for all of them.
   */
  readonly keyFormat?: "cfssl" | "pkcs8" | undefined;
  /** Gets the lines that the programs print to standard error; default: nobody. */
  readonly log?: Logger | undefined;
  /** Milliseconds since 1970 (UTC); default: the clock. */
  readonly now?: (() => number) | undefined;
  /** Where serial numbers come from; default: the system's secure source. */
  readonly random?: ((length: number) => Uint8Array) | undefined;
  /** Where `env:` and `file:` values of a configuration are looked up; default: nowhere. */
  readonly sources?: Sources | undefined;
  /** Sends the requests to `ct_log_servers`. Nothing else uses the network. Default: the runtime's fetch. */
  readonly fetch?: Fetch | undefined;
  /** Stops the work when it is aborted: the promise then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds for the logs to accept one certificate, with all attempts and waits. Then the promise rejects with a
   * DOMException named TimeoutError. Default: 30000; Infinity sets no limit.
   */
  readonly timeout?: number | undefined;
}
