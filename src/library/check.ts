import { reportTree, ruleIds } from "../addons/check/check.js";
import type { CheckReport } from "../addons/check/report.js";
import { firstAddress } from "../addons/check/rules/hosts.js";
import type { Facts } from "../addons/check/scene/facts.js";
import { createTree, type SourceFile } from "../addons/inventory/tree.js";
import { type Role, roles } from "../addons/inventory/use.js";
import { encodeUtf8 } from "../go/utf8.js";
import { type Given, givenList, givenMembers, givenText, readOnce, wrongKind } from "./argument.js";
import { copiedBytes } from "./bytes.js";
import type { Options } from "./options.js";
import { resolveOptions } from "./resolve-options.js";

export type {
  CheckReport,
  CheckSummary,
  ReportedFile,
  ReportedFinding,
} from "../addons/check/report.js";

/** A file to check. Its path is what findings call it, and what configurations find it by: `etc/kubernetes/pki/ca.crt`. */
export interface FileToCheck {
  readonly path: string;
  /** A string is text as the file has it. */
  readonly bytes: Uint8Array | string;
  /** Its permission bits; without them, nothing is said of who may read it. */
  readonly mode?: number | undefined;
}

/** What the files do not say. `options.now` sets the clock. */
export interface CheckOptions extends Options {
  /** Milliseconds before its end in which a certificate is reported; default: 30 days. */
  readonly within?: number | undefined;
  /** Ranges of service addresses: `10.96.0.0/12`. */
  readonly serviceCidrs?: readonly string[] | undefined;
  /** Hosts by which clients dial the API server. */
  readonly hosts?: readonly string[] | undefined;
  /** Addresses of nodes by their names. */
  readonly nodes?: Readonly<Record<string, string>> | undefined;
  /** What files are for, by their paths. */
  readonly roles?: Readonly<Record<string, CheckRole>> | undefined;
  /** Ids of rules to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

/** What a file may be for. */
export type CheckRole = Role;

const day = 86_400_000;

/**
 * Checks certificates and what uses them, as `cfssl check` does: answers which program will refuse what, what it will
 * print about it, and how to mend it. Nothing is read but these files, and no private key is in the answer.
 *
 * @example
 * ```ts
 * import { check, selfsign } from "cfssl-ts";
 *
 * const { cert, key } = await selfsign({ CN: "web", hosts: ["10.0.0.0/24"] });
 * const { findings } = await check([
 *   { path: "web.pem", bytes: cert },
 *   { path: "web-key.pem", bytes: key },
 * ]);
 * console.log(findings[0]?.rule); // san-is-cidr
 * ```
 *
 * @throws TypeError for an argument of a wrong kind; RangeError for a role or a rule that is not known, a range that is
 * none, and numbers out of range
 */
export async function check(files: readonly FileToCheck[], options: CheckOptions = {}): Promise<CheckReport> {
  const { context, release, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const sources = givenList({ name: "files", value: files }, "an array of files", readFile);
  const within = member("within");
  const facts: Facts = {
    now: context.now(),
    within: within.value === undefined ? 30 * day : givenCount(within),
    serviceCidrs: listOf(member("serviceCidrs"), givenCidr),
    hosts: listOf(member("hosts"), (given) => givenText(given)),
    nodes: recordOf(member("nodes"), (given) => givenText(given)),
    roles: recordOf(member("roles"), givenRole),
  };
  const ignored = new Set(listOf(member("ignore"), givenRule));
  throwIfAborted();
  const material = { parser: release.issuing.parser, keys: release.issuing };
  return reportTree(createTree(sources), facts, material, ignored);
}

function readFile(given: Given): SourceFile {
  const { member } = givenMembers(given, `${given.name}.`);
  const [bytes, mode] = [member("bytes"), member("mode")];
  const copy = typeof bytes.value === "string" ? encodeUtf8(bytes.value) : copiedBytes(bytes);
  if (copy === null) throw wrongKind(bytes, "bytes or a string");
  const path = givenText(member("path")).replace(/^(?:\.\/+)+/, "");
  return { path, bytes: copy, mode: mode.value === undefined ? null : givenCount(mode) };
}

function listOf<T>(given: Given, read: (item: Given) => T): readonly T[] {
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
function givenCount(given: Given): number {
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

function givenRule(given: Given): string {
  const id = givenText(given);
  if (!ruleIds().has(id)) throw new RangeError(`${given.name} must be the id of a rule`);
  return id;
}
