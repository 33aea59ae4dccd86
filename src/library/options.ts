import type { Logger } from "../cfssl/log.js";
import type { Sources } from "../cfssl/sources.js";

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
}
