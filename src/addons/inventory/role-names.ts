import { baseName, parentOf } from "./tree.js";
import type { Role } from "./use.js";

/** Roles that the name of a file tells, for folders without any configuration; the last resort. */
const names: readonly (readonly [RegExp, Role])[] = [
  [/^(?:kube-?)?apiserver[-_]etcd[-_]client$/, "apiserver-etcd-client"],
  [/^(?:kube-?)?apiserver[-_]kubelet[-_]client$/, "apiserver-kubelet-client"],
  [
    /^(?:front-proxy|proxy|aggregator|metrics|(?:kube-)?apiserver-proxy)[-_]?client$|^(?:front-proxy|aggregator|client-auth-proxy)$/,
    "front-proxy-client",
  ],
  [/^(?:serving-)?(?:kube-?)?api-?server$|^kubernetes(?:-master)?$|^kube-api$/, "apiserver"],
  [/^(?:kube-?)?controller-?manager$/, "controller-manager"],
  [/^(?:kube-?)?scheduler$/, "scheduler"],
  [/^kube-?proxy$/, "kube-proxy"],
  [/^(?:kube(?:rnetes)?-?)?(?:super-)?admin(?:-local)?$|^cluster-admin$/, "admin"],
  [/^(?:kube-)?(?:service-?accounts?|sa)(?:-token)?$/, "service-account"],
];

const ending = /\.(?:pem|crt|cer|cert|key|pub|conf|kubeconfig|config|ya?ml)$/i;

/** The role that a file's name tells; null for other names. Inside an `etcd` folder, names mean etcd's own. */
export function roleOfName(path: string): Role | null {
  const name = baseName(path).replace(ending, "").toLowerCase();
  const found = names.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  if (/(?:^|[/._-])etcd\d*(?:[-/._]|$)/i.test(path)) {
    if (/peer/.test(name)) return "etcd-peer";
    // rke2 and k3s call what a member serves with `server-client`: it is for both. The last two are kubespray's.
    if (/server|member|^(?:kube-)?etcd[-_.\d]*$/.test(name)) return "etcd-server";
    if (/client|^(?:admin|node)-/.test(name)) return "etcd-client";
  }
  if (/^kubelet-client(?:-|$)/.test(name) || name === "kubelet") return "kubelet";
  if (/^kubelet-server(?:-|$)|^serving-kubelet$/.test(name)) return "kubelet-server";
  return /(?:^|\/)\.docker\/(?:.*\/)?cert\.pem$|(?:^|\/)\.postgresql\/postgresql\.crt$/.test(path) ? "client" : null;
}

/** Names that say of any program's certificate which side shows it; null for both and for none. */
export function sideOfName(path: string): "server" | "client" | null {
  const name = baseName(path).toLowerCase();
  const [isServer, isClient] = [
    /(?:^|[-_.])server(?:[-_.]|$)/.test(name),
    /(?:^|[-_.])client\d*(?:[-_.]|$)/.test(name),
  ];
  return isServer === isClient ? null : isServer ? "server" : "client";
}

/** Names of k3s and microk8s, which mean something only beside those of the other programs. */
const shortNames: Readonly<Record<string, Role>> = { controller: "controller-manager", proxy: "kube-proxy" };

const users: readonly Role[] = ["admin", "controller-manager", "scheduler", "kube-proxy", "kubelet"];

/**
 * The role of the client that a kubeconfig is for, by its file's name, or by its folder's: kops has
 * `kube-scheduler/kubeconfig`.
 */
export function roleOfKubeconfigName(path: string, hasFile: (path: string) => boolean = () => false): Role | null {
  const own = baseName(path).replace(ending, "");
  const name = /^(?:kube)?config$/i.test(own) ? baseName(parentOf(path)) : own.replace(/^kubecfg-(?!$)/, "");
  const [stem, sibling] = [path.slice(0, path.length - baseName(path).length), baseName(path).slice(own.length)];
  if (Object.hasOwn(shortNames, name) && hasFile(`${stem}scheduler${sibling}`)) return shortNames[name] ?? null;
  const role = roleOfName(name);
  return role !== null && users.includes(role) ? role : null;
}
