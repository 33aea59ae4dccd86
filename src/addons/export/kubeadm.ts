import { ExportError } from "./export-error.js";

/** kubeadm's files in /etc/kubernetes/pki, without their endings, and other names of the same in guides. */
const names: readonly (readonly [path: string, ...others: string[]])[] = [
  ["ca", "kubernetes-ca"],
  ["apiserver", "kube-apiserver", "kubernetes"],
  ["apiserver-kubelet-client", "kube-apiserver-kubelet-client"],
  ["apiserver-etcd-client", "kube-apiserver-etcd-client"],
  ["front-proxy-ca", "kubernetes-front-proxy-ca"],
  ["front-proxy-client"],
  ["etcd/ca", "etcd-ca"],
  ["etcd/server", "etcd-server", "etcd"],
  ["etcd/peer", "etcd-peer"],
  ["etcd/healthcheck-client", "etcd-healthcheck-client", "kube-etcd-healthcheck-client"],
  ["sa", "service-account"],
];

/** The path that kubeadm gives a certificate of this name. Throws ExportError for a name that it does not have. */
export function kubeadmPath(name: string): string {
  const path = findKubeadmPath(name);
  if (path !== null) return path;
  const known = names.map(([each]) => each).join(", ");
  throw new ExportError(`kubeadm has no file for ${JSON.stringify(name)}: name it as one of ${known}`);
}

/** The same, or null for a name that it does not have. */
export function findKubeadmPath(name: string): string | null {
  return names.find((each) => each.includes(name))?.[0] ?? null;
}
