import type { ReportedFinding } from "../../addons/check/report.js";
import { usualWithin } from "../../addons/check/scene/facts.js";
import type { Manifest } from "../../addons/ensure/manifest/manifest.js";
import { certificatePath, keyPath, type RowPattern } from "../../addons/ensure/manifest/row.js";
import type { Store } from "../../addons/ensure/store/store.js";
import type { SourceFile } from "../../addons/inventory/tree.js";
import type { IssuingRules } from "../../release/release.js";
import { wordsOf, wrapWords } from "../help/wrap.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";

/** A finding of check about what was written. */
export type WrittenFinding = Pick<ReportedFinding, "rule" | "severity" | "files" | "message">;

/** Rows that stand for many nodes are alike: so many of each are checked. */
const mostOfPattern = 16;

/** Where certificates are made, the keys of CAs are, whoever they are for. */
const ownRules: ReadonlySet<string> = new Set(["ca-key-on-node"]);

/** Checks files that were written, beside the CAs of the manifest. */
export async function checkWritten(
  manifest: Manifest,
  written: readonly string[],
  store: Store,
  now: number,
  rules: IssuingRules,
): Promise<readonly WrittenFinding[]> {
  if (written.length === 0) return [];
  const { reportTree } = await import("../../addons/check/check.js");
  const { createTree } = await import("../../addons/inventory/tree.js");
  const paths = new Set([...chosen(manifest, written), ...manifest.authorities.map(certificatePath)]);
  const files: SourceFile[] = [];
  for (const path of paths) {
    const bytes = await store.read(path);
    if (bytes) files.push({ path, bytes, mode: null });
  }
  const facts = { now, within: usualWithin, serviceCidrs: [], hosts: [], nodes: new Map(), roles: new Map() };
  const report = await reportTree(createTree(files), facts, { parser: rules.parser, keys: rules }, ownRules);
  return report.findings.map(({ rule, severity, files: blamed, message }) => ({
    rule,
    severity,
    files: blamed,
    message,
  }));
}

function chosen({ certificates }: Manifest, written: readonly string[]): readonly string[] {
  if (written.length <= 2 * mostOfPattern) return written;
  const left = new Set(written);
  const counts = new Map<RowPattern, number>();
  for (const row of certificates) {
    const paths = [certificatePath(row), keyPath(row)];
    if (!paths.some((path) => left.has(path))) continue;
    const count = counts.get(row.pattern) ?? 0;
    counts.set(row.pattern, count + 1);
    if (count >= mostOfPattern) for (const path of paths) left.delete(path);
  }
  return [...left];
}

const mostShown = 5;

/** The findings shortly: `cfssl check` says more about them. */
export function writtenText(findings: readonly WrittenFinding[], { width }: Look): string {
  if (findings.length === 0) return "";
  const lines = findings.slice(0, mostShown).flatMap(({ rule, severity, files, message }) => {
    const text = printable(`${files[0] ?? ""}: ${rule}: ${message}`);
    return wrapWords(wordsOf(text), width - 9).map((line, at) => `${(at === 0 ? severity : "").padEnd(9)}${line}\n`);
  });
  const more = findings.length > mostShown ? `and ${findings.length - mostShown} more; ` : "";
  return `${lines.join("")}${more}cfssl check says how to mend ${findings.length === 1 ? "this" : "these"}.\n`;
}
