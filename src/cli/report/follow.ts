import { takeInventory } from "../../addons/inventory/inventory.js";
import type { MaterialRules } from "../../addons/inventory/material.js";
import { namedOutside } from "../../addons/inventory/named-files.js";
import type { SourceFile, SourceTree } from "../../addons/inventory/tree.js";
import { GoError } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import type { FlagHelp } from "../help/page.js";
import { limits } from "./read-folders.js";

export const followFlag: FlagHelp = {
  ...{ name: "follow", kind: "bool", default: false },
  description: "read certificates and kubeconfigs outside of the folders too, where a file in them names one",
};

/** A kubeconfig names certificates, and what names a kubeconfig is a unit or a manifest. */
const mostRounds = 4;
const mostFollowed = 1000;

/**
 * Adds to a tree the certificates and kubeconfigs outside of it that its files name by absolute paths on this machine,
 * and those that they name in turn. Their paths are absolute. Keys are not read.
 */
export async function followFiles(tree: SourceTree, host: Host, rules: MaterialRules): Promise<SourceTree> {
  const files = [...tree.files];
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const named = namedOutside(await takeInventory({ ...tree, files }, rules)).filter((path) => !tried.has(path));
    if (named.length === 0) break;
    for (const path of named.slice(0, mostFollowed - tried.size)) {
      tried.add(path);
      const file = await readNamed(path, host);
      if (file) files.push(file);
    }
  }
  return { ...tree, files };
}

/** Null for a file that is not there, which the rules know already, and for a folder. */
async function readNamed(path: string, host: Host): Promise<SourceFile | null> {
  try {
    const { files, folders } = await host.readFolder(path, { ...limits, mostFiles: 1 });
    const [file] = folders.length === 0 ? files : [];
    return file ? { ...file, path } : null;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    return null;
  }
}
