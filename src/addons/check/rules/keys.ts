import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { isForOpenssl, type Pair, type Scene } from "../scene/scene.js";

const mismatch = "tls: private key does not match public key";

/** The certificate of a pair: the first one of its file. */
function certificateOf({ holdings }: Scene, pair: Pair): Holding | undefined {
  return holdings.find(({ places }) =>
    places.some(
      ({ path, member, position }) =>
        path === pair.certificatePath && member === pair.certificateMember && position === 0,
    ),
  );
}

/** Certificates whose key is another one. */
export const keyPairs: Rule = {
  ids: ["key-mismatch", "ca-key-mismatch", "chain-order", "sa-pair-mismatch"],
  find(scene) {
    return scene.pairs.flatMap((pair): Finding[] => {
      const holding = certificateOf(scene, pair);
      const { key, certificatePath } = pair;
      if (!holding) return publicMismatch(scene, pair);
      if (key.spki === null || sameKey(key.spki, holding.certificate.rawSpki)) return [];
      const files = key.path === certificatePath ? [key.path] : [key.path, certificatePath];
      const owner = scene.holdings.find(({ certificate }) => sameKey(certificate.rawSpki, key.spki));
      const isBehind = owner?.places.some(({ path, position }) => path === certificatePath && position > 0);
      if (isBehind) {
        return [
          {
            rule: "chain-order",
            severity: "error",
            files: [certificatePath],
            message: `Its first certificate is ${holding.certificate.subject.commonName}'s, which signed the one behind it. A server shows the first one as its own.`,
            seenAs: [mismatch, "key values mismatch", "inconsistencies between private key and certificate loaded"],
            mend: { text: "write the server's certificate first, then the one that signed it" },
          },
        ];
      }
      if (isTokenPair(scene, pair)) return [tokenMismatch(files, certificatePath)];
      const isCa = scene.authorities.includes(holding);
      const owned = owner && owner.places[0] ? ` It is the key of ${owner.places[0].path}.` : "";
      return [
        {
          rule: isCa ? "ca-key-mismatch" : "key-mismatch",
          severity: "error",
          files,
          message: `The key is not that of the certificate${key.path === certificatePath ? "" : ` in ${certificatePath}`}.${owned}`,
          seenAs: isCa ? ["x509: provided PrivateKey doesn't match parent's PublicKey", mismatch] : [mismatch],
          mend: {
            text: isCa
              ? "restore the key from when the CA was made; a new CA would make every certificate worthless"
              : "put the right key back, or issue certificate and key again",
          },
        },
      ];
    });
  },
};

function isTokenPair({ inventory }: Scene, { certificatePath, key }: Pair): boolean {
  const roles = inventory.uses.filter(({ path }) => path === certificatePath || path === key.path);
  if (roles.some(({ purpose }) => purpose === "token-signing" || purpose === "token-verification")) {
    return !roles.some(({ purpose }) => purpose === "certificate");
  }
  return /(?:^|\/)(?:sa|service-?account)s?[-.]/.test(certificatePath);
}

/** A pair whose public half is no certificate: sa.pub and sa.key. */
function publicMismatch({ inventory }: Scene, { certificatePath, key }: Pair): Finding[] {
  const other = inventory.keys.find(({ path, kind }) => path === certificatePath && kind === "public");
  if (!other?.spki || !key.spki || sameKey(other.spki, key.spki)) return [];
  return [tokenMismatch([certificatePath, key.path], certificatePath)];
}

function tokenMismatch(files: readonly string[], publicPath: string): Finding {
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
      commands: publicPath.endsWith(".pub") ? [`openssl pkey -in ${keyPath} -pubout -out ${publicPath}`] : [],
    },
  };
}

