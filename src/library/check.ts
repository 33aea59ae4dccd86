import { reportTree, ruleIds } from "../addons/check/check.js";
import type { CheckReport } from "../addons/check/report.js";
import { createTree, type SourceFile } from "../addons/inventory/tree.js";
import { type Role, roles } from "../addons/inventory/use.js";
import { encodeUtf8 } from "../go/utf8.js";
import { copiedBytes } from "./bytes.js";
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
  readonly mode?: number;
}

/** What the files do not say. */
export interface CheckOptions {
  /** Milliseconds since 1970 of the moment to check; default: the clock. */
  readonly at?: number;
  /** Milliseconds before its end in which a certificate is reported; default: 30 days. */
  readonly within?: number;
  /** Ranges of service addresses: `10.96.0.0/12`. */
  readonly serviceCidrs?: readonly string[];
  /** Hosts by which clients dial the API server. */
  readonly hosts?: readonly string[];
  /** Addresses of nodes by their names. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** What files are for, by their paths. */
  readonly roles?: Readonly<Record<string, CheckRole>>;
  /** Ids of rules to leave out. */
  readonly ignore?: readonly string[];
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
 * @throws TypeError for a file or an option of a wrong kind; RangeError for a role or a rule that is not known
 */
export async function check(files: Iterable<FileToCheck>, options: CheckOptions = {}): Promise<CheckReport> {
  const { at, within = 30 * day, serviceCidrs = [], hosts = [], nodes = {}, roles: given = {}, ignore = [] } = options;
  const { context, release } = resolveOptions({});
  const known = ruleIds();
  for (const id of ignore) if (!known.has(id)) throw new RangeError(`options.ignore: there is no rule "${id}"`);
  for (const role of Object.values(given)) {
    if (!roles.includes(role)) throw new RangeError(`options.roles: there is no role "${role}"`);
  }
  const facts = {
    ...{ now: at ?? context.now(), within, serviceCidrs, hosts },
    nodes: new Map(Object.entries(nodes)),
    roles: new Map(Object.entries(given)),
  };
  const material = { parser: release.issuing.parser, keys: release.issuing };
  return reportTree(createTree([...files].map(readFile)), facts, material, new Set(ignore));
}

function readFile({ path, bytes, mode }: FileToCheck): SourceFile {
  if (typeof path !== "string") throw new TypeError("a file's path must be a string");
  const name = `the bytes of ${path}`;
  const copy = typeof bytes === "string" ? encodeUtf8(bytes) : copiedBytes({ name, value: bytes });
  if (copy === null) throw new TypeError(`${name} must be a Uint8Array or a string`);
  return { path: path.replace(/^(?:\.\/+)+/, ""), bytes: copy, mode: mode ?? null };
}
