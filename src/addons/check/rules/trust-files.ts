import type { Role, Use } from "../../inventory/use.js";
import type { Leaf, Scene } from "../scene/scene.js";

/** The flags that say which CA must have signed the certificate of a role, the surest first. */
const trustOf: Readonly<Partial<Record<Role, readonly (readonly [component: string, role: Role])[]>>> = {
  "apiserver-etcd-client": [
    ["etcd", "etcd-ca"],
    ["kube-apiserver", "etcd-ca"],
  ],
  "etcd-client": [
    ["etcd", "etcd-ca"],
    ["flanneld", "etcd-ca"],
  ],
  "etcd-server": [
    ["kube-apiserver", "etcd-ca"],
    ["etcd", "etcd-ca"],
  ],
  "etcd-peer": [["etcd", "etcd-peer-ca"]],
  "apiserver-kubelet-client": [
    ["kubelet", "client-ca"],
    ["kube-apiserver", "client-ca"],
  ],
  "front-proxy-client": [["kube-apiserver", "front-proxy-ca"]],
  "kubelet-server": [["kube-apiserver", "kubelet-ca"]],
  apiserver: [["kube-controller-manager", "server-ca"]],
  admin: [["kube-apiserver", "client-ca"]],
  "controller-manager": [["kube-apiserver", "client-ca"]],
  scheduler: [["kube-apiserver", "client-ca"]],
  "kube-proxy": [["kube-apiserver", "client-ca"]],
  kubelet: [["kube-apiserver", "client-ca"]],
  client: [["-role", "client-ca"]],
  server: [["-role", "server-ca"]],
};

/**
 * The files that the readers of a role's certificates trust. A folder may hold several machines or clusters: those with
 * the longest common path count.
 */
export function trustFilesFor(leaf: Leaf, role: Role, use: Use | undefined, scene: Scene): readonly string[] {
  const anchor = use?.by ?? leaf.files[0] ?? "";
  for (const [component, wanted] of trustOf[role] ?? []) {
    const uses = trustUses(scene).get(`${component} ${wanted}`) ?? [];
    const near = uses.map((each) => [commonParts(each.by, anchor), each.path ?? ""] as const);
    const most = near.reduce((best, [count]) => Math.max(best, count), 0);
    const found = new Set(near.flatMap(([count, path]) => (count === most ? [path] : [])));
    if (found.size > 0) return [...found];
  }
  return [];
}

const known = new WeakMap<Scene, ReadonlyMap<string, readonly Use[]>>();

function trustUses(scene: Scene): ReadonlyMap<string, readonly Use[]> {
  const before = known.get(scene);
  if (before) return before;
  const found = new Map<string, Use[]>();
  for (const use of scene.uses) {
    if (use.purpose !== "trust" || use.path === null) continue;
    const id = `${use.component} ${use.role}`;
    found.set(id, [...(found.get(id) ?? []), use]);
  }
  known.set(scene, found);
  return found;
}

function commonParts(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}
