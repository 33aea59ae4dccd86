import type { ComponentFlags } from "./flags.js";
import type { PathFinder } from "./tree.js";

/** Which program uses which file, and as what. */

/** What a file is to the program that uses it. */
export type Purpose =
  /** A certificate that is shown, to those who dial or to a server. */
  | "certificate"
  | "key"
  /** The CAs between a certificate and its root, which a server sends with it. */
  | "chain"
  /** CAs that others' certificates are checked against. */
  | "trust"
  /** A CA's certificate and key that certificates are issued with. */
  | "signing-certificate"
  | "signing-key"
  /** The keys of service account tokens. */
  | "token-verification"
  | "token-signing"
  | "kubeconfig";

/** The part that a certificate plays; the two of a pair, and the CA that checks it, are found by the same name. */
export const roles = [
  "apiserver",
  "apiserver-etcd-client",
  "apiserver-kubelet-client",
  "front-proxy-client",
  "etcd-server",
  "etcd-peer",
  "etcd-client",
  "kubelet-server",
  "kubelet",
  "admin",
  "controller-manager",
  "controller-manager-server",
  "scheduler",
  "scheduler-server",
  "kube-proxy",
  "server",
  "client",
  "service-account",
  // Shown by a program of which no more is known.
  "other",
  "client-ca",
  "server-ca",
  "etcd-ca",
  "etcd-peer-ca",
  "front-proxy-ca",
  "kubelet-ca",
  "cluster-ca",
] as const;

export type Role = (typeof roles)[number];

export interface Use {
  readonly component: string;
  /** The flag or member that names the file: `--tls-cert-file`. */
  readonly setting: string;
  readonly purpose: Purpose;
  readonly role: Role;
  /** The path as the configuration has it. */
  readonly named: string;
  /** The path in the tree; null if the tree has no such file. */
  readonly path: string | null;
  /** The file that names it. */
  readonly by: string;
  /** Tells apart the parts of a file that each name a certificate and its key, such as nginx's servers. */
  readonly block?: number;
  /** Whether the program is told the password of its key. */
  readonly hasPassword?: boolean;
}

type Row = readonly [flag: string, purpose: Purpose, role: Role];

const servingRows: readonly Row[] = [
  ["client-ca-file", "trust", "client-ca"],
  ["requestheader-client-ca-file", "trust", "front-proxy-ca"],
];

/** The flags that name files, by component. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  "kube-apiserver": [
    ["tls-cert-file", "certificate", "apiserver"],
    ["tls-private-key-file", "key", "apiserver"],
    ["etcd-cafile", "trust", "etcd-ca"],
    ["etcd-certfile", "certificate", "apiserver-etcd-client"],
    ["etcd-keyfile", "key", "apiserver-etcd-client"],
    ["kubelet-certificate-authority", "trust", "kubelet-ca"],
    ["kubelet-client-certificate", "certificate", "apiserver-kubelet-client"],
    ["kubelet-client-key", "key", "apiserver-kubelet-client"],
    ["proxy-client-cert-file", "certificate", "front-proxy-client"],
    ["proxy-client-key-file", "key", "front-proxy-client"],
    ["service-account-key-file", "token-verification", "service-account"],
    ["service-account-signing-key-file", "token-signing", "service-account"],
    ...servingRows,
  ],
  "kube-controller-manager": [
    ["tls-cert-file", "certificate", "controller-manager-server"],
    ["tls-private-key-file", "key", "controller-manager-server"],
    ["cluster-signing-cert-file", "signing-certificate", "cluster-ca"],
    ["cluster-signing-key-file", "signing-key", "cluster-ca"],
    ["root-ca-file", "trust", "server-ca"],
    ["service-account-private-key-file", "token-signing", "service-account"],
    ["kubeconfig", "kubeconfig", "controller-manager"],
    ["authentication-kubeconfig", "kubeconfig", "controller-manager"],
    ["authorization-kubeconfig", "kubeconfig", "controller-manager"],
    ...servingRows,
  ],
  "kube-scheduler": [
    ["tls-cert-file", "certificate", "scheduler-server"],
    ["tls-private-key-file", "key", "scheduler-server"],
    ["kubeconfig", "kubeconfig", "scheduler"],
    ["authentication-kubeconfig", "kubeconfig", "scheduler"],
    ["authorization-kubeconfig", "kubeconfig", "scheduler"],
    ...servingRows,
  ],
  "kube-proxy": [["kubeconfig", "kubeconfig", "kube-proxy"]],
  kubelet: [
    ["tls-cert-file", "certificate", "kubelet-server"],
    ["tls-private-key-file", "key", "kubelet-server"],
    ["client-ca-file", "trust", "client-ca"],
    ["kubeconfig", "kubeconfig", "kubelet"],
  ],
  etcd: [
    ["cert-file", "certificate", "etcd-server"],
    ["key-file", "key", "etcd-server"],
    ["trusted-ca-file", "trust", "etcd-ca"],
    ["peer-cert-file", "certificate", "etcd-peer"],
    ["peer-key-file", "key", "etcd-peer"],
    ["peer-trusted-ca-file", "trust", "etcd-peer-ca"],
  ],
  flanneld: [
    ["etcd-certfile", "certificate", "etcd-client"],
    ["etcd-keyfile", "key", "etcd-client"],
    ["etcd-cafile", "trust", "etcd-ca"],
  ],
};

/** The files that a component's flags name. */
export function usesOfFlags({ component, flags, path: by }: ComponentFlags, finder: PathFinder): readonly Use[] {
  return (rows[component] ?? []).flatMap(([flag, purpose, role]) => {
    const value = flags.get(flag);
    if (value === undefined || value === "" || value === "true") return [];
    // service-account-key-file may be repeated.
    const names = purpose === "token-verification" ? value.split(",") : [value];
    return names.map((named) => {
      return { component, setting: `--${flag}`, purpose, role, named, path: finder.find(named, by), by };
    });
  });
}
