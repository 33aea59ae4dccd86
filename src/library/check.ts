import { reportTree, ruleIds } from "../addons/check/check.js";
import type { CheckReport } from "../addons/check/report.js";
import { type Given, givenMembers, givenText } from "./argument.js";
import { type ClusterOptions, type FileToCheck, givenCount, givenFacts, givenTree, listOf } from "./files-to-check.js";
import { resolveOptions } from "./resolve-options.js";

export type {
  CheckReport,
  CheckSummary,
  ReportedFile,
  ReportedFinding,
} from "../addons/check/report.js";
export type { ReportedUse } from "../addons/check/report-uses.js";

/** What the files do not say, and what is to be found. */
export interface CheckOptions extends ClusterOptions {
  /** Milliseconds before its end in which a certificate is reported; default: 30 days. */
  readonly within?: number | undefined;
  /** Ids of rules to leave out. */
  readonly ignore?: readonly string[] | undefined;
}

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
  const tree = givenTree(files);
  const within = member("within");
  const facts = givenFacts(member, context.now(), within.value === undefined ? undefined : givenCount(within));
  const ignored = new Set(listOf(member("ignore"), givenRule));
  throwIfAborted();
  const material = { parser: release.issuing.parser, keys: release.issuing };
  return reportTree(tree, facts, material, ignored);
}

function givenRule(given: Given): string {
  const id = givenText(given);
  if (!ruleIds().has(id)) throw new RangeError(`${given.name} must be the id of a rule`);
  return id;
}
