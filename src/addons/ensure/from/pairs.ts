import { encodeHex } from "../../../go/hex.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { Inventory } from "../../inventory/inventory.js";
import { type KeyEntry, sameKey } from "../../inventory/material.js";

/** A certificate that a row may stand for: NAME.pem, with its key in NAME-key.pem. */
export interface Pair {
  readonly name: string;
  readonly certificate: Certificate;
  readonly hasKey: boolean;
}

/** A file that no row stands for, and why. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** A key pair without a certificate. */
export interface LonePair {
  readonly name: string;
  /** DER of SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

export interface Pairs {
  readonly authorities: readonly Pair[];
  readonly leaves: readonly Pair[];
  readonly keys: readonly LonePair[];
  readonly leftOut: readonly LeftOut[];
}

/** The certificates and keys of a folder by the names that cfssljson gives them. */
export function findPairs(inventory: Inventory): Pairs {
  const { certificates, keys, tree } = inventory;
  const leftOut: LeftOut[] = [];
  const found: Pair[] = [];
  const privateKeys = new Map<string, KeyEntry>();
  for (const key of keys) if (key.kind === "private" && key.member === "") privateKeys.set(key.path, key);
  const byPath = new Map<string, Certificate[]>();
  for (const { path, member, certificate } of certificates) {
    if (member === "") byPath.set(path, [...(byPath.get(path) ?? []), certificate]);
  }
  const seen = new Map<string, string>();
  const used = new Set<string>();
  // A CA's own file comes before its copies: the one with the key beside it.
  const paths = [...byPath.keys()].sort(
    (a, b) => Number(privateKeys.has(keyOf(b))) - Number(privateKeys.has(keyOf(a))),
  );
  for (const path of paths) {
    const all = byPath.get(path) ?? [];
    const key = privateKeys.get(keyOf(path));
    const certificate = all.find(({ rawSpki }) => sameKey(rawSpki, key?.spki ?? null)) ?? all[0];
    if (!certificate) continue;
    used.add(keyOf(path));
    const id = encodeHex(certificate.signature);
    const original = seen.get(id);
    const why =
      original !== undefined
        ? `the same certificate as ${original}`
        : !path.endsWith(".pem") || path.endsWith("-key.pem")
          ? "rows are named NAME.pem, with the key in NAME-key.pem"
          : whyUnfit(certificate, key, keyOf(path));
    if (why !== null) leftOut.push({ path, why });
    else {
      seen.set(id, path);
      found.push({ name: path.slice(0, -".pem".length), certificate, hasKey: key !== undefined });
    }
  }
  const lone: LonePair[] = [];
  const files = new Set(tree.files.map(({ path }) => path));
  for (const [path, { spki, isEncrypted }] of privateKeys) {
    if (used.has(path) || byPath.has(path)) continue;
    const name = path.endsWith("-key.pem") ? path.slice(0, -"-key.pem".length) : null;
    if (name === null) leftOut.push({ path, why: "keys are named NAME-key.pem" });
    else if (isEncrypted || !spki) leftOut.push({ path, why: "it cannot be read without a password" });
    else if (files.has(`${name}.pub`)) lone.push({ name, spki });
    else leftOut.push({ path, why: `neither ${name}.pem nor ${name}.pub is beside it` });
  }
  const isAuthority = ({ certificate }: Pair) => certificate.isCa;
  return {
    authorities: found.filter(isAuthority),
    leaves: found.filter((pair) => !isAuthority(pair)),
    keys: lone,
    leftOut,
  };
}

function keyOf(path: string): string {
  return path.replace(/\.pem$/, "-key.pem");
}

/** Why a certificate can have no row; null if it can. A CA may do without its key. */
function whyUnfit(certificate: Certificate, key: KeyEntry | undefined, keyPath: string): string | null {
  if (!key) return certificate.isCa ? null : `its key ${keyPath} is not here`;
  if (key.isEncrypted) return certificate.isCa ? null : `its key ${keyPath} is encrypted`;
  return sameKey(certificate.rawSpki, key.spki) ? null : `${keyPath} is not its key`;
}