/** The keys that sign service account tokens: one pair for all machines. */
export const tokenKeys: Rule = {
  ids: ["sa-keys-differ", "sa-pair-mismatch"],
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

/** Keys that programs cannot read, that others can, or that are too short. */
export const keyFiles: Rule = {
  ids: ["key-encrypted", "ed25519-label", "key-world-readable", "weak-key"],
  find(scene) {
    return [...encrypted(scene), ...labels(scene), ...readable(scene), ...weak(scene)];
  },
};

function encrypted({ inventory, pairs, authorities }: Scene): Finding[] {
  return inventory.keys.flatMap((key): Finding[] => {
    if (!key.isEncrypted) return [];
    const isUsed = inventory.uses.some(({ path }) => path === key.path);
    const pair = pairs.find((each) => each.key === key);
    const isCas = authorities.some(({ places }) => places.some(({ path }) => path === pair?.certificatePath));
    // cfssl opens a CA's key with CFSSL_CA_PK_PASSWORD; servers ask for no password.
    if (!isUsed && (isCas || !pair)) return [];
    return [
      {
        rule: "key-encrypted",
        severity: "error",
        files: [key.path],
        message: "The private key is encrypted, and no server asks for a password.",
        seenAs: ["tls: failed to parse private key"],
        mend: {
          text: "decrypt it",
          commands: [`openssl pkey -in ${key.path} -out ${key.path}.new`, `mv ${key.path}.new ${key.path}`],
        },
      },
    ];
  });
}

function labels({ inventory, leaves, pairs }: Scene): Finding[] {
  return inventory.keys.flatMap((key): Finding[] => {
    if (key.label !== "Ed25519 PRIVATE KEY") return [];
    const pair = pairs.find((each) => each.key === key);
    const leaf = leaves.find(({ files }) => pair && files.includes(pair.certificatePath));
    return [
      {
        rule: "ed25519-label",
        severity: leaf && isForOpenssl(leaf) ? "error" : "warning",
        files: [key.path],
        message: "cfssl writes Ed25519 keys under a PEM label that only Go programs read; OpenSSL refuses it.",
        expected: "-----BEGIN PRIVATE KEY-----",
        found: "-----BEGIN Ed25519 PRIVATE KEY-----",
        seenAs: [
          "error:1E08010C:DECODER routines::unsupported",
          "cannot load certificate key",
          "unable to set private key file",
        ],
        mend: {
          text: "change the label; the contents are right",
          commands: [`sed -i 's/Ed25519 PRIVATE KEY/PRIVATE KEY/' ${key.path}`],
        },
      },
    ];
  });
}

function readable({ inventory }: Scene): Finding[] {
  const secret = new Set(inventory.keys.flatMap(({ kind, path }) => (kind === "private" ? [path] : [])));
  return inventory.tree.files.flatMap(({ path, mode }): Finding[] => {
    if (mode === null || (mode & 0o007) === 0 || !secret.has(path)) return [];
    return [
      {
        rule: "key-world-readable",
        severity: "warning",
        files: [path],
        message: `Its mode is ${(mode & 0o777).toString(8).padStart(4, "0")}: everybody on this machine can use the private key in it.`,
        expected: "0600",
        found: (mode & 0o777).toString(8).padStart(4, "0"),
        mend: { text: "take the rights away", commands: [`chmod 600 ${path}`] },
      },
    ];
  });
}

function weak(scene: Scene): Finding[] {
  return scene.holdings.flatMap((holding): Finding[] => {
    const { publicKey } = holding.certificate;
    const bits = publicKey?.kind === "rsa" ? publicKey.n.toString(2).length : 2048;
    if (bits >= 2048) return [];
    const leaf = scene.leaves.find((each) => each.holding === holding);
    const paths = [...new Set(holding.places.map(({ path }) => path))];
    return [
      {
        rule: "weak-key",
        severity: leaf && isForOpenssl(leaf) ? "error" : "warning",
        files: paths,
        message: `Its RSA key has ${bits} bits. OpenSSL refuses it at its usual security level; Go accepts it.`,
        expected: "2048 bits or more",
        found: `${bits} bits`,
        seenAs: ["ee key too small", "ca key too small"],
        mend: { text: 'issue it again with "key": { "algo": "rsa", "size": 2048 } or more, or with ECDSA' },
      },
    ];
  });
}
