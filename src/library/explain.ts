import { createCollector } from "../addons/explain/collect.js";
import { explainMessages } from "../addons/explain/explain.js";
import type { ExplainReport } from "../addons/explain/report.js";
import { givenMembers, givenText } from "./argument.js";
import { type ClusterOptions, type FileToCheck, givenFacts, givenTree } from "./files-to-check.js";
import { resolveOptions } from "./resolve-options.js";

export type { Cause, ExplainedMessage, ExplainReport, UsualCause } from "../addons/explain/report.js";

/**
 * Explains an error text or a log, as `cfssl explain` does: what its messages about certificates mean, and, with files,
 * which fault in them causes each message and how to mend it. Nothing is read but these files, and no private key is in
 * the answer.
 *
 * @param text one message, or any number of lines
 * @param files the certificates, keys and configurations of the machine that complains, or of both sides; without them,
 * `causes` is empty
 *
 * @example
 * ```ts
 * import { explain, selfsign } from "cfssl-ts";
 *
 * const { cert, key } = await selfsign({ CN: "web", hosts: ["web.example"] });
 * const files = [
 *   { path: "web.pem", bytes: cert },
 *   { path: "web-key.pem", bytes: key },
 * ];
 * const { causes } = await explain("x509: certificate is valid for web.example, not www.example", files);
 * console.log(causes[0]?.files[0], causes[0]?.expected); // web.pem www.example
 * ```
 *
 * @throws TypeError for an argument of a wrong kind; RangeError for a role that is not known and a range that is none
 */
export async function explain(
  text: string,
  files?: readonly FileToCheck[],
  options: ClusterOptions = {},
): Promise<ExplainReport> {
  const { context, release, throwIfAborted } = resolveOptions(options);
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const collector = createCollector();
  collector.add(givenText({ name: "text", value: text }));
  const tree = files === undefined ? null : givenTree(files);
  const facts = givenFacts(member, context.now());
  throwIfAborted();
  const material = { parser: release.issuing.parser, keys: release.issuing };
  return explainMessages(collector.end(), tree, facts, material);
}
