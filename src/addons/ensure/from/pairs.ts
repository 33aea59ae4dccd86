import { encodeHex } from "../../../go/hex.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { keyNamesFor } from "../../check/scene/pairs.js";
import type { Inventory } from "../../inventory/inventory.js";
import { type KeyEntry, sameKey } from "../../inventory/material.js";
import { parentOf } from "../../inventory/tree.js";
import { type FoundFiles, type Names, nameRows, type RowName, stemOf } from "./names.js";

/** A certificate that a row may stand for, and how the row is named. */
export interface Pair extends RowName {
  /** The certificate's file. */
  readonly path: string;
  readonly certificate: Certificate;
  readonly hasKey: boolean;
}

/** A file that no row stands for, and why. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** A key pair without a certificate. */
export interface LonePair extends RowName {
  readonly path: string;
  /** DER of SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

export interface Pairs {
  readonly authorities: readonly Pair[];
  readonly leaves: readonly Pair[];
  readonly keys: readonly LonePair[];
  readonly leftOut: readonly LeftOut[];
  /** How the files of most rows are named. */
  readonly layout: Names<FoundFiles>["layout"];
}

interface Found extends FoundFiles {
  readonly certificate: string;
  readonly parsed: Certificate;
}

interface FoundKey extends FoundFiles {
  readonly key: string;
  readonly spki: Uint8Array;
}

type Keys = ReadonlyMap<string, KeyEntry>;

/** The certificates and keys of a folder, each in a file of its own, and the rows that have them. */
export function findPairs(inventory: Inventory): Pairs {
  const privateKeys = new Map<string, KeyEntry>();
  for (const key of inventory.keys) {
    if (key.kind === "private" && key.member === "") privateKeys.set(key.path, key);
  }
  const leftOut: LeftOut[] = [];
  const used = new Set<string>();
  const found = findCertificates(inventory, privateKeys, used, leftOut);
  const lone = findLoneKeys(inventory, privateKeys, used, leftOut);
  for (const each of embeddedIn(inventory, found)) leftOut.push(each);
  const { layout, rows } = nameRows<Found | FoundKey>([...found, ...lone]);
  const nameOf = (each: Found | FoundKey): RowName => rows.get(each) ?? { name: "", files: undefined };
  const pairs = found.map((each) => {
    const { certificate: path, key, parsed } = each;
    return { ...nameOf(each), path, certificate: parsed, hasKey: key !== null };
  });
  return {
    authorities: pairs.filter(({ certificate }) => certificate.isCa),
    leaves: pairs.filter(({ certificate }) => !certificate.isCa),
    keys: lone.map((each) => ({ ...nameOf(each), path: each.key, spki: each.spki })),
    ...{ leftOut, layout },
  };
}

function findCertificates(
  { certificates }: Inventory,
  privateKeys: Keys,
  used: Set<string>,
  leftOut: LeftOut[],
): readonly Found[] {
  const byPath = new Map<string, Certificate[]>();
  for (const { path, member, certificate } of certificates) {
    if (member === "") byPath.set(path, [...(byPath.get(path) ?? []), certificate]);
  }
  const found: Found[] = [];
  const seen = new Map<string, string>();
  // A certificate's own file comes before its copies and its chain: the one with the key beside it.
  const rankOf = (path: string) => (ownKey(path, privateKeys) ? 0 : namedKey(path, privateKeys) ? 1 : 2);
  const paths = [...byPath.keys()].sort((a, b) => rankOf(a) - rankOf(b));
  for (const path of paths) {
    const all = byPath.get(path) ?? [];
    const key = keyOf(path, all, privateKeys);
    const certificate = all.find(({ rawSpki }) => sameKey(rawSpki, key?.spki ?? null)) ?? all[0];
    if (!certificate) continue;
    if (key) used.add(key.path);
    const id = encodeHex(certificate.signature);
    const original = seen.get(id);
    const why = original === undefined ? whyUnfit(path, certificate, key) : `the same certificate as ${original}`;
    if (why !== null) leftOut.push({ path, why });
    else {
      seen.set(id, path);
      found.push({ certificate: path, key: key?.path ?? null, publicKey: null, parsed: certificate });
    }
  }
  return found;
}

/** The key that has the name of a certificate's file. */
function ownKey(path: string, privateKeys: Keys): KeyEntry | null {
  return privateKeys.get(usualKeyOf(path)) ?? null;
}

/** The key that the name of a certificate's file leads to; null if there is none. */
function namedKey(path: string, privateKeys: Keys): KeyEntry | null {
  const names = keyNamesFor(path).map((name) => privateKeys.get(name));
  return ownKey(path, privateKeys) ?? names.find((key) => key !== undefined) ?? null;
}

/** The key of a certificate in a file: beside it, or the only one that is. */
function keyOf(path: string, all: readonly Certificate[], privateKeys: Keys): KeyEntry | null {
  const isKey = ({ spki }: KeyEntry) => all.some(({ rawSpki }) => sameKey(rawSpki, spki));
  const named = namedKey(path, privateKeys);
  if (named && isKey(named)) return named;
  const own = [...privateKeys.values()].filter(isKey);
  const near = own.filter((key) => parentOf(key.path) === parentOf(path));
  const [found, ...more] = near.length > 0 ? near : own;
  return found && more.length === 0 ? found : named;
}

function findLoneKeys(
  { certificates, tree }: Inventory,
  privateKeys: Keys,
  used: ReadonlySet<string>,
  leftOut: LeftOut[],
): readonly FoundKey[] {
  const found: FoundKey[] = [];
  const files = new Set(tree.files.map(({ path }) => path));
  const withCertificates = new Set(certificates.map(({ path }) => path));
  for (const [path, { spki, isEncrypted }] of privateKeys) {
    if (used.has(path) || withCertificates.has(path)) continue;
    const publicKey = `${stemOf(path)}.pub`;
    const original = spki && found.find((each) => sameKey(each.spki, spki));
    const leave = (why: string) => leftOut.push({ path, why });
    if (isEncrypted || !spki) leave("it cannot be read without a password");
    else if (original) leave(`the same key as ${original.key}`);
    else if (files.has(publicKey)) found.push({ certificate: null, key: path, publicKey, spki });
    else leave(`neither its certificate nor its public key ${publicKey} is here`);
  }
  return found;
}

/** Files such as kubeconfigs, which hold a key among other things. */
function embeddedIn({ keys }: Inventory, found: readonly Found[]): readonly LeftOut[] {
  const left = new Map<string, string>();
  for (const { path, member, kind, spki } of keys) {
    if (kind !== "private" || member === "") continue;
    const own = found.find(({ parsed }) => sameKey(parsed.rawSpki, spki));
    const why = own
      ? `it is made of ${own.certificate}: write it into "kubeconfigs" or "outputs" to have it made`
      : "it holds a key, and rows have files for certificates and keys";
    left.set(path, why);
  }
  return [...left].map(([path, why]) => ({ path, why }));
}

/** Why a certificate can have no row; null if it can. A CA may do without its key. */
function whyUnfit(path: string, certificate: Certificate, key: KeyEntry | null): string | null {
  if (key?.path === path) return "it holds its key too, and rows have a file for each";
  if (!key) return certificate.isCa ? null : `its key ${usualKeyOf(path)} is not here`;
  if (key.isEncrypted) return certificate.isCa ? null : `its key ${key.path} is encrypted`;
  return sameKey(certificate.rawSpki, key.spki) ? null : `${key.path} is not its key`;
}

function usualKeyOf(path: string): string {
  return path.endsWith(".pem") ? `${stemOf(path)}-key.pem` : `${stemOf(path)}.key`;
}
