import { firstAddress } from "../addons/check/rules/hosts.js";
import { type Facts, usualWithin } from "../addons/check/scene/facts.js";
import { createTree, type SourceFile, type SourceTree } from "../addons/inventory/tree.js";
import { type Role, roles } from "../addons/inventory/use.js";
import { encodeUtf8 } from "../go/utf8.js";
import { type Given, givenList, givenMembers, givenText, readOnce, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";
import type { Options } from "./options.js";

/** A file to check. Its path is what findings call it, and what configurations find it by: `etc/kubernetes/pki/ca.crt`. */
export interface FileToCheck {
  readonly path: string;
  /** A string is text as the file has it. */
  readonly bytes: Uint8Array | string;
  /** Its permission bits; without them, nothing is said of who may read it. */
  readonly mode?: number | undefined;
}

/** What the files do not say. `options.now` sets the clock. */
export interface ClusterOptions extends Options {
  /** Ranges of service addresses: `10.96.0.0/12`. */
  readonly serviceCidrs?: readonly string[] | undefined;
  /** Hosts by which clients dial the API server. */
  readonly hosts?: readonly string[] | undefined;
  /** Addresses of nodes by their names. */
  readonly nodes?: Readonly<Record<string, string>> | undefined;
  /** What files are for, by their paths. */
  readonly roles?: Readonly<Record<string, CheckRole>> | undefined;
}

/** What a file may be for. */
export type CheckRole = Role;

/** Reads the files that a caller gives. */
export function givenTree(files: unknown): SourceTree {
  return createTree(givenList({ name: "files", value: files }, "an array of files", readFile));
}

/** Reads what a caller says of a cluster. */
export function givenFacts(member: (name: string) => Given, now: number, within: number = usualWithin): Facts {
  return {
    now,
    within,
    serviceCidrs: listOf(member("serviceCidrs"), givenCidr),
    hosts: listOf(member("hosts"), (given) => givenText(given)),
    nodes: recordOf(member("nodes"), (given) => givenText(given)),
    roles: recordOf(member("roles"), givenRole),
  };
}

function readFile(given: Given): SourceFile {
  const { member } = givenMembers(given, `${given.name}.`);
  const [bytes, mode] = [member("bytes"), member("mode")];
  const copy = typeof bytes.value === "string" ? encodeUtf8(bytes.value) : copiedBytes(bytes);
  if (copy === null) throw wrongKind(bytes, "bytes or a string");
  const path = givenText(member("path")).replace(/^(?:\.\/+)+/, "");
  return { path, bytes: copy, mode: mode.value === undefined ? null : givenCount(mode) };
}

/** A list that may be left out. */
export function listOf<T>(given: Given, read: (item: Given) => T): readonly T[] {
  return given.value === undefined ? [] : givenList(given, "an array of strings", read);
}

function recordOf<T>(given: Given, read: (item: Given) => T): ReadonlyMap<string, T> {
  if (given.value === undefined) return new Map();
  const { object } = givenMembers(given, "");
  const keys = readOnce(() => Object.keys(object), given.name);
  return new Map(
    keys.map((key) => {
      const name = `${given.name}[${JSON.stringify(key)}]`;
      return [key, read({ name, value: readOnce(() => Reflect.get(object, key), name) })];
    }),
  );
}

/** A number of milliseconds, or of permission bits. */
export function givenCount(given: Given): number {
  const { name, value } = given;
  if (typeof value !== "number") throw wrongKind(given, "a number");
  if (!(value >= 0)) throw new RangeError(`${name} must be 0 or more`);
  return value;
}

function givenCidr(given: Given): string {
  const text = givenText(given);
  if (firstAddress(text) === null) throw new RangeError(`${given.name} must be a range such as 10.96.0.0/12`);
  return text;
}

function givenRole(given: Given): Role {
  const text = givenText(given);
  const role = roles.find((each) => each === text);
  if (role === undefined) throw new RangeError(`${given.name} must be one of ${roles.join(", ")}`);
  return role;
}
