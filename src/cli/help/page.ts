import type { FlagSpec } from "../../go/flag.js";
import type { ValueKind } from "./value-kind.js";

/** One flag as help shows it. */
export interface FlagHelp extends FlagSpec {
  readonly description: string;
  /** The name of the value in help: `FILE`. */
  readonly placeholder?: string;
  /** What the value is, where cli/completion/values does not know it by the flag's name. */
  readonly takes?: ValueKind;
}

/** A row of a table in help: a term and its explanation. */
export type HelpRow = readonly [term: string, text: string];

/** A program or command as its help and its manual page show it. Texts are paragraphs without line breaks. */
export interface HelpPage {
  /** The words that run it: `cfssl gencert`. */
  readonly name: string;
  readonly summary: string;
  /** The forms of the command line. */
  readonly usage: readonly string[];
  readonly description: readonly string[];
  readonly flags: readonly FlagHelp[];
  /** Its commands: names and summaries. */
  readonly commands?: readonly HelpRow[];
  /** Names of commands that upstream has and this version does not. */
  readonly unavailable?: readonly string[];
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** Files that it writes or reads. */
  readonly files?: readonly HelpRow[];
  /** Environment variables that it uses. */
  readonly environment?: readonly HelpRow[];
  /** Exit codes; only the manual page shows them. */
  readonly exitStatus?: readonly HelpRow[];
}

/** A flag with its value: `-ca FILE`. */
export function flagTerm({ name, placeholder }: FlagHelp): string {
  return placeholder === undefined ? `-${name}` : `-${name} ${placeholder}`;
}

/** The default value as a user would type it; null if there is none. */
export function shownDefault({ kind, default: value }: FlagSpec): string | null {
  if (kind === "bool" || value === "") return null;
  if (typeof value === "object") return value.join(" ") || null;
  if (kind !== "duration") return String(value);
  const minutes = BigInt(value) / 60_000_000_000n;
  return minutes % 60n === 0n ? `${minutes / 60n}h` : `${minutes}m`;
}
