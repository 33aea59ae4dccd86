import type { Scene } from "../scene/scene.js";

/** What kubeadm calls the certificates and kubeconfigs that it makes. */
const names: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)pki\/etcd\/(server|peer|healthcheck-client)\.crt$/, "etcd-$1"],
  [/(?:^|\/)pki\/(apiserver|apiserver-kubelet-client|apiserver-etcd-client|front-proxy-client)\.crt$/, "$1"],
  [/(?:^|\/)((?:super-)?admin|controller-manager|scheduler)\.conf$/, "$1.conf"],
];

function nameOf(paths: readonly string[], { inventory }: Scene): readonly [string, string] | null {
  const isKubeadm = inventory.components.some(({ component, path }) => {
    return component === "kubeadm" || /(?:^|\/)etc\/kubernetes\/manifests\/|^manifests\//.test(path);
  });
  if (!isKubeadm) return null;
  for (const path of paths) {
    for (const [pattern, name] of names) {
      const found = pattern.exec(path);
      if (found) return [path, name.replace("$1", found[1] ?? "")];
    }
  }
  return null;
}

/** How kubeadm issues these files again, as they are. */
export function kubeadmRenewal(paths: readonly string[], scene: Scene): string {
  const found = nameOf(paths, scene);
  return found ? `If kubeadm made it: kubeadm certs renew ${found[1]}` : "";
}

/** How kubeadm issues these files again with other names. */
export function kubeadmRemake(paths: readonly string[], scene: Scene): string {
  const found = nameOf(paths, scene);
  if (!found) return "";
  const [path, name] = found;
  if (name.endsWith(".conf")) {
    return `If kubeadm made it: delete ${path}, then kubeadm init phase kubeconfig ${name.slice(0, -".conf".length)} (certs renew keeps the old subject)`;
  }
  const key = path.replace(/\.crt$/, ".key");
  return `If kubeadm made it: correct its configuration (certSANs), delete ${path} and ${key}, then kubeadm init phase certs ${name} --config FILE (certs renew keeps the old names)`;
}
