import { parseBool, quote, scanInteger } from "./strconv.js";
import { parseDuration } from "./time/duration.js";

/** The value of a flag; a duration is in nanoseconds. */
export type FlagValue = string | boolean | bigint | readonly string[];

/**
 * One flag of a program. `name` has no dashes; `kind` gives the type of `default`. If a flag is repeated, the last value
 * wins; a list keeps them all, after its default.
 */
export interface FlagSpec {
  readonly name: string;
  readonly kind: "string" | "bool" | "int" | "duration" | "list";
  readonly default: FlagValue;
}

export interface ParsedFlags {
  /** The value of every flag of the program, given or not. */
  readonly values: Map<string, FlagValue>;
  /** The names of the flags that were given. */
  readonly set: Set<string>;
  /** The arguments after the flags. */
  readonly rest: string[];
}

/** The command line breaks the grammar. `message` is Go's one line. Help follows, and the exit code is 2. */
export class FlagError extends Error {
  override readonly name = "FlagError";
  /** The flag that is wrong, known or not, without its dashes; null if the word is no flag at all. */
  readonly flag: string | null;

  constructor(message: string, flag: string | null) {
    super(message);
    this.flag = flag;
  }
}

/** -h or -help was given: help is printed, the exit code is 0. */
export class HelpRequested extends Error {
  override readonly name = "HelpRequested";
}

/**
 * Reads the flags at the start of a command line by the grammar of Go's package flag: one dash or two, `-name=value` or
 * `-name value` (never for booleans). It stops at the first word that is not a flag, or after `--`. The leftmost
 * defect decides. Throws FlagError or HelpRequested.
 */
export function parseFlags(args: readonly string[], specs: readonly FlagSpec[]): ParsedFlags {
  const values = new Map<string, FlagValue>();
  for (const spec of specs) values.set(spec.name, spec.default);
  const set = new Set<string>();
  const rest = [...args];
  for (let word = rest[0]; word !== undefined && word.length > 1 && word.startsWith("-"); word = rest[0]) {
    rest.shift();
    if (word === "--") break;
    const { name, value } = splitFlag(word);
    const spec = findSpec(name, specs);
    if (spec === undefined) {
      if (name === "h" || name === "help") throw new HelpRequested();
      throw new FlagError(`flag provided but not defined: -${name}`, name);
    }
    values.set(name, parseValue(spec, value ?? takeValue(spec, rest), values.get(name)));
    set.add(name);
  }
  return { values, set, rest };
}

function findSpec(name: string, specs: readonly FlagSpec[]): FlagSpec | undefined {
  for (const spec of specs) if (spec.name === name) return spec;
  return undefined;
}

function splitFlag(word: string): { name: string; value: string | undefined } {
  const text = word.slice(word.startsWith("--") ? 2 : 1);
  if (text === "" || text.startsWith("-") || text.startsWith("="))
    throw new FlagError(`bad flag syntax: ${word}`, null);
  const at = text.indexOf("=");
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** Without `=`, the next word is the value, even if it looks like a flag. */
function takeValue(spec: FlagSpec, rest: string[]): string {
  if (spec.kind === "bool") return "true";
  const value = rest.shift();
  if (value === undefined) throw new FlagError(`flag needs an argument: -${spec.name}`, spec.name);
  return value;
}

function parseValue(spec: FlagSpec, text: string, before: FlagValue | undefined): FlagValue {
  switch (spec.kind) {
    case "string":
      return text;
    case "bool": {
      const value = parseBool(text);
      if (value === null) {
        throw new FlagError(`invalid boolean value ${quote(text)} for -${spec.name}: parse error`, spec.name);
      }
      return value;
    }
    case "int": {
      const value = scanInteger(text, 0, 64);
      if (typeof value === "string") {
        throw invalidValue(spec, text, value === "invalid syntax" ? "parse error" : value);
      }
      return value;
    }
    case "duration":
      return parseDurationFlag(spec, text);
    case "list":
      return Array.isArray(before) ? [...before, text] : [text];
  }
}

/** Go never says why the duration of a flag is wrong. */
function parseDurationFlag(spec: FlagSpec, text: string): bigint {
  try {
    return parseDuration(text);
  } catch {
    throw invalidValue(spec, text, "parse error");
  }
}

function invalidValue(spec: FlagSpec, text: string, defect: string): FlagError {
  return new FlagError(`invalid value ${quote(text)} for flag -${spec.name}: ${defect}`, spec.name);
}
