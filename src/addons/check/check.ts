import { type Inventory, takeInventory } from "../inventory/inventory.js";
import type { MaterialRules } from "../inventory/material.js";
import type { SourceTree } from "../inventory/tree.js";
import type { Finding } from "./scene/finding.js";
import type { Rule } from "./scene/rule.js";
import { addresses } from "./rules/addresses.js";
import { cfsslFiles } from "./rules/cfssl-files.js";
import { dates } from "./rules/dates.js";
import { fileContents, fileForm } from "./rules/files.js";
import { keyFiles, keyPairs, tokenKeys } from "./rules/keys.js";
import { names } from "./rules/names.js";
import { machines } from "./rules/nodes.js";
import { subjects } from "./rules/subjects.js";
import { authorities, chains, wrongCa } from "./rules/trust.js";
import { usages } from "./rules/usages.js";
import { type Facts, type Scene, setScene } from "./scene/scene.js";

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
  usages,
  names,
  addresses,
  subjects,
  machines,
  keyFiles,
  cfsslFiles,
];

export interface Report {
  readonly inventory: Inventory;
  readonly scene: Scene;
  readonly findings: readonly Finding[];
}

/** Checks the files of a tree. Findings come errors first, by rule and file. */
export async function checkTree(tree: SourceTree, facts: Facts, material: MaterialRules): Promise<Report> {
  const inventory = await takeInventory(tree, material);
  const scene = await setScene(inventory, facts);
  const found: Finding[] = [];
  for (const rule of rules) found.push(...(await rule.find(scene)));
  return { inventory, scene, findings: sort(silence(unique(found))) };
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
  return findings.filter(({ rule, files }) => {
    return !findings.some((other) => {
      return (
        other.rule !== rule && silenced[other.rule]?.includes(rule) && other.files.some((file) => files.includes(file))
      );
    });
  });
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
