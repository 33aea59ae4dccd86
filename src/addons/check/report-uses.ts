import type { Purpose } from "../inventory/use.js";
import type { Scene } from "./scene/scene.js";

/** That a program names a file. */
export interface ReportedUse {
  /** `kube-apiserver`; `kubeconfig` for what a kubeconfig names or holds. */
  readonly component: string;
  /** The flag or member that names the file: `--tls-cert-file`. */
  readonly setting: string;
  readonly purpose: Purpose;
  /** The part that the file plays. */
  readonly role?: string;
  /** The path as the configuration has it. */
  readonly named: string;
  /** The file, if it is among those that were read. */
  readonly path?: string;
  /** Whether the file should be there: the folder that it would be in was read. */
  readonly missing?: true;
  /** The file that names it. */
  readonly by: string;
}

/** What configurations and kubeconfigs say of files, each thing once. */
export function reportUses(scene: Scene): readonly ReportedUse[] {
  const { uses, inventory } = scene;
  const named = uses.map(({ component, setting, purpose, role, named, path, by }): ReportedUse => {
    return { component, setting, purpose, role, named, ...placeOf(named, path, by, scene), by };
  });
  const unique = new Map(
    [...named, ...inventory.kubeconfigs.flatMap((user) => usesOfKubeconfig(user, scene))].map((use) => {
      return [JSON.stringify(use), use];
    }),
  );
  return [...unique.values()];
}

function usesOfKubeconfig(user: Scene["inventory"]["kubeconfigs"][number], scene: Scene): readonly ReportedUse[] {
  const { path: by, certificateAuthority, clientCertificate, clientKey } = user;
  const parts = [
    ["certificate-authority", "trust", certificateAuthority],
    ["client-certificate", "certificate", clientCertificate],
    ["client-key", "key", clientKey],
  ] as const;
  return parts.flatMap(([name, purpose, { file, data }]): readonly ReportedUse[] => {
    if (data !== null) return [{ component: "kubeconfig", setting: `${name}-data`, purpose, named: by, path: by, by }];
    if (file === "") return [];
    const path = scene.inventory.finder.find(file, by);
    return [{ component: "kubeconfig", setting: name, purpose, named: file, ...placeOf(file, path, by, scene), by }];
  });
}

function placeOf(
  named: string,
  path: string | null,
  by: string,
  { inventory }: Scene,
): Pick<ReportedUse, "path" | "missing"> {
  if (path !== null) return { path };
  return inventory.finder.isExpected(named, by) ? { missing: true } : {};
}
