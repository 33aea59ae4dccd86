import type { RoundTrip } from "../go/http/message.js";

/** The way to other machines. */
export interface Network {
  readonly roundTrip: RoundTrip;
  /** An environment variable, for the proxies that it may name; undefined when unset. */
  env(name: string): string | undefined;
  /** Waits so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** A way for the work of one certificate, where such work has limits. What it throws for a limit is no GoError. */
  begin?(): Network & { end(): void };
}
