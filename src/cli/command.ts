import type { SigningPolicy } from "../cfssl/config/policy.js";
import type { Context } from "../cfssl/context.js";
import type { Host } from "../host/host.js";
import type { IssuingRules, Release } from "../release/release.js";
import type { Flags } from "./flags.js";

/** What a command is run with. */
export interface Invocation {
  /** The arguments after the flags. */
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly host: Host;
  /** What the library's functions take: log, clock, randomness, the release's rules for issuing. */
  readonly context: Context<IssuingRules>;
  /** The policy of -config; null without one. */
  readonly policy: SigningPolicy | null;
  readonly release: Release;
}

/** A command of `cfssl`: a value, found by name in commands/index and loaded when it is called. */
export interface Command {
  /** The forms of the command line after the command's name. */
  readonly usage: readonly string[];
  readonly description: readonly string[];
  /** Names of the flags that help shows: the rows of cli/flags that the command heeds. */
  readonly flags: readonly string[];
  /** Command lines that work, and what they do. */
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /**
   * Does the work and prints the result; the exit code is then 0.
   *
   * @throws an error that `program` prints and turns into an exit code
   */
  run(invocation: Invocation): Promise<void>;
}
