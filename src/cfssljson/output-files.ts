import { decodeBase64, encodeBase64 } from "../go/base64.js";
import { GoError, GoPanic } from "../go/errors.js";
import type { GoValue } from "../go/json/index.js";
import { decodeUtf8, encodeUtf8 } from "../go/utf8.js";
import type { Result } from "./response.js";

/** How the releases differ in what they make of an answer. */
export interface SplitRules {
  /**
   * Where a bundle is: "nested" in the member `bundle` of the member `result`, as {bundle, root}, which gives two
   * files; or "plain", the text in the member `bundle`, which gives one.
   */
  readonly bundle: "nested" | "plain";
}

/** How the releases of cfssljson differ. */
export interface CfssljsonRules extends SplitRules {
  /** What -version calls itself; undefined when the program has no such flag. */
  readonly version: string | undefined;
}

/** One file that an answer is split into. */
export interface OutputFile {
  /** What follows the base name: `.pem`, `-key.pem`. */
  readonly suffix: string;
  /** Permissions, before the umask. */
  readonly mode: number;
  readonly contents: Uint8Array;
  /** Whether `contents` may be no text. */
  readonly isBinary: boolean;
}

/** What is printed instead of a file: the contents, in base64 when they are binary. */
export function formatContents(file: OutputFile): string {
  return file.isBinary ? encodeBase64(file.contents) : decodeUtf8(file.contents);
}

/**
 * The files for the members of an answer, in the order in which they are written. Throws GoError for a bad bundle or
 * OCSP response, GoPanic for a member that is no string, whichever comes first in that order.
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

/** The string under the first of the keys that is there, even if it is empty. */
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

/** Unlike texts, this is written even when empty. */
function encryptedKeyFile(key: string | undefined): OutputFile[] {
  return key === undefined ? [] : [{ suffix: "-key.enc", mode: 0o600, contents: encodeUtf8(key), isBinary: true }];
}

/** Written even when empty, too. */
function plainBundleFile(bundle: string | undefined): OutputFile[] {
  return bundle === undefined ? [] : [asText("-bundle.pem", 0o644, bundle)];
}

/** Looks inside the members for a member `result` of their own: an answer of the API is split with -bare. */
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
