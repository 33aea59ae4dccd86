import type { Inventory } from "../../inventory/inventory.js";
import { memberOf } from "../../inventory/kubeconfig.js";
import { type KeyEntry, sameKey } from "../../inventory/material.js";
import { baseName } from "../../inventory/tree.js";
import type { Use } from "../../inventory/use.js";

/** A certificate and the key that belongs beside it, by what names them. */
export interface Pair {
  readonly certificatePath: string;
  readonly certificateMember: string;
  readonly key: KeyEntry;
  /** The use of the certificate, where a configuration names both. */
  readonly use?: Use;
}

/** Certificates and keys that belong together: because a program or a kubeconfig uses both, or by their names. */
export function findPairs(inventory: Inventory): readonly Pair[] {
  const { keys, uses, kubeconfigs, finder, certificates } = inventory;
  const keyAt = new Map<string, KeyEntry>();
  for (const key of keys) {
    const id = `${key.member}\n${key.path}`;
    if (key.kind === "private" && !keyAt.has(id)) keyAt.set(id, key);
  }
  const pairs = new Map<string, Pair>();
  const add = (certificatePath: string, certificateMember: string, key: KeyEntry | undefined, use?: Use) => {
    if (!key) return;
    const id = JSON.stringify([certificatePath, certificateMember, key.path, key.member]);
    if (!pairs.has(id)) pairs.set(id, { certificatePath, certificateMember, key, ...(use ? { use } : {}) });
  };
  const sharedBy = (use: Use, purpose: string) => JSON.stringify([use.by, use.component, use.role, use.block, purpose]);
  const certificateUses = new Map(uses.map((use) => [sharedBy(use, use.purpose), use]));
  for (const use of uses) {
    if (use.path === null || (use.purpose !== "key" && use.purpose !== "signing-key")) continue;
    const other = certificateUses.get(sharedBy(use, use.purpose === "key" ? "certificate" : "signing-certificate"));
    if (other?.path) add(other.path, "", keyAt.get(`\n${use.path}`), other);
  }
  for (const kubeconfig of kubeconfigs) {
    const { path, clientCertificate, clientKey } = kubeconfig;
    const keyPath = clientKey.data ? path : finder.find(clientKey.file, path);
    const certificatePath = clientCertificate.data ? path : finder.find(clientCertificate.file, path);
    if (keyPath === null || certificatePath === null) continue;
    const memberFor = (part: string) => memberOf(kubeconfig, part);
    const key = keyAt.get(`${clientKey.data ? memberFor("client-key-data") : ""}\n${keyPath}`);
    add(certificatePath, clientCertificate.data ? memberFor("client-certificate-data") : "", key);
  }
  for (const { path, member, position } of certificates) {
    // A Secret's members are named like files; Talos has crt and key.
    const [, name = "", owner = ""] = /^([^:]+):(.*)$/.exec(member) ?? [];
    if (position > 0 || name === "") continue;
    for (const other of name === "crt" ? ["key"] : keyNamesFor(name)) {
      add(path, member, keyAt.get(`${other}:${owner}\n${path}`));
    }
  }
  const paths = new Set(inventory.materials.map(({ path }) => path));
  const firstAt = new Map(
    certificates.flatMap((entry) => (entry.member === "" && entry.position === 0 ? [[entry.path, entry]] : [])),
  );
  const spkiAt = (path: string) => firstAt.get(path)?.certificate.rawSpki ?? null;
  const named = [...paths].map((path) => {
    const found = keyNamesFor(path).flatMap((name) => keyAt.get(`\n${name}`) ?? []);
    // An old key may lie beside the right one under another name.
    const right = found.filter((key) => sameKey(key.spki, spkiAt(path)));
    return { path, found: right.length > 0 ? right : found };
  });
  const fitting = new Set(
    named.flatMap(({ path, found }) => found.filter((key) => sameKey(key.spki, spkiAt(path))).map((key) => key.path)),
  );
  for (const { path, found } of named) {
    for (const key of found) {
      // ca.key may be that of ca.crt, and the ca.pem beside it another program's.
      if (sameKey(key.spki, spkiAt(path)) || !fitting.has(key.path)) add(path, "", key);
    }
  }
  // Programs that take one file for both: haproxy, mongod, kubelets.
  const ownKeys = keys.filter((key) => key.member === "" && key.kind === "private" && firstAt.has(key.path));
  const counts = new Map<string, number>();
  for (const { path } of ownKeys) counts.set(path, (counts.get(path) ?? 0) + 1);
  for (const key of ownKeys) if (counts.get(key.path) === 1) add(key.path, "", key);
  return [...pairs.values()];
}

/** The names that the key of a certificate file usually has. */
export function keyNamesFor(path: string): readonly string[] {
  const name = baseName(path);
  const folder = path.slice(0, path.length - name.length);
  if (name.endsWith("-key.pem") || name.endsWith(".key")) return [];
  const found = /^(.*?)(?:[-_.]?(?:fullchain|chain|bundle|cert|certificate|Cert))?\.(?:pem|crt|cer|cert|pub)$/.exec(
    name,
  );
  if (!found) return [];
  const [, base = ""] = found;
  const names = [`${base}-key.pem`, `${base}.key`, `${base}_key.pem`, `${base}.key.pem`, `${base}Key.pem`];
  if (/^(?:cert|fullchain|certificate)\./.test(name)) names.push("key.pem", "privkey.pem");
  // easy-rsa has issued/ and private/, swanctl x509/ and private/, others certs/ and keys/.
  const [, above] = /^(|.*\/)(?:issued|certs?|x509)\/$/.exec(folder) ?? [];
  const beside = above === undefined ? [] : ["private", "keys"].map((each) => `${above}${each}/`);
  return [folder, ...beside].flatMap((each) =>
    names.filter((other) => each !== folder || other !== name).map((other) => each + other),
  );
}
