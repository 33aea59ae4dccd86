import type { Logger } from "../cfssl/log.js";
import type { Sources } from "../cfssl/sources.js";
import type { Fetch } from "./fetch.js";

/** What every function of the library takes beside its work. */
export interface Options {
  /** The behaviour to follow: cfssl 1.6.5, which is the default, or 1.2.0. */
  readonly compat?: "1.6" | "1.2";
  /** Gets the lines that the programs print to standard error; default: none are kept. */
  readonly log?: Logger;
  /** Milliseconds since 1970 (UTC); default: the clock. */
  readonly now?: () => number;
  /** Where serial numbers come from; default: the system's secure source. */
  readonly random?: (length: number) => Uint8Array;
  /** Where `env:` and `file:` values of a configuration are looked up; default: nowhere. */
  readonly sources?: Sources;
  /** Carries the requests to `ct_log_servers`, which are all that ever uses the network; default: the runtime's fetch. */
  readonly fetch?: Fetch;
  /** Ends the work where it is aborted: the promise then rejects with its reason. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds that the logs may take over one certificate, all attempts and waits together, before the promise
   * rejects with a DOMException named TimeoutError. Default: 30000; Infinity for no limit.
   */
  readonly timeout?: number;
}
