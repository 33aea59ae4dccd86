import type { Inventory } from "./inventory.js";
import { normalizePath, parentOf } from "./tree.js";

/** The certificates and kubeconfigs that files of a tree name by absolute paths, and that the tree does not have. */
export function namedOutside({ uses, kubeconfigs, finder }: Inventory): readonly string[] {
  const named = new Set<string>();
  const add = (name: string, by: string) => {
    if (name === "" || finder.find(name, by) !== null) return;
    // A file that was followed may name others beside it.
    const path = name.startsWith("/") ? name : `${parentOf(by)}/${name}`;
    if (path.startsWith("/")) named.add(normalizePath(path));
  };
  for (const use of uses) if (!/key$|^token/.test(use.purpose)) add(use.named, use.by);
  for (const { path, certificateAuthority, clientCertificate } of kubeconfigs) {
    for (const { file, data } of [certificateAuthority, clientCertificate]) if (data === null) add(file, path);
  }
  return [...named];
}
