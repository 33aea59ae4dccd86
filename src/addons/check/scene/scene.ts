import { type Holding, joinCertificates } from "../../inventory/graph.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { KubeconfigUser } from "../../inventory/kubeconfig.js";
import { type KeyEntry, sameKey } from "../../inventory/material.js";
import { baseName } from "../../inventory/tree.js";
import { type Role, roleOfName, type Use } from "../../inventory/use.js";

/** What the person who checks knows and the files do not say. */
export interface Facts {
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  /** Milliseconds before its end in which a certificate is reported. */
  readonly within: number;
  /** The ranges of service addresses; empty if they are only in the files. */
  readonly serviceCidrs: readonly string[];
  /** What clients dial. */
  readonly hosts: readonly string[];
  /** Addresses of nodes by name. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Roles of files. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** How the role of a certificate is known, the surest first. */
export type Source = "flag" | "use" | "kubeconfig" | "subject" | "name";

export interface Part {
  readonly role: Role;
  readonly source: Source;
  readonly use?: Use;
  readonly kubeconfig?: KubeconfigUser;
}

/** A certificate that somebody shows, with the parts that it plays. */
export interface Leaf {
  readonly holding: Holding;
  readonly parts: readonly Part[];
  /** The files that it lies in, for findings. */
  readonly files: readonly string[];
}

/** A certificate and the key that belongs beside it, by what names them. */
export interface Pair {
  readonly certificatePath: string;
  readonly certificateMember: string;
  readonly key: KeyEntry;
  readonly use?: Use;
}

/** Everything that the rules look at. */
export interface Scene {
  readonly inventory: Inventory;
  readonly facts: Facts;
  readonly holdings: readonly Holding[];
  readonly leaves: readonly Leaf[];
  readonly authorities: readonly Holding[];
  readonly pairs: readonly Pair[];
}

export async function setScene(inventory: Inventory, facts: Facts): Promise<Scene> {
  const holdings = await joinCertificates(inventory.certificates);
  const signers = new Set(holdings.flatMap(({ issuers }) => issuers));
  const trusted = trustedPaths(inventory);
  const isAuthority = (holding: Holding) =>
    holding.certificate.isCa || signers.has(holding) || isOnlyTrusted(holding, trusted, inventory);
  const authorities = holdings.filter(isAuthority);
  const leaves = holdings
    .filter((holding) => !isAuthority(holding))
    .map((holding) => ({ holding, parts: partsOf(holding, inventory, facts), files: filesOf(holding) }));
  return { inventory, facts, holdings, leaves, authorities, pairs: findPairs(inventory) };
}

/** The files of CAs that somebody trusts. */
export function trustedPaths({ uses }: Inventory): ReadonlySet<string> {
  return new Set(uses.flatMap(({ purpose, path }) => (purpose === "trust" && path !== null ? [path] : [])));
}

/** A certificate without CA:TRUE that others trust and nobody shows. */
function isOnlyTrusted(holding: Holding, trusted: ReadonlySet<string>, { uses }: Inventory): boolean {
  const shown = new Set(uses.flatMap(({ purpose, path }) => (purpose === "certificate" ? [path] : [])));
  const isTrusted = ({ path, member }: { path: string; member: string }) =>
    member === "certificate-authority-data" || (member === "" && trusted.has(path));
  return holding.places.some(isTrusted) && !holding.places.some(({ path, member }) => member === "" && shown.has(path));
}

/** The files of a certificate, each once, in the order of blame. */
export function filesOf({ places }: Holding): readonly string[] {
  return [...new Set(places.map(({ path }) => path))];
}

function partsOf(holding: Holding, inventory: Inventory, facts: Facts): readonly Part[] {
  const parts: Part[] = [];
  for (const { path, member, position } of holding.places) {
    if (position > 0) continue;
    const given = facts.roles.get(path);
    if (given !== undefined) parts.push({ role: given, source: "flag" });
    for (const use of inventory.uses) {
      if (use.purpose === "certificate" && use.path === path && member === "") {
        parts.push({ role: use.role, source: "use", use });
      }
    }
    for (const kubeconfig of inventory.kubeconfigs) {
      const { clientCertificate } = kubeconfig;
      const isOwn =
        member === "client-certificate-data"
          ? kubeconfig.path === path
          : clientCertificate.file !== "" && inventory.finder.find(clientCertificate.file, kubeconfig.path) === path;
      const role = isOwn ? roleOfKubeconfig(kubeconfig, inventory) : null;
      if (role) parts.push({ role, source: "kubeconfig", kubeconfig });
    }
  }
  if (parts.length > 0) return parts;
  return guessedParts(holding);
}

/** The role of a kubeconfig: by the program that is given it, its file's name or its user's. */
export function roleOfKubeconfig(kubeconfig: KubeconfigUser, { uses }: Inventory): Role {
  const use = uses.find(({ purpose, path }) => purpose === "kubeconfig" && path === kubeconfig.path);
  if (use) return use.role;
  const named = roleOfName(kubeconfig.path);
  if (named) return named;
  if (/^system:node:|^kubelet$|^default-auth$/.test(kubeconfig.user)) return "kubelet";
  return roleOfName(kubeconfig.user.replace(/^system:/, "")) ?? "client";
}

function guessedParts({ certificate, places }: Holding): readonly Part[] {
  const bySubject = roleOfSubject(certificate.subject.commonName);
  const byName = places
    .map(({ path, member }) => (member === "" ? roleOfName(path) : null))
    .find((role) => role !== null);
  // A kubelet serves with the subject of its client certificate.
  if (byName === "kubelet-server") return [{ role: byName, source: "name" }];
  if (bySubject) return [{ role: bySubject, source: "subject" }];
  return byName ? [{ role: byName, source: "name" }] : [];
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

/** Certificates and keys that belong together: because a program or a kubeconfig uses both, or by their names. */
function findPairs(inventory: Inventory): readonly Pair[] {
  const { keys, uses, kubeconfigs, finder } = inventory;
  const privateKeys = keys.filter(({ kind }) => kind === "private");
  const keyIn = (path: string, member = "") => privateKeys.find((key) => key.path === path && key.member === member);
  const pairs = new Map<string, Pair>();
  const add = (certificatePath: string, certificateMember: string, key: KeyEntry | undefined, use?: Use) => {
    const id = JSON.stringify([certificatePath, key?.path]);
    if (key && !pairs.has(id)) {
      pairs.set(id, { certificatePath, certificateMember, key, ...(use ? { use } : {}) });
    }
  };
  for (const use of uses) {
    if (use.path === null || (use.purpose !== "key" && use.purpose !== "signing-key")) continue;
    const wanted = use.purpose === "key" ? "certificate" : "signing-certificate";
    const other = uses.find(({ by, component, role, purpose }) => {
      return by === use.by && component === use.component && role === use.role && purpose === wanted;
    });
    if (other?.path) add(other.path, "", keyIn(use.path), other);
  }
  for (const { path, clientCertificate, clientKey } of kubeconfigs) {
    const keyPath = clientKey.data ? path : finder.find(clientKey.file, path);
    const certificatePath = clientCertificate.data ? path : finder.find(clientCertificate.file, path);
    if (keyPath === null || certificatePath === null) continue;
    const key = keyIn(keyPath, clientKey.data ? "client-key-data" : "");
    add(certificatePath, clientCertificate.data ? "client-certificate-data" : "", key);
  }
  const paths = new Set(inventory.materials.map(({ path }) => path));
  for (const path of paths) {
    for (const keyPath of keyNamesFor(path)) if (paths.has(keyPath)) add(path, "", keyIn(keyPath));
  }
  return [...pairs.values()];
}

/** The names that the key of a certificate file usually has. */
export function keyNamesFor(path: string): readonly string[] {
  const name = baseName(path);
  const folder = path.slice(0, path.length - name.length);
  const found = /^(.*?)(?:[-_.](?:fullchain|chain|bundle|cert))?\.(?:pem|crt|cer|cert|pub)$/.exec(name);
  if (!found || /-key\.pem$|\.key$/.test(name)) return [];
  const [, base = ""] = found;
  const names = [`${base}-key.pem`, `${base}.key`, `${base}_key.pem`, `${base}.key.pem`];
  if (["cert", "fullchain"].includes(base)) names.push("key.pem", "privkey.pem");
  return names.filter((each) => each !== name).map((each) => folder + each);
}

/** The CA certificates that a trust file, or the CA data of a kubeconfig, holds. */
export function authoritiesIn(scene: Scene, path: string, member = ""): readonly Holding[] {
  return scene.holdings.filter(({ places }) => places.some((place) => place.path === path && place.member === member));
}

/** Whether a certificate leads to one of these, by signatures alone: renewed certificates of the same key count. */
export function leadsTo(holding: Holding, trusted: readonly Holding[], depth = 0): boolean {
  if (trusted.includes(holding)) return true;
  if (depth > 8) return false;
  return holding.issuers.some((issuer) => {
    const isTrusted = trusted.some(({ certificate }) => sameKey(certificate.rawSpki, issuer.certificate.rawSpki));
    return isTrusted || leadsTo(issuer, trusted, depth + 1);
  });
}

/** Whether a certificate plays a part. */
export function plays({ parts }: Leaf, ...roles: readonly Role[]): boolean {
  return parts.some(({ role }) => roles.includes(role));
}

/** Whether a program with OpenSSL uses the file. */
export function isForOpenssl({ parts }: Leaf): boolean {
  return parts.some(({ use }) => use !== undefined && ["nginx", "apache", "haproxy"].includes(use.component));
}
