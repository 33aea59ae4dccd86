import { sameKey } from "../../inventory/material.js";
import { removeFile } from "../mend/permissions.js";
import { isArchived } from "../scene/archives.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { plays, type Scene } from "../scene/scene.js";

/** Files that a kubeconfig names and that are not there, and CA keys where nobody needs them. */
export const machines: Rule = {
  rows: [
    {
      id: "kubeconfig-missing-file",
      severity: "error",
      means: "A kubeconfig names a file that is not there.",
      seen: ["unable to read client-cert FILE for USER due to open FILE: no such file or directory"],
      proof: "kubectl 1.32 could not load such a kubeconfig.",
      mend: "Restore the file, or join the node again.",
    },
    {
      id: "ca-key-on-node",
      severity: "warning",
      means:
        "The private key of the CA lies on a machine that is no control plane node. Who gets into that machine has the cluster.",
      seen: [],
      proof: null,
      mend: "Keep the key where certificates are issued, and nowhere else.",
    },
  ],
  find: (scene) => [...missingFiles(scene), ...strayKeys(scene)],
};

function missingFiles({ inventory }: Scene): Finding[] {
  const { kubeconfigs, finder } = inventory;
  return kubeconfigs.flatMap(({ path, user, certificateAuthority, clientCertificate, clientKey }): Finding[] => {
    const named = [
      ["client-cert", clientCertificate],
      ["client-key", clientKey],
      ["certificate-authority", certificateAuthority],
    ] as const;
    const missing = named.filter(([, { file, data }]) => {
      return file !== "" && data === null && finder.find(file, path) === null && finder.isExpected(file, path);
    });
    const [first] = missing;
    if (!first || isArchived(path)) return [];
    const [word, { file }] = first;
    return [
      {
        rule: "kubeconfig-missing-file",
        severity: "error",
        files: [path],
        message: `It names ${[...new Set(missing.map(([, each]) => each.file))].join(", ")}, which is not there.`,
        found: "no such file",
        seenAs: [`unable to read ${word} ${file} for ${user} due to open ${file}: no such file or directory`],
        mend: { text: "restore the file, or join the node again" },
      },
    ];
  });
}

/** A worker needs the CA's certificate alone. */
function strayKeys({ inventory, authorities, leaves }: Scene): Finding[] {
  const { components, kubeconfigs } = inventory;
  // k3s and k0s start their programs without a file that says so.
  const controlPlanes = new Set([
    ...components.flatMap(({ component, path }) =>
      /apiserver|controller-manager/.test(component) ? [rootOf(path)] : [],
    ),
    ...leaves.flatMap((leaf) => (plays(leaf, "apiserver", "controller-manager") ? leaf.files.map(rootOf) : [])),
  ]);
  const nodes = new Set([
    ...components.flatMap(({ component, path }) => (component === "kubelet" ? [rootOf(path)] : [])),
    ...kubeconfigs.flatMap(({ path }) => (/(?:^|\/)kubelet\.(?:conf|kubeconfig)$/.test(path) ? [rootOf(path)] : [])),
  ]);
  return inventory.keys.flatMap(({ path, kind, spki }): Finding[] => {
    const isCas = authorities.some(({ certificate }) => sameKey(certificate.rawSpki, spki));
    const root = rootOf(path);
    if (kind !== "private" || !isCas || controlPlanes.has(root) || !nodes.has(root)) return [];
    return [
      {
        rule: "ca-key-on-node",
        severity: "warning",
        files: [path],
        message:
          "It is the private key of the CA, on a machine that is no control plane: whoever has the node has the cluster.",
        mend: { text: "keep the key where certificates are issued, and nowhere else", commands: removeFile(path) },
      },
    ];
  });
}

/** Where the root of the machine is that a path belongs to: several may lie side by side. */
function rootOf(path: string): string {
  return /^(.*?)(?:^|\/)(?:etc|home|opt|root|srv|usr|var)\//.exec(path)?.[1] ?? "";
}
