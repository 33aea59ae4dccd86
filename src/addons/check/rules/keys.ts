import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import { orderFrom, reorder } from "../mend/chain.js";
import { restoreAuthorityKey, restoreKey } from "../mend/right-key.js";
import type { Finding } from "../scene/finding.js";
import type { Pair } from "../scene/pairs.js";
import type { Rule } from "../scene/rule.js";
import type { Scene } from "../scene/scene.js";
import { isTokenPair, publicMismatch, tokenMismatch } from "./token-keys.js";

const mismatch = "tls: private key does not match public key";

/** The certificate of a pair: the first one of its file. */
function certificateOf(scene: Scene, { certificatePath, certificateMember }: Pair): Holding | undefined {
  return scene.certificatesIn(certificatePath, certificateMember)[0];
}

/** Certificates whose key is another one. */
export const keyPairs: Rule = {
  rows: [
    {
      id: "key-mismatch",
      severity: "error",
      means:
        "A private key is not that of the certificate beside it. Usually one of the two was issued again or copied, and the other was not.",
      seen: ["tls: private key does not match public key", "key values mismatch"],
      proof: "kube-apiserver 1.20 did not start; kubectl 1.32 could not load such a kubeconfig.",
      mend: "Put the right key back, or issue certificate and key again.",
    },
    {
      id: "ca-key-mismatch",
      severity: "error",
      means: "The private key of a CA is not that of its certificate. What is issued with it is refused.",
      seen: ["x509: provided PrivateKey doesn't match parent's PublicKey"],
      proof: "cfssl 1.6.5 did not sign.",
      mend: "Restore the key from when the CA was made. A new CA would make every certificate worthless.",
    },
    {
      id: "chain-order",
      severity: "error",
      means:
        "The first certificate of a server's file is not the server's own, but that of a CA. A server shows the first one as its own.",
      seen: ["tls: private key does not match public key", "key values mismatch"],
      proof: "A Go 1.19 server, nginx 1.22 and haproxy 2.6 did not start.",
      mend: "Write the server's certificate first, then the one that signed it.",
    },
  ],
  find(scene) {
    return scene.pairs.flatMap((pair): Finding[] => {
      const holding = certificateOf(scene, pair);
      const { key, certificatePath } = pair;
      if (!holding) return publicMismatch(scene, pair);
      if (key.spki === null || sameKey(key.spki, holding.certificate.rawSpki)) return [];
      const files = key.path === certificatePath ? [key.path] : [key.path, certificatePath];
      const owners = scene.withKey(key.spki);
      const isIn = ({ places }: Holding) =>
        places.some(({ path, position }) => path === certificatePath && position > 0);
      const owner = owners.find(isIn) ?? owners[0];
      const isBehind = owner !== undefined && isIn(owner);
      // In a bundle of CAs, such as the old and the new one, the order does not matter to those who trust them.
      if (isBehind && owner.certificate.isCa) return [];
      if (isBehind) {
        return [
          {
            rule: "chain-order",
            severity: "error",
            files: [certificatePath],
            message: `Its first certificate is ${holding.certificate.subject.commonName}'s, which signed the one behind it. A server shows the first one as its own.`,
            seenAs: [mismatch, "key values mismatch", "inconsistencies between private key and certificate loaded"],
            mend: {
              text: "write the server's certificate first, then the one that signed it",
              commands: reorder(certificatePath, orderFrom(owner ?? holding, scene.certificatesIn(certificatePath))),
            },
          },
        ];
      }
      if (isTokenPair(scene, pair)) return [tokenMismatch(files, certificatePath, scene)];
      const isCa = scene.authorities.includes(holding);
      const owned = owner?.places[0] ? ` It is the key of ${owner.places[0].path}.` : "";
      return [
        {
          rule: isCa ? "ca-key-mismatch" : "key-mismatch",
          severity: "error",
          files,
          message: `The key is not that of the certificate${key.path === certificatePath ? "" : ` in ${certificatePath}`}.${owned}`,
          seenAs: isCa ? ["x509: provided PrivateKey doesn't match parent's PublicKey", mismatch] : [mismatch],
          mend: isCa ? restoreAuthorityKey(holding, key.path, scene) : restoreKey(holding, pair, scene),
        },
      ];
    });
  },
};
