import { formatIp } from "../../../go/net.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { addTo } from "../../groups.js";
import type { Holding } from "../../inventory/graph.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { KubeconfigUser } from "../../inventory/kubeconfig.js";
import { roleOfKubeconfigName, roleOfName, sideOfName } from "../../inventory/role-names.js";
import type { Role, Use } from "../../inventory/use.js";
import type { Facts } from "./facts.js";

/** How the role of a certificate is known, the surest first. */
export type Source = "flag" | "use" | "kubeconfig" | "subject" | "name";

/** A part that a certificate plays, and who says so. */
export interface Part {
  readonly role: Role;
  readonly source: Source;
  readonly use?: Use;
  readonly kubeconfig?: KubeconfigUser;
}

/** What is known of the files before the scene is set. */
interface Known {
  readonly inventory: Inventory;
  readonly facts: Facts;
  readonly uses: readonly Use[];
  usesOf(path: string): readonly Use[];
}

/** The parts of a certificate: what the person says, else what configurations say, else what its names tell. */
export function partsOf(holding: Holding, known: Known): readonly Part[] {
  const { facts, inventory, usesOf } = known;
  const parts: Part[] = [];
  for (const { path, member, position } of holding.places) {
    if (position > 0) continue;
    const given = facts.roles.get(path);
    if (given !== undefined) parts.push({ role: given, source: "flag" });
    for (const use of member === "" ? usesOf(path) : []) {
      if (use.purpose === "certificate") parts.push({ role: use.role, source: "use", use });
    }
    for (const kubeconfig of kubeconfigsAt(inventory).get(`${member}\n${path}`) ?? []) {
      parts.push({ role: roleOfKubeconfig(kubeconfig, known), source: "kubeconfig", kubeconfig });
    }
  }
  return parts.some(({ role }) => role !== "other") ? parts : [...parts, ...guessedParts(holding, inventory)];
}

const placesOfKubeconfigs = new WeakMap<Inventory, ReadonlyMap<string, readonly KubeconfigUser[]>>();

/** The kubeconfigs of an inventory by the place of their certificate. */
function kubeconfigsAt(inventory: Inventory): ReadonlyMap<string, readonly KubeconfigUser[]> {
  const known = placesOfKubeconfigs.get(inventory);
  if (known) return known;
  const found = new Map<string, KubeconfigUser[]>();
  for (const kubeconfig of inventory.kubeconfigs) {
    const { clientCertificate, path } = kubeconfig;
    const file = clientCertificate.file === "" ? null : inventory.finder.find(clientCertificate.file, path);
    const place = clientCertificate.data ? `client-certificate-data:${kubeconfig.user}\n${path}` : file && `\n${file}`;
    if (place) addTo(found, place, kubeconfig);
  }
  placesOfKubeconfigs.set(inventory, found);
  return found;
}

/** The role of a kubeconfig: by the program that is given it, its file's name or its user's. */
function roleOfKubeconfig({ path, user }: KubeconfigUser, { inventory, usesOf }: Known): Role {
  const use = usesOf(path).find(({ purpose }) => purpose === "kubeconfig");
  if (use) return use.role;
  const named = roleOfKubeconfigName(path, (other) => inventory.kubeconfigs.some((each) => each.path === other));
  if (named) return named;
  if (/^system:node:|^kubelet$|^default-auth$/.test(user)) return "kubelet";
  return roleOfKubeconfigName(user.replace(/^system:|@.*$/g, "")) ?? "client";
}

function guessedParts(holding: Holding, inventory: Inventory): readonly Part[] {
  const { certificate, places } = holding;
  const paths = places.flatMap(({ path, member }) => (member === "" ? [path] : []));
  const byName = paths.map(roleOfName).find((role) => role !== null) ?? null;
  const bySubject = roleOfSubject(certificate.subject.commonName);
  const [isForServers, isForClients] = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"].map((id) =>
    certificate.extKeyUsage.includes(id),
  );
  // A kubelet serves with the subject of its client certificate, and kubelet.crt is what it serves with.
  const isServing = byName === "kubelet-server" || (byName === "kubelet" && isForServers && !isForClients);
  if (isServing) return [{ role: "kubelet-server", source: "name" }];
  // kops dials etcd with the subject of the API server.
  const isOther = bySubject === "apiserver" && byName?.endsWith("client") === true && isForClients && !isForServers;
  if (bySubject && !isOther) return [{ role: bySubject, source: "subject" }];
  // Other products have admins and schedulers too.
  const isMeant = byName !== null && (byName.startsWith("etcd") || byName === "client" || isForKubernetes(inventory));
  if (isMeant) return [{ role: byName, source: "name" }];
  if (isForServers && isApiServer(certificate)) return [{ role: "apiserver", source: "name" }];
  const side = paths.map(sideOfName).find((each) => each !== null) ?? null;
  return side === null ? [] : [{ role: side, source: "name" }];
}

/** Whether it is the API server's by its names. Others hold the names of the service too: etcd's, where one request serves all. */
function isApiServer({ subject: { commonName }, dnsNames, ipAddresses }: Certificate): boolean {
  if (!dnsNames.includes("kubernetes.default")) return false;
  const isOwnName = dnsNames.includes(commonName) || ipAddresses.some((address) => formatIp(address) === commonName);
  return isOwnName || /^(?:system:)?(?:kube-?)?(?:api-?server|apis?)$|^kubernetes(?:-\w+)?$/i.test(commonName);
}

const kubernetes = new WeakMap<Inventory, boolean>();

/** Whether a folder has anything to do with Kubernetes. */
function isForKubernetes(inventory: Inventory): boolean {
  const known = kubernetes.get(inventory);
  if (known !== undefined) return known;
  const { certificates, components, kubeconfigs, tree } = inventory;
  const isIt =
    kubeconfigs.length > 0 ||
    components.some(({ component }) => component.startsWith("kube")) ||
    tree.files.some(({ path }) => /kube/i.test(path)) ||
    certificates.some(({ certificate: { subject } }) =>
      [subject.commonName, ...subject.organization].some((name) => /^system:|kube/i.test(name)),
    );
  kubernetes.set(inventory, isIt);
  return isIt;
}

const subjects: Readonly<Record<string, Role>> = {
  "kube-apiserver": "apiserver",
  "kube-apiserver-kubelet-client": "apiserver-kubelet-client",
  "kube-apiserver-etcd-client": "apiserver-etcd-client",
  "front-proxy-client": "front-proxy-client",
  "system:kube-controller-manager": "controller-manager",
  "system:kube-scheduler": "scheduler",
  "system:kube-proxy": "kube-proxy",
  "kubernetes-admin": "admin",
};

function roleOfSubject(commonName: string): Role | null {
  if (commonName.startsWith("system:node:")) return "kubelet";
  return Object.hasOwn(subjects, commonName) ? (subjects[commonName] ?? null) : null;
}
