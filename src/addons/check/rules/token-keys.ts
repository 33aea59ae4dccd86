import { sameKey } from "../../inventory/material.js";
import type { Finding } from "../scene/finding.js";
import type { Pair } from "../scene/pairs.js";
import type { Rule } from "../scene/rule.js";
import type { Scene } from "../scene/scene.js";
import { word } from "../scene/words.js";

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
      mend: "Use both halves of one pair, and restart kube-apiserver and kube-controller-manager.",
    },
    {
      id: "sa-keys-differ",
      severity: "error",
      means:
        "Control plane nodes of one cluster sign service account tokens with different keys. A token of one is refused by another, so that pods work by chance.",
      seen: ["[invalid bearer token, square/go-jose: error in cryptographic primitive]"],
      mend: "Copy one pair to all control plane nodes, and restart kube-apiserver and kube-controller-manager.",
    },
  ],
  find(scene) {
    const { uses, keys, certificates } = scene.inventory;
    const spkiOf = (path: string) =>
      keys.find((key) => key.path === path && key.spki)?.spki ??
      certificates.find((entry) => entry.path === path && entry.position === 0)?.certificate.rawSpki ??
      null;
    const signing = uses.filter(({ purpose, path }) => purpose === "token-signing" && path !== null);
    const found: Finding[] = [];
    const groups = new Map<string, string[]>();
    for (const { path } of signing) {
      const spki = path === null ? null : spkiOf(path);
      if (!spki || path === null) continue;
      const id = spki.join();
      const group = groups.get(id) ?? [];
      if (!group.includes(path)) group.push(path);
      groups.set(id, group);
    }
    const [most, ...odd] = [...groups.values()].sort((a, b) => b.length - a.length);
    if (most && odd.length > 0) {
      const blamed = odd.flat();
      found.push({
        rule: "sa-keys-differ",
        severity: "error",
        files: [...blamed, ...blamed.map((path) => path.replace(/\.key$/, ".pub")), ...most],
        message: `The control planes sign service account tokens with different keys: a token of one is refused by the other.`,
        expected: `the key in ${most[0]}`,
        found: `another key in ${blamed.join(", ")}`,
        seenAs: ["[invalid bearer token, square/go-jose: error in cryptographic primitive]", "Unauthorized"],
        mend: { text: `copy the pair of ${most[0]} there, and restart kube-apiserver and kube-controller-manager` },
      });
      return found;
    }
    const verifying = uses.filter(({ purpose, path }) => purpose === "token-verification" && path !== null);
    for (const use of signing) {
      const spki = use.path === null ? null : spkiOf(use.path);
      const checked = verifying.flatMap(({ path }) => (path === null ? [] : [{ path, spki: spkiOf(path) }]));
      if (!spki || use.path === null || checked.length === 0 || checked.some((each) => each.spki === null)) continue;
      if (checked.some((each) => sameKey(each.spki, spki))) continue;
      const [first] = checked;
      if (first) found.push(tokenMismatch([first.path, use.path], first.path));
    }
    return found;
  },
};

export function isTokenPair({ usesOf }: Scene, { certificatePath, key }: Pair): boolean {
  const roles = [...usesOf(certificatePath), ...usesOf(key.path)];
  if (roles.some(({ purpose }) => purpose === "token-signing" || purpose === "token-verification")) {
    return !roles.some(({ purpose }) => purpose === "certificate");
  }
  return /(?:^|\/)(?:sa|service-?account)s?[-.]/.test(certificatePath);
}

/** A pair whose public half is no certificate: sa.pub and sa.key. */
export function publicMismatch({ inventory }: Scene, { certificatePath, key }: Pair): Finding[] {
  const other = inventory.keys.find(({ path, kind }) => path === certificatePath && kind === "public");
  if (!other?.spki || !key.spki || sameKey(other.spki, key.spki)) return [];
  return [tokenMismatch([certificatePath, key.path], certificatePath)];
}

export function tokenMismatch(files: readonly string[], publicPath: string): Finding {
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
    mend: {
      text: "use both halves of one pair, and restart kube-apiserver and kube-controller-manager",
      commands: publicPath.endsWith(".pub")
        ? [`openssl pkey -in ${word(keyPath)} -pubout -out ${word(publicPath)}`]
        : [],
    },
  };
}
