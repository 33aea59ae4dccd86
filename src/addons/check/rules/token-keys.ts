import { encodeHex } from "../../../go/hex.js";
import { addTo } from "../../groups.js";
import { sameKey } from "../../inventory/material.js";
import type { Use } from "../../inventory/use.js";
import { copyTokenPair, joinTokenPair } from "../mend/token-keys.js";
import type { Finding } from "../scene/finding.js";
import type { Pair } from "../scene/pairs.js";
import type { Rule } from "../scene/rule.js";
import type { Scene } from "../scene/scene.js";

/** The keys that sign service account tokens: one pair for all machines. */
export const tokenKeys: Rule = {
  rows: [
    {
      id: "sa-pair-mismatch",
      severity: "error",
      means: "Service account tokens are signed with one key and checked with another: every pod is refused.",
      seen: [
        "Unable to authenticate the request due to an error: [invalid bearer token, square/go-jose: error in cryptographic primitive]",
      ],
      proof: "kube-apiserver 1.20 refused the tokens.",
      mend: "Use both halves of one pair, and restart kube-apiserver and kube-controller-manager.",
    },
    {
      id: "sa-keys-differ",
      severity: "error",
      means:
        "Control plane nodes of one cluster sign service account tokens with different keys. A token of one is refused by another, so that pods work by chance.",
      seen: ["[invalid bearer token, square/go-jose: error in cryptographic primitive]"],
      proof: "One kube-apiserver 1.20 refused the tokens of the other.",
      mend: "Copy one pair to all control plane nodes, and restart kube-apiserver and kube-controller-manager.",
    },
  ],
  find(scene) {
    const signing = scene.uses.filter(({ purpose, path }) => purpose === "token-signing" && path !== null);
    const clusters = new Map<string, Use[]>();
    for (const use of signing) {
      const id = clusterOf(use, scene);
      addTo(clusters, id, use);
    }
    return [...clusters].flatMap(([id, uses]) => {
      const differing = differingKeys(uses, scene);
      return differing.length > 0 ? differing : unverified(id, uses, scene);
    });
  },
};

/** Tells clusters apart, of which a folder may hold several: by the CA that the program trusts. */
function clusterOf({ by }: Use, scene: Scene): string {
  const trust = scene.uses.find(
    (use) => use.by === by && use.purpose === "trust" && ["client-ca", "server-ca"].includes(use.role),
  );
  const [authority] = trust?.path ? scene.certificatesIn(trust.path) : [];
  return authority ? encodeHex(authority.certificate.rawSpki) : "";
}

/** The public keys in a file: of private keys, of public ones, and of its first certificate. */
function keysIn(path: string, { inventory, certificatesIn }: Scene): readonly Uint8Array[] {
  const own = inventory.keys.flatMap((key) => (key.path === path && key.spki ? [key.spki] : []));
  const [first] = certificatesIn(path);
  return own.length > 0 || !first ? own : [first.certificate.rawSpki];
}

function differingKeys(signing: readonly Use[], scene: Scene): readonly Finding[] {
  const groups = new Map<string, string[]>();
  for (const { path } of signing) {
    const [spki] = path === null ? [] : keysIn(path, scene);
    if (!spki || path === null) continue;
    const group = groups.get(encodeHex(spki)) ?? [];
    if (!group.includes(path)) group.push(path);
    groups.set(encodeHex(spki), group);
  }
  const [most, ...odd] = [...groups.values()].sort((a, b) => b.length - a.length);
  const blamed = odd.flat();
  if (!most || blamed.length === 0) return [];
  return [
    {
      rule: "sa-keys-differ",
      severity: "error",
      files: [...blamed, ...blamed.map((path) => path.replace(/\.key$/, ".pub")), ...most],
      message:
        "The control planes sign service account tokens with different keys: a token of one is refused by the other.",
      expected: `the key in ${most[0]}`,
      found: `another key in ${blamed.join(", ")}`,
      seenAs: ["[invalid bearer token, square/go-jose: error in cryptographic primitive]", "Unauthorized"],
      mend: copyTokenPair(most[0] ?? "", blamed, scene),
    },
  ];
}

/** Keys that sign tokens and are in none of the files that tokens are checked with. */
function unverified(cluster: string, signing: readonly Use[], scene: Scene): readonly Finding[] {
  const verifying = scene.uses.flatMap((use) => {
    const isOwn = use.purpose === "token-verification" && clusterOf(use, scene) === cluster;
    return isOwn && use.path !== null ? [{ path: use.path, keys: keysIn(use.path, scene) }] : [];
  });
  const [first] = verifying;
  if (!first || verifying.some(({ keys }) => keys.length === 0)) return [];
  return signing.flatMap(({ path }) => {
    const [spki] = path === null ? [] : keysIn(path, scene);
    const isKnown = !spki || verifying.some(({ keys }) => keys.some((key) => sameKey(key, spki)));
    return isKnown || path === null ? [] : [tokenMismatch([first.path, path], first.path, scene)];
  });
}

export function isTokenPair({ usesOf }: Scene, { certificatePath, key }: Pair): boolean {
  const roles = [...usesOf(certificatePath), ...usesOf(key.path)];
  if (roles.some(({ purpose }) => purpose === "token-signing" || purpose === "token-verification")) {
    return !roles.some(({ purpose }) => purpose === "certificate");
  }
  return /(?:^|\/)(?:sa|service-?account)s?[-.]/.test(certificatePath);
}

/** A pair whose public half is no certificate: sa.pub and sa.key. */
export function publicMismatch(scene: Scene, { certificatePath, key }: Pair): Finding[] {
  const others = scene.inventory.keys.filter(({ path, kind }) => path === certificatePath && kind === "public");
  const isUnknown = others.length === 0 || others.some(({ spki }) => spki === null) || key.spki === null;
  if (isUnknown || others.some(({ spki }) => sameKey(spki, key.spki))) return [];
  return [tokenMismatch([certificatePath, key.path], certificatePath, scene)];
}

export function tokenMismatch(files: readonly string[], publicPath: string, scene: Scene): Finding {
  const [first = publicPath] = files;
  const keyPath = files.find((path) => path !== publicPath) ?? first;
  return {
    rule: "sa-pair-mismatch",
    severity: "error",
    files: [publicPath, ...files.filter((path) => path !== publicPath)],
    message: `Tokens are signed with ${keyPath} and checked with ${publicPath}, which is another key: every service account is refused.`,
    seenAs: [
      "Unable to authenticate the request due to an error: [invalid bearer token, square/go-jose: error in cryptographic primitive]",
      "error: You must be logged in to the server (Unauthorized)",
    ],
    mend: joinTokenPair(keyPath, publicPath, scene),
  };
}
