import { takeInventory } from "../inventory/inventory.js";
import type { MaterialRules } from "../inventory/material.js";
import type { SourceTree } from "../inventory/tree.js";
import { type CheckReport, type Extent, makeReport } from "./report.js";
import { addresses } from "./rules/addresses.js";
import { authorities } from "./rules/authorities.js";
import { cfsslFiles } from "./rules/cfssl-files.js";
import { chains } from "./rules/chains.js";
import { dates } from "./rules/dates.js";
import { fileContents, fileForm } from "./rules/files.js";
import { keyFiles } from "./rules/key-files.js";
import { keyPairs } from "./rules/keys.js";
import { kubeconfigCa } from "./rules/kubeconfig-ca.js";
import { names } from "./rules/names.js";
import { machines } from "./rules/nodes.js";
import { signatures } from "./rules/signatures.js";
import { subjects } from "./rules/subjects.js";
import { tokenKeys } from "./rules/token-keys.js";
import { usages } from "./rules/usages.js";
import { webhooks } from "./rules/webhooks.js";
import { wrongCa } from "./rules/wrong-ca.js";
import type { Facts } from "./scene/facts.js";
import type { Finding } from "./scene/finding.js";
import type { Rule } from "./scene/rule.js";
import { type Scene, setScene } from "./scene/scene.js";

/** All rules, in the order of their findings. */
export const rules: readonly Rule[] = [
  fileForm,
  fileContents,
  keyPairs,
  tokenKeys,
  dates,
  authorities,
  chains,
  wrongCa,
  webhooks,
  kubeconfigCa,
  signatures,
  usages,
  names,
  addresses,
  subjects,
  machines,
  keyFiles,
  cfsslFiles,
];

/** What a check found, and in what. */
export interface Checked {
  readonly scene: Scene;
  readonly findings: readonly Finding[];
}

/** The ids of all rules. */
export function ruleIds(): ReadonlySet<string> {
  return new Set(rules.flatMap(({ rows }) => rows.map(({ id }) => id)));
}

/** Checks the files of a tree, and reports what the rules find whose ids are not ignored. */
export async function reportTree(
  tree: SourceTree,
  facts: Facts,
  material: MaterialRules,
  ignored: ReadonlySet<string>,
  extent: Extent = "whole",
): Promise<CheckReport> {
  const { scene, findings } = await checkTree(tree, facts, material);
  const wanted = findings.filter(({ rule }) => !ignored.has(rule));
  return makeReport(scene, wanted, extent);
}

/** Checks the files of a tree. Findings come errors first, by rule and file. */
export async function checkTree(tree: SourceTree, facts: Facts, material: MaterialRules): Promise<Checked> {
  const scene = await setScene(await takeInventory(tree, material), facts);
  const found: Finding[] = [];
  for (const rule of rules) for (const finding of await rule.find(scene)) found.push(finding);
  return { scene, findings: sort(silence(unique(found))) };
}

/** One cause is one finding: what a rule says makes these others, on the same file, superfluous. */
const silenced: Readonly<Record<string, readonly string[]>> = {
  "ca-expired": ["leaf-expired", "leaf-outlives-ca", "ca-expiring-soon", "expiring-soon"],
  "ca-expiring-soon": ["leaf-outlives-ca"],
  "san-is-cidr": ["san-missing-node-ip", "san-missing-vip"],
  "san-has-port": ["san-missing-node-ip", "san-missing-localhost", "san-missing-vip"],
  "san-is-url": ["san-missing-vip", "san-missing-node-ip", "kubeconfig-wrong-server"],
  "san-has-space": ["san-missing-vip", "san-missing-node-ip", "kubeconfig-wrong-server"],
  "san-trailing-dot": ["san-missing-service-name", "san-missing-node-ip"],
  "san-placeholder": ["san-missing-vip", "san-missing-node-ip", "kubeconfig-wrong-server"],
  "san-octet-out-of-range": ["san-missing-vip", "san-missing-node-ip", "kubeconfig-wrong-server"],
  "san-ip-in-cn-only": ["san-missing-node-ip", "san-missing-localhost"],
  "san-empty": [
    "san-missing-node-ip",
    "san-missing-localhost",
    "san-missing-vip",
    "san-missing-service-name",
    "san-missing-service-ip",
  ],
  "chain-order": ["key-mismatch"],
  "sa-pair-mismatch": ["key-mismatch"],
  "front-proxy-wrong-ca": ["wrong-ca"],
  "weak-signature": ["wrong-ca"],
  "chain-missing-intermediate": ["wrong-ca"],
  "wrong-ca": ["kubeconfig-wrong-ca", "subject-equals-ca"],
  "san-missing-vip": ["kubeconfig-wrong-server"],
};

function silence(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  for (const { rule, files } of findings) {
    for (const other of silenced[rule] ?? []) for (const file of files) said.add(`${other} ${file}`);
  }
  return findings.filter(({ rule, files }) => !files.some((file) => said.has(`${rule} ${file}`)));
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, files }) => {
    const key = `${rule} ${[...files].sort().join("\n")}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function sort(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => (severity === "error" ? 0 : 1);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
