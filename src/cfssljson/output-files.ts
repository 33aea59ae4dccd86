import { decodeBase64, encodeBase64 } from "../go/base64.js";
import { GoError, GoPanic } from "../go/errors.js";
import type { GoValue } from "../go/json/index.js";
import { decodeUtf8, encodeUtf8 } from "../go/utf8.js";
import type { Result } from "./response.js";

/** How the releases differ in splitting an answer. */
export interface SplitRules {
  /**
   * Where an answer has its bundle. "nested": in the member `bundle` of the member `result`, as {bundle, root}, which
   * gives two files. "plain": as text in the member `bundle`, which gives one file.
   */
  readonly bundle: "nested" | "plain";
}

/** How the releases of cfssljson differ. */
export interface CfssljsonRules extends SplitRules {
  /** The version that -version prints; undefined if the program has no such flag. */
  readonly version: string | undefined;
}

/** One file that an answer is split into. */
export interface OutputFile {
  /** The end of the file's name, after the base name: `.pem`, `-key.pem`. */
  readonly suffix: string;
  /** Permissions, before the umask. */
  readonly mode: number;
  readonly contents: Uint8Array;
  /** Whether `contents` may be something other than text. */
  readonly isBinary: boolean;
}

/** The text to print instead of writing a file. Binary contents are in base64. */
export function formatContents(file: OutputFile): string {
  return file.isBinary ? encodeBase64(file.contents) : decodeUtf8(file.contents);
}

/**
 * Splits the members of an answer into files, in the order in which to write them.
 *
 * @throws GoError for a bad bundle or OCSP response, GoPanic for a member that is not a string; the first in that order
 */
export function splitResult(result: Result, rules: SplitRules): OutputFile[] {
  const members = result ?? new Map<string, GoValue>();
  return [
    ...textFile(".pem", 0o664, findString(members, "cert", "certificate")),
    ...textFile("-key.pem", 0o600, findString(members, "key", "private_key")),
    ...encryptedKeyFile(findString(members, "encrypted_key")),
    ...textFile(".csr", 0o644, findString(members, "csr", "certificate_request")),
    ...(rules.bundle === "nested" ? bundleFiles(members) : plainBundleFile(findString(members, "bundle"))),
    ...ocspResponseFile(findString(members, "ocspResponse")),
  ];
}

/** The string under the first key that is present, even if it is empty. */
function findString(members: ReadonlyMap<string, GoValue>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    if (!members.has(key)) continue;
    const value = members.get(key);
    if (typeof value === "string") return value;
    throw new GoPanic(`cannot split the input: its member "${key}" must be a string, but is ${describe(value)}`);
  }
  return undefined;
}

function describe(value: GoValue | undefined): string {
  if (value instanceof Map) return "an object";
  if (Array.isArray(value)) return "an array";
  return value === null ? "null" : `a ${typeof value}`;
}

function textFile(suffix: string, mode: number, text: string | undefined): OutputFile[] {
  return text === undefined || text === "" ? [] : [asText(suffix, mode, text)];
}

function asText(suffix: string, mode: number, text: string): OutputFile {
  return { suffix, mode, contents: encodeUtf8(text), isBinary: false };
}

/** Unlike the texts, this file is written even when empty. */
function encryptedKeyFile(key: string | undefined): OutputFile[] {
  return key === undefined ? [] : [{ suffix: "-key.enc", mode: 0o600, contents: encodeUtf8(key), isBinary: true }];
}

/** This file, too, is written even when empty. */
function plainBundleFile(bundle: string | undefined): OutputFile[] {
  return bundle === undefined ? [] : [asText("-bundle.pem", 0o644, bundle)];
}

/** Looks for the member `result` inside the members: -bare is also used on complete answers of the API. */
function bundleFiles(members: ReadonlyMap<string, GoValue>): OutputFile[] {
  const inner = members.get("result");
  const found = inner instanceof Map ? inner.get("bundle") : undefined;
  if (!(found instanceof Map)) return [];
  const bundle = found.get("bundle");
  if (typeof bundle !== "string") throw new GoError("inner bundle parsing failed!");
  const root = found.get("root");
  if (typeof root !== "string") throw new GoError("root parsing failed!");
  return [asText("-bundle.pem", 0o644, `${bundle}\n${root}`), asText("-root.pem", 0o644, root)];
}

function ocspResponseFile(text: string | undefined): OutputFile[] {
  if (text === undefined) return [];
  return [{ suffix: "-response.der", mode: 0o644, contents: decodeResponse(text), isBinary: true }];
}

function decodeResponse(text: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`Failed to parse ocspResponse: ${cause.message}`, { cause });
  }
}
