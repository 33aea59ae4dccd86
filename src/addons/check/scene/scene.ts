import { encodeHex } from "../../../go/hex.js";
import { addTo, groupBy } from "../../groups.js";
import { type Holding, joinCertificates } from "../../inventory/graph.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { Role, Use } from "../../inventory/use.js";
import { isArchived, withoutReplaced } from "./archives.js";
import type { Facts } from "./facts.js";
import { findPairs, type Pair } from "./pairs.js";
import { type Part, partsOf } from "./parts.js";

/** A certificate that somebody shows, with the parts that it plays. */
export interface Leaf {
  readonly holding: Holding;
  readonly parts: readonly Part[];
  /** The files that it lies in, for findings. */
  readonly files: readonly string[];
}

/** Everything that the rules look at, with what they often look up. */
export interface Scene {
  readonly inventory: Inventory;
  readonly facts: Facts;
  readonly holdings: readonly Holding[];
  readonly leaves: readonly Leaf[];
  readonly authorities: readonly Holding[];
  readonly pairs: readonly Pair[];
  /** What the configurations say of files, and what -role says of CAs. */
  readonly uses: readonly Use[];
  /** The files of CAs that somebody trusts. */
  readonly trustedPaths: ReadonlySet<string>;
  /** The uses of a file. */
  usesOf(path: string): readonly Use[];
  /** The certificates in a file, or in a member of a kubeconfig, in their order. */
  certificatesIn(path: string, member?: string): readonly Holding[];
  /** The certificates of a public key. */
  withKey(spki: Uint8Array | null): readonly Holding[];
  /** The certificates that a CA's key signed. */
  issuedBy(authority: Holding): readonly Holding[];
  leafOf(holding: Holding): Leaf | undefined;
}

/** Finds out which certificates are CAs, which part each other one plays, and which key belongs to which. */
export async function setScene(inventory: Inventory, facts: Facts): Promise<Scene> {
  const uses = [...inventory.uses, ...trustOfRoles(facts)];
  const usesAt = groupBy(uses, ({ path }) => path ?? "");
  const usesOf = (path: string) => usesAt.get(path) ?? [];
  const holdings = await joinCertificates(inventory.certificates, (path) => {
    return usesOf(path).length > 0 ? 0 : isArchived(path) ? 2 : 1;
  });
  const trustedPaths = new Set(uses.flatMap(({ purpose, path }) => (purpose === "trust" && path ? [path] : [])));
  const issued = new Map<Holding, Holding[]>();
  for (const holding of holdings) for (const issuer of holding.issuers) addTo(issued, issuer, holding);
  const isAuthority = (holding: Holding) =>
    issued.has(holding) ||
    (holding.certificate.isCa && !isOwnServer(holding, usesOf)) ||
    isOnlyTrusted(holding, trustedPaths, usesOf);
  const authorities = holdings.filter(isAuthority);
  const shown = withoutReplaced(
    holdings.filter((holding) => !isAuthority(holding)),
    inventory,
    usesOf,
  );
  const leaves = shown.map((holding) => ({
    ...{ holding, files: filesOf(holding) },
    parts: partsOf(holding, { inventory, facts, uses, usesOf }),
  }));
  const inPlaces = placesOf(holdings);
  const byKey = groupBy(holdings, ({ certificate }) => encodeHex(certificate.rawSpki));
  const leafOf = new Map(leaves.map((leaf) => [leaf.holding, leaf]));
  return {
    ...{ inventory, facts, holdings, leaves, authorities, uses, trustedPaths, usesOf },
    pairs: findPairs(inventory),
    certificatesIn: (path, member = "") => inPlaces.get(`${member}\n${path}`) ?? [],
    withKey: (spki) => (spki === null ? [] : (byKey.get(encodeHex(spki)) ?? [])),
    issuedBy: (authority) => issued.get(authority) ?? [],
    leafOf: (holding) => leafOf.get(holding),
  };
}

/** What the person says of CAs is a use of their files. */
function trustOfRoles({ roles }: Facts): readonly Use[] {
  return [...roles].flatMap(([path, role]): Use[] => {
    if (!role.endsWith("-ca")) return [];
    return [{ component: "-role", setting: "-role", purpose: "trust", role, named: path, path, by: path }];
  });
}

/**
 * A server's self-signed certificate with CA:TRUE, as `openssl req -x509` makes it: a program shows it, or it has names
 * and is not for signing certificates.
 */
function isOwnServer(
  { certificate, isSelfSigned, places }: Holding,
  usesOf: (path: string) => readonly Use[],
): boolean {
  if (!isSelfSigned) return false;
  const { dnsNames, ipAddresses, extKeyUsage, keyUsage } = certificate;
  const purposes = places.flatMap(({ path, member }) =>
    member === "" ? usesOf(path).map(({ purpose }) => purpose) : [],
  );
  if (purposes.includes("certificate")) return true;
  if (purposes.length > 0 || dnsNames.length + ipAddresses.length === 0) return false;
  return (keyUsage & keyCertSign) === 0 || extKeyUsage.includes("1.3.6.1.5.5.7.3.1");
}

const keyCertSign = 1 << 5;

/** A certificate without CA:TRUE that others trust and nobody shows. */
function isOnlyTrusted(
  { places }: Holding,
  trusted: ReadonlySet<string>,
  usesOf: (path: string) => readonly Use[],
): boolean {
  const isTrusted = places.some(
    ({ path, member }) => member.startsWith("certificate-authority-data") || (member === "" && trusted.has(path)),
  );
  const isShown = ({ path, member }: { path: string; member: string }) =>
    member === "" && usesOf(path).some(({ purpose }) => purpose === "certificate");
  return isTrusted && !places.some(isShown);
}

function placesOf(holdings: readonly Holding[]): ReadonlyMap<string, readonly Holding[]> {
  const found = new Map<string, { readonly holding: Holding; readonly position: number }[]>();
  for (const holding of holdings) {
    for (const { path, member, position } of holding.places) addTo(found, `${member}\n${path}`, { holding, position });
  }
  return new Map(
    [...found].map(([id, list]) => [id, list.sort((a, b) => a.position - b.position).map(({ holding }) => holding)]),
  );
}

/** The files of a certificate, each once, in the order of blame. */
export function filesOf({ places }: Holding): readonly string[] {
  return [...new Set(places.map(({ path }) => path))];
}

/** Whether a certificate plays a part. */
export function plays({ parts }: Leaf, ...roles: readonly Role[]): boolean {
  return parts.some(({ role }) => roles.includes(role));
}

/** Whether a program with OpenSSL uses the file. */
export function isForOpenssl({ parts }: Leaf): boolean {
  return parts.some(({ use }) => use !== undefined && opensslPrograms.includes(use.component));
}

const opensslPrograms = [
  ...["nginx", "apache", "haproxy", "gitlab", "postgresql", "mysql", "mongodb", "redis", "mosquitto", "openvpn"],
];
