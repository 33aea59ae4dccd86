import type { FlagSpec } from "../../go/flag.js";
import type { FlagHelp } from "../help/page.js";
import type { ValueKind } from "../help/value-kind.js";

/** What may stand on a command line, after the name of a program or of a command. */
export interface Grammar {
  /** The flags that are understood here. */
  readonly accepted: readonly FlagSpec[];
  /** The flags that have a meaning here: those that help shows. */
  readonly offered: readonly FlagHelp[];
  /** The commands that follow, with their summaries. */
  readonly commands?: readonly (readonly [name: string, summary: string])[];
  /** What follows the name of a command; null for a name that is none. */
  readonly command?: (name: string) => Promise<Grammar | null>;
  /** The arguments in their order, when these flags are given. */
  readonly arguments?: (isGiven: (flag: string) => boolean) => readonly ValueKind[];
}

/** The words of a command line after the program's name, without quotes. */
export interface TypedWords {
  readonly before: readonly string[];
  /** The word to complete, up to the cursor. */
  readonly current: string;
  readonly after: readonly string[];
}

/** What the words of a command line lead to. */
export interface World {
  /** The profiles of a configuration, with what they issue; none if it cannot be read. */
  profiles(path: string): Promise<readonly (readonly [name: string, description: string])[]>;
  /** The names of the environment variables. */
  variables(): readonly string[];
  /** Whether `file:PATH` and `env:VARIABLE` are understood. */
  readonly filePrefixes: boolean;
}

export interface Candidate {
  readonly value: string;
  readonly description: string;
  /** Whether more of the same word follows, so that no blank is typed after it. */
  readonly isOpen?: boolean;
}

/** What may stand at the cursor. */
export interface Answer {
  /** The start of the word that is settled: `-ca=`, `-ca=file:`. */
  readonly lead: string;
  /** Words that may follow it, whether or not they begin as the rest of the word does. */
  readonly candidates: readonly Candidate[];
  /** The files that may follow it, to be found by the shell. */
  readonly files: { readonly is: "file" | "folder"; readonly endings: readonly string[] } | null;
  /** What is expected, where nothing can be listed. */
  readonly hint: string;
}
