import type { Context } from "../cfssl/context.js";
import { type Logger, silent } from "../cfssl/log.js";
import type { Sources } from "../cfssl/sources.js";
import { GoError } from "../go/errors.js";
import { chooseRelease, unknownLevel } from "../release/choose-release.js";
import type { IssuingRules, Release } from "../release/release.js";
import { type Given, givenFunction, givenMembers, givenText, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";
import { type Fetch, fetchNetwork } from "./fetch.js";
import type { Options } from "./options.js";

export type KeyFormat = NonNullable<Options["keyFormat"]>;

/** The options, with defaults filled in. */
export interface ResolvedOptions {
  readonly release: Release;
  readonly context: Context<IssuingRules>;
  readonly sources: Sources;
  readonly keyFormat: KeyFormat;
  /** Throws the reason of the caller's signal if it is aborted. */
  throwIfAborted(): void;
}

const nowhere: Sources = {
  env: () => undefined,
  readFile(path) {
    throw new GoError(`open ${path}: no such file or directory`);
  },
};

const defaultTimeout = 30_000;
const mostMilliseconds = 2 ** 31 - 1;

/**
 * Reads every option once, by its name, and fills in the defaults.
 *
 * @throws TypeError for an option of a wrong kind; RangeError for an unknown `compat` or `keyFormat` and for a `timeout`
 * out of range
 */
export function resolveOptions(options: Options): ResolvedOptions {
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const ifGiven = <T>(name: string, read: (given: Given) => T, absent: T): T => {
    const given = member(name);
    return given.value === undefined ? absent : read(given);
  };
  const release = releaseOf(ifGiven("compat", (given) => givenText(given), ""));
  const keyFormat = ifGiven("keyFormat", readKeyFormat, "cfssl");
  const sources = ifGiven("sources", readSources, nowhere);
  const signal = ifGiven<AbortSignal | null>("signal", readSignal, null);
  const network = fetchNetwork({
    fetch: ifGiven("fetch", readFetch, (url, request) => globalThis.fetch(url, request)),
    signal,
    timeout: ifGiven("timeout", readTimeout, defaultTimeout),
  });
  const context: Context<IssuingRules> = {
    log: ifGiven("log", readLog, silent),
    now: ifGiven("now", readClock, () => Date.now()),
    random: ifGiven("random", readRandom, (length) => globalThis.crypto.getRandomValues(new Uint8Array(length))),
    network,
    rules: release.issuing,
  };
  return { release, context, sources, keyFormat, throwIfAborted: () => signal?.throwIfAborted() };
}

function releaseOf(compat: string): Release {
  const release = chooseRelease(compat);
  if (!release) throw new RangeError(unknownLevel("options.compat", compat));
  return release;
}

function readKeyFormat(given: Given): KeyFormat {
  const text = givenText(given);
  if (text === "cfssl" || text === "pkcs8") return text;
  throw new RangeError(`${given.name} must be "cfssl" or "pkcs8"; it is ${JSON.stringify(text)}`);
}

function readLog(given: Given): Logger {
  const { object, member } = givenMembers(given, "options.log.", "a logger");
  const showsDebug = member("showsDebug");
  if (typeof showsDebug.value !== "boolean") throw wrongKind(showsDebug, "a boolean");
  const method = (name: string) => {
    const write = givenFunction<[string]>(member(name), object);
    return (message: string): void => {
      write(message);
    };
  };
  return {
    showsDebug: showsDebug.value,
    debug: method("debug"),
    info: method("info"),
    warning: method("warning"),
    error: method("error"),
    critical: method("critical"),
    plain: method("plain"),
  };
}

/** A Date can be this far from 1970, in milliseconds. */
const mostTime = 8.64e15;

function readClock(given: Given): () => number {
  const clock = givenFunction(given);
  return () => {
    const now = clock();
    if (typeof now === "number" && Math.abs(now) <= mostTime) return Math.floor(now);
    throw new TypeError(`${given.name} must answer milliseconds since 1970`);
  };
}

function readRandom(given: Given): (length: number) => Uint8Array {
  const source = givenFunction<[number]>(given);
  return (length) => {
    const bytes = copiedBytes({ name: given.name, value: source(length) });
    if (bytes?.length === length) return bytes;
    throw new TypeError(`${given.name} must answer a Uint8Array of the length that it is asked for`);
  };
}

function readSources(given: Given): Sources {
  const { object, member } = givenMembers(given, "options.sources.");
  const env = givenFunction<[string]>(member("env"), object);
  const readFile = givenFunction<[string]>(member("readFile"), object);
  return {
    env(name) {
      const value = env(name);
      if (value === undefined || typeof value === "string") return value;
      throw new TypeError("options.sources.env must answer a string or undefined");
    },
    readFile(path) {
      const bytes = copiedBytes({ name: "options.sources.readFile", value: readFile(path) });
      if (bytes) return bytes;
      throw new TypeError("options.sources.readFile must answer a Uint8Array");
    },
  };
}

function readSignal(given: Given): AbortSignal {
  const { value } = given;
  try {
    // The getter of the class throws for imitations.
    if (value instanceof AbortSignal && typeof Reflect.get(AbortSignal.prototype, "aborted", value) === "boolean") {
      return value;
    }
  } catch {}
  throw wrongKind(given, "an AbortSignal");
}

function readTimeout(given: Given): number {
  const { name, value } = given;
  if (typeof value !== "number") throw wrongKind(given, "a number of milliseconds");
  if (value === Number.POSITIVE_INFINITY || (value > 0 && value <= mostMilliseconds)) return value;
  throw new RangeError(`${name} must be between 0 and ${mostMilliseconds} milliseconds, or Infinity`);
}

function readFetch(given: Given): Fetch {
  const fetch = givenFunction<Parameters<Fetch>>(given);
  return async (...args) => fetch(...args) as ReturnType<Fetch>;
}
