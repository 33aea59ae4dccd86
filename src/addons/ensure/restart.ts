import { roleOfName } from "../inventory/role-names.js";
import type { Role } from "../inventory/use.js";
import type { KeyRow, Row } from "./manifest/row.js";
import { requestOf } from "./manifest/row.js";

/** The programs that read a certificate of a role when they start. */
const programs: Partial<Readonly<Record<Role, readonly string[]>>> = {
  apiserver: ["kube-apiserver"],
  "apiserver-etcd-client": ["kube-apiserver"],
  "apiserver-kubelet-client": ["kube-apiserver"],
  "front-proxy-client": ["kube-apiserver"],
  "etcd-server": ["etcd"],
  "etcd-peer": ["etcd"],
  "controller-manager": ["kube-controller-manager"],
  scheduler: ["kube-scheduler"],
  "kube-proxy": ["kube-proxy"],
  kubelet: ["kubelet"],
  "kubelet-server": ["kubelet"],
  "service-account": ["kube-apiserver", "kube-controller-manager"],
};

/** The programs to restart after a row was renewed, by its name and subject; none if they are not known. */
export function restartOf(row: Row | KeyRow): readonly string[] {
  if (row.kind === "ca") return [];
  const role = roleOfRow(row);
  return role === null ? [] : (programs[role] ?? []);
}

/** The programs to restart after a certificate was renewed, by its file's name and its common name. */
export function restartOfCertificate(path: string, commonName: string): readonly string[] {
  const role = roleOfUser(commonName) ?? roleOfName(path);
  return role === null ? [] : (programs[role] ?? []);
}

function roleOfRow(row: Row | KeyRow): Role | null {
  if (row.kind !== "certificate") return roleOfName(row.name);
  const user = roleOfUser(requestOf(row).commonName);
  if (user !== null) return user;
  const suffix = row.node === null ? "" : `-${row.node.name}`;
  const base = suffix !== "" && row.name.endsWith(suffix) ? row.name.slice(0, -suffix.length) : row.name;
  return roleOfName(base);
}

function roleOfUser(commonName: string): Role | null {
  if (commonName.startsWith("system:node:")) return "kubelet";
  if (commonName === "system:kube-controller-manager") return "controller-manager";
  if (commonName === "system:kube-scheduler") return "scheduler";
  return commonName === "system:kube-proxy" ? "kube-proxy" : null;
}
