import type { RoundTrip } from "../go/http/message.js";

/** The connection to other machines. */
export interface Network {
  readonly roundTrip: RoundTrip;
  /** An environment variable that may name a proxy; undefined when unset. */
  env(name: string): string | undefined;
  /** Waits this many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /**
   * The network for the work on one certificate, where such work has a limit. Past the limit it throws errors other
   * than GoError.
   */
  begin?(): Network & { end(): void };
}
