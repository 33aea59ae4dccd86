import { parseBool, quote, scanInteger } from "./strconv.js";
import { parseDuration } from "./time/duration.js";

/** What a flag may hold: a text, a truth, or a whole number (a duration in nanoseconds). */
export type FlagValue = string | boolean | bigint;

/** One flag that a program knows; `name` without dashes, `default` of the type that `kind` says. */
export interface FlagSpec {
  readonly name: string;
  readonly kind: "string" | "bool" | "int" | "duration";
  readonly default: FlagValue;
}

/** What a command line says. */
export interface ParsedFlags {
  /** The value of every known flag, given or not. */
  readonly values: Map<string, FlagValue>;
  /** The names of those that were given. */
  readonly set: Set<string>;
  /** The arguments that follow the flags. */
  readonly rest: string[];
}

/** A command line that breaks the grammar; `message` is Go's one line. Help follows, the exit code is 2. */
export class FlagError extends Error {
  override readonly name = "FlagError";
}

/** -h or -help was given: help is printed, the exit code is 0. */
export class HelpRequested extends Error {
  override readonly name = "HelpRequested";
}

/**
 * Reads the flags at the head of a command line by the grammar of Go's package flag: one dash or two, `-name=value`
 * or `-name value` (never for booleans), up to the first word that is no flag or to `--`. The last of several wins;
 * the first defect from the left decides. Throws FlagError or HelpRequested.
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
      throw new FlagError(`flag provided but not defined: -${name}`);
    }
    values.set(name, parseValue(spec, value ?? takeValue(spec, rest)));
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
  if (text === "" || text.startsWith("-") || text.startsWith("=")) throw new FlagError(`bad flag syntax: ${word}`);
  const at = text.indexOf("=");
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** The value of a flag that was given without `=`: the next word, whatever it looks like. */
function takeValue(spec: FlagSpec, rest: string[]): string {
  if (spec.kind === "bool") return "true";
  const value = rest.shift();
  if (value === undefined) throw new FlagError(`flag needs an argument: -${spec.name}`);
  return value;
}

function parseValue(spec: FlagSpec, text: string): FlagValue {
  switch (spec.kind) {
    case "string":
      return text;
    case "bool": {
      const value = parseBool(text);
      if (value === null) {
        throw new FlagError(`invalid boolean value ${quote(text)} for -${spec.name}: parse error`);
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
  }
}

/** A flag says only that the duration is bad, never why. */
function parseDurationFlag(spec: FlagSpec, text: string): bigint {
  try {
    return parseDuration(text);
  } catch {
    throw invalidValue(spec, text, "parse error");
  }
}

function invalidValue(spec: FlagSpec, text: string, defect: string): FlagError {
  return new FlagError(`invalid value ${quote(text)} for flag -${spec.name}: ${defect}`);
}
