import type { SigningPolicy } from "../cfssl/config/policy.js";
import type { Context } from "../cfssl/context.js";
import type { Host } from "../host/host.js";
import type { IssuingRules, Release } from "../release/release.js";
import type { Flags } from "./flags.js";
import type { FlagHelp, HelpPage, HelpRow } from "./help/page.js";
import type { ValueKind } from "./help/value-kind.js";

/** What a command gets. */
export interface Invocation {
  /** The arguments after the flags. */
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly host: Host;
  /** What the library's functions take: log, clock, random numbers, the release's rules for issuing. */
  readonly context: Context<IssuingRules>;
  /** The policy of -config; null without one. */
  readonly policy: SigningPolicy | null;
  readonly release: Release;
}

/** A command of `cfssl`. The table in commands/index finds it by name and loads it when it is called. */
export interface Command {
  /** The forms of the command line. */
  readonly usage: readonly string[];
  /** Paragraphs. */
  readonly description: readonly string[];
  /** Names of the flags that help shows: the rows of cli/flags that the command uses, the most important first. */
  readonly flags: readonly string[];
  /**
   * All flags of a command of ours, the most important first; its `flags` are then empty. A `config` or `loglevel` among
   * them is read as upstream's is.
   */
  readonly ownFlags?: readonly FlagHelp[];
  /** Flags of ours that a command of upstream's has beside upstream's. No other command accepts them. */
  readonly extraFlags?: readonly FlagHelp[];
  /** What flags mean to this command alone, where that is more exact than their rows. */
  readonly flagTexts?: Readonly<Record<string, string>>;
  /** The words of which one says what to do, with their summaries. It may stand before the flags or after them. */
  readonly actions?: readonly HelpRow[];
  /** What the arguments are, in their order, when these flags are given; without it there are none. */
  readonly arguments?: (isGiven: (flag: string) => boolean) => readonly ValueKind[];
  /** Command lines that work, and what they do. */
  readonly examples: HelpPage["examples"];
  /** Environment variables that the command uses beside those of `cfssl` itself. */
  readonly environment?: readonly HelpRow[];
  /** Exit codes, where they mean more than those of other commands; only the manual page shows them. */
  readonly exitStatus?: readonly HelpRow[];
  /**
   * Does the work and prints the result. The exit code is then 0.
   *
   * @throws an error that `program` prints and turns into an exit code
   */
  run(invocation: Invocation): Promise<void>;
}
