import { decryptKey, relabelKey } from "../mend/convert.js";
import { closeFile } from "../mend/permissions.js";
import { reissue } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { isForOpenssl, type Scene } from "../scene/scene.js";

/** Keys that programs cannot read, that others can, or that are too short. */
export const keyFiles: Rule = {
  rows: [
    {
      id: "key-encrypted",
      severity: "error",
      means: "A server's private key is encrypted, and the server does not ask for a password.",
      seen: ["tls: failed to parse private key"],
      proof: "kube-apiserver 1.20 did not start.",
      mend: "Decrypt it with openssl pkey.",
    },
    {
      id: "ed25519-label",
      severity: "either",
      means:
        "cfssl writes Ed25519 keys under a PEM label of its own. Go programs read it; OpenSSL, and so nginx and curl, do not.",
      seen: ["error:1E08010C:DECODER routines::unsupported", "cannot load certificate key"],
      proof: "nginx 1.22 did not start; curl 7.88 and OpenSSL 3.0 could not load it; Go could.",
      mend: "Change the label to PRIVATE KEY: the contents are right.",
    },
    {
      id: "key-world-readable",
      severity: "warning",
      means: "Everybody on the machine may read a private key.",
      seen: [],
      proof: null,
      mend: "chmod 600, and issue the certificate again if others have been on the machine.",
    },
    {
      id: "weak-key",
      severity: "either",
      means:
        "An RSA key has fewer than 2048 bits. OpenSSL refuses it at its usual security level; Go accepts it from 1024 bits on.",
      seen: ["ee key too small", "ca key too small"],
      proof: "curl 7.88 and OpenSSL 3.0 refused it; etcd 3.4 accepted it.",
      mend: "Issue it again with 2048 bits or more, or with ECDSA.",
    },
  ],
  find(scene) {
    return [...encrypted(scene), ...labels(scene), ...readable(scene), ...weak(scene)];
  },
};

function encrypted({ inventory, pairs, authorities, certificatesIn, usesOf }: Scene): Finding[] {
  return inventory.keys.flatMap((key): Finding[] => {
    if (!key.isEncrypted) return [];
    const uses = usesOf(key.path);
    if (uses.some(({ hasPassword }) => hasPassword === true)) return [];
    const pair = pairs.find((each) => each.key === key);
    const [holding] = pair ? certificatesIn(pair.certificatePath, pair.certificateMember) : [];
    const isCas = holding !== undefined && authorities.includes(holding);
    // cfssl opens a CA's key with CFSSL_CA_PK_PASSWORD, and step-ca asks; servers ask for no password.
    if (isCas ? !uses.some(({ purpose }) => purpose === "signing-key") : uses.length === 0 && !pair) return [];
    return [
      {
        rule: "key-encrypted",
        severity: "error",
        files: [key.path],
        message: "The private key is encrypted, and no server asks for a password.",
        seenAs: ["tls: failed to parse private key"],
        mend: {
          text: "decrypt it",
          commands: decryptKey(key.path),
        },
      },
    ];
  });
}

function labels(scene: Scene): Finding[] {
  const { inventory, pairs } = scene;
  return inventory.keys.flatMap((key): Finding[] => {
    if (key.label !== "Ed25519 PRIVATE KEY") return [];
    const pair = pairs.find((each) => each.key === key);
    const [holding] = pair ? scene.certificatesIn(pair.certificatePath, pair.certificateMember) : [];
    const leaf = holding && scene.leafOf(holding);
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
          commands: relabelKey(key.path),
        },
      },
    ];
  });
}

function readable({ inventory }: Scene): Finding[] {
  // A Secret's manifest is on its way into a cluster, or in a repository.
  const isOnDisk = (member: string) => member === "" || member.startsWith("client-key-data");
  const secret = new Set(
    inventory.keys.flatMap(({ kind, path, member }) => (kind === "private" && isOnDisk(member) ? [path] : [])),
  );
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
        mend: { text: "take the rights away", commands: closeFile(path) },
      },
    ];
  });
}

const longerKey = 'issue it again with "key": { "algo": "rsa", "size": 2048 } or more, or with ECDSA';

function weak(scene: Scene): Finding[] {
  return scene.holdings.flatMap((holding): Finding[] => {
    const { publicKey } = holding.certificate;
    const bits = publicKey?.kind === "rsa" ? publicKey.n.toString(2).length : 2048;
    if (bits >= 2048) return [];
    const leaf = scene.leafOf(holding);
    // A system's bundle has old CAs that nothing here needs.
    if (!leaf && scene.issuedBy(holding).length === 0) return [];
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
        mend: leaf ? reissue(holding, { needsNewKey: true }, longerKey, scene) : { text: longerKey },
      },
    ];
  });
}
