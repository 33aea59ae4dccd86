import { addTo } from "../../groups.js";
import { baseName, parentOf } from "../../inventory/tree.js";
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
  return namedAuthorities(leaf, role, scene);
}

const frontProxy = /^(?:front-proxy|(?:kube-apiserver-)?request-?header|(?:apiserver-)?aggregator|proxy-client)-ca$/;
const etcd = [/^etcd-ca$/, /^etcd\/(?:ca|server-ca)$/];
const cluster = [/^(?:kube-|kubernetes-)?ca$/];
const server = [/^server-ca$/, ...cluster];
const client = [/^client-ca$/, ...cluster];

/** The names of the files of CAs that sign for a role, the surest first, without their endings. */
const namesOf: Readonly<Partial<Record<Role, readonly RegExp[]>>> = {
  "front-proxy-client": [frontProxy],
  "apiserver-etcd-client": etcd,
  "etcd-client": etcd,
  "etcd-server": etcd,
  "etcd-peer": [/^(?:etcd[-/])?peer-ca$/, ...etcd],
  apiserver: server,
  "kubelet-server": [/^server-ca$/],
  "apiserver-kubelet-client": client,
  admin: client,
  "controller-manager": client,
  scheduler: client,
  "kube-proxy": client,
  kubelet: client,
};

/** Where no configuration tells: the CA beside the certificate that has the name for it. */
function namedAuthorities(leaf: Leaf, role: Role, { authorities }: Scene): readonly string[] {
  const paths = authorities.flatMap(({ places }) =>
    places.flatMap(({ path, member }) => (member === "" ? [path] : [])),
  );
  for (const pattern of namesOf[role] ?? []) {
    for (const file of leaf.files) {
      const folder = parentOf(file);
      const isInEtcd = baseName(folder) === "etcd";
      const found = new Set(
        paths.filter((path) => {
          const name = path.replace(/\.(?:pem|crt|cer|cert)$/, "");
          const own = folder === "" ? name : name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null;
          return own !== null && (pattern.test(own) || (isInEtcd && pattern.test(`etcd/${own}`)));
        }),
      );
      if (found.size > 0) return [...found];
    }
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
    addTo(found, id, use);
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
