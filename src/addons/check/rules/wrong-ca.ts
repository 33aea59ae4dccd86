import { addTo } from "../../groups.js";
import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import { parentOf } from "../../inventory/tree.js";
import type { Role } from "../../inventory/use.js";
import { reissueAll } from "../mend/authority.js";
import { reissue } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Leaf, type Scene } from "../scene/scene.js";
import { leadsTo } from "../scene/trust.js";
import { findChainGaps } from "./chains.js";
import { trustFilesFor } from "./trust-files.js";

const unknownAuthority = "x509: certificate signed by unknown authority";

/** A certificate that its reader refuses, and the file of CAs that the reader trusts. */
interface Refusal {
  readonly leaf: Leaf;
  readonly role: Role | null;
  readonly trustPath: string;
  /** The trusted CA of the issuer's name, with another key; null if the name is another one. */
  readonly namesake: Holding | null;
}

/** Certificates that the CA in use did not sign. */
export const wrongCa: Rule = {
  rows: [
    {
      id: "wrong-ca",
      severity: "error",
      means:
        "A certificate is not signed by the CA that its reader trusts. The CA was made again under its old name, or the wrong one of several CAs signed.",
      seen: [
        "x509: certificate signed by unknown authority",
        'x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
      ],
      proof: "etcd 3.4 and kube-apiserver 1.20 refused the client; kubectl 1.32, curl 7.88 and cfssl 1.6.5 the server.",
      mend: "Issue it again with the right CA, or restore the old CA and its key.",
    },
    {
      id: "front-proxy-wrong-ca",
      severity: "error",
      means:
        "The certificate with which the API server forwards requests is not signed by the front proxy's CA. Extension API servers then take the proxy for a common user.",
      seen: ['User "front-proxy-client" cannot list resource'],
      proof: "kube-apiserver 1.20 took the proxy for a common user; an extension API server refused it.",
      mend: "Issue it again with the CA of --requestheader-client-ca-file.",
    },
  ],
  find(scene) {
    const refusals = scene.leaves.flatMap((leaf) => refusalsOf(leaf, scene));
    const explained = new Set(findChainGaps(scene).map(({ files }) => files[0]));
    const single = singleRefusals(refusals, scene).filter(({ files }) => !explained.has(files[0]));
    return [...regenerated(refusals, scene), ...single, ...orphans(scene)];
  },
};

function refusalsOf(leaf: Leaf, scene: Scene): Refusal[] {
  const { holding, parts } = leaf;
  if (holding.isSelfSigned && holding.issuers.length === 0 && holding.namesakes.length === 0) return [];
  const found: Refusal[] = [];
  let isKnown = false;
  for (const { role, use } of parts) {
    const paths = trustFilesFor(leaf, role, use, scene);
    const trusted = paths.flatMap((path) => scene.certificatesIn(path));
    const [trust] = paths;
    if (trusted.length === 0 || trust === undefined) continue;
    isKnown = true;
    if (leadsTo(holding, trusted)) continue;
    const namesake = holding.namesakes.find((each) => trusted.includes(each)) ?? null;
    // An intermediate that is in no file may be between: only a CA of the same name is proof then.
    if (namesake === null && holding.issuers.length === 0 && holding.namesakes.length === 0) continue;
    if (isOnlyUnordered(holding, trusted)) continue;
    found.push({ leaf, role, trustPath: trust, namesake });
  }
  if (isKnown || holding.issuers.length > 0) return found;
  const namesake = holding.namesakes.find((each) => scene.authorities.includes(each));
  return namesake ? [{ leaf, role: null, trustPath: filesOf(namesake)[0] ?? "", namesake }] : found;
}

/** Whether the chain breaks only at a CA that may not be one: another rule says so. */
function isOnlyUnordered(holding: Holding, trusted: readonly Holding[]): boolean {
  return trusted.some(({ certificate }) =>
    holding.issuers.some((issuer) => sameKey(issuer.certificate.rawSpki, certificate.rawSpki)),
  );
}

/** A CA that was made anew under its old name: one finding, on the CA, where no certificate fits it any more. */
function regenerated(refusals: readonly Refusal[], scene: Scene): Finding[] {
  const byAuthority = new Map<Holding, Refusal[]>();
  for (const refusal of refusals) {
    if (refusal.namesake) addTo(byAuthority, refusal.namesake, refusal);
  }
  return [...byAuthority].flatMap(([authority, all]): Finding[] => {
    const fits = scene.issuedBy(authority).some((holding) => scene.leafOf(holding));
    const name = authority.certificate.subject.commonName;
    const why =
      authority.certificate.publicKey?.kind === "rsa"
        ? "crypto/rsa: verification error"
        : "x509: ECDSA verification failure";
    const seenAs = [
      `${unknownAuthority} (possibly because of "${why}" while trying to verify candidate authority certificate "${name}")`,
      "unable to get local issuer certificate",
    ];
    const files = [...new Set(all.flatMap(({ leaf }) => leaf.files))];
    const [path = "ca.pem"] = filesOf(authority);
    if (!fits && files.length > 1) {
      return [
        {
          rule: "wrong-ca",
          severity: "error",
          files: [...filesOf(authority).filter((each) => each === path), ...files],
          message: `The CA was made again under its old name, "${name}", with a new key. None of the ${all.length} certificates that name it is signed by it.`,
          seenAs,
          mend: reissueAll(
            [...new Set(all.map(({ leaf }) => leaf))],
            authority,
            `restore the old ${path} and its key, or issue all certificates again`,
            scene,
          ),
        },
      ];
    }
    const leaves = [...new Set(all.map(({ leaf }) => leaf))];
    return leaves.map((leaf) => ({
      rule: "wrong-ca",
      severity: "error",
      files: [...leaf.files, path],
      message: `It was signed by an older CA of the same name, "${name}". The present one in ${path} has another key.`,
      seenAs,
      mend: reissue(leaf.holding, { authority }, `issue it again with the present ${path} and its key`, scene),
    }));
  });
}

/** Intermediate CAs whose root was made again under its old name: the new one is trusted, or lies beside them. */
function orphans(scene: Scene): Finding[] {
  return scene.authorities.flatMap((holding): Finding[] => {
    const { isSelfSigned, issuers, namesakes } = holding;
    const files = filesOf(holding);
    const folders = files.map(parentOf);
    const root = namesakes.find((each) => {
      return filesOf(each).some((path) => scene.trustedPaths.has(path) || folders.includes(parentOf(path)));
    });
    const issued = scene.issuedBy(holding).filter((each) => scene.leafOf(each));
    if (isSelfSigned || issuers.length > 0 || !root?.isSelfSigned || issued.length === 0) return [];
    const [path = ""] = filesOf(root);
    const name = root.certificate.subject.commonName;
    return [
      {
        rule: "wrong-ca",
        severity: "error",
        files: [path, ...new Set([...files, ...issued.flatMap(filesOf)])],
        message: `The root was made again under its old name, "${name}", with a new key. "${holding.certificate.subject.commonName}", which signs below it, was signed by the old one.`,
        seenAs: [unknownAuthority, "unable to get local issuer certificate"],
        mend: { text: `restore the old ${path} and its key, or issue the CA below it and its certificates again` },
      },
    ];
  });
}

/** Certificates of another CA than the one that is asked for. */
function singleRefusals(refusals: readonly Refusal[], scene: Scene): Finding[] {
  const seen = new Set<Leaf>();
  return refusals.flatMap(({ leaf, role, trustPath, namesake }): Finding[] => {
    if (namesake || seen.has(leaf)) return [];
    seen.add(leaf);
    const signer = leaf.holding.issuers[0];
    const signerPath = signer ? filesOf(signer)[0] : undefined;
    const isFrontProxy = role === "front-proxy-client";
    const user = leaf.holding.certificate.subject.commonName;
    return [
      {
        rule: isFrontProxy ? "front-proxy-wrong-ca" : "wrong-ca",
        severity: "error",
        files: [...leaf.files, trustPath],
        message: `${signerPath ? `The CA in ${signerPath} signed it` : "Another CA signed it"}, but its reader trusts only ${trustPath}.`,
        expected: `signed by a CA in ${trustPath}`,
        found: `signed by "${leaf.holding.certificate.issuer.commonName}"`,
        seenAs: isFrontProxy
          ? [`User "${user}" cannot list resource`, `tls: failed to verify client certificate: ${unknownAuthority}`]
          : [
              unknownAuthority,
              `tls: failed to verify client certificate: ${unknownAuthority}`,
              "context deadline exceeded",
            ],
        mend: signedBy(leaf, trustPath, scene),
      },
    ];
  });
}

function signedBy({ holding }: Leaf, trustPath: string, scene: Scene): Finding["mend"] {
  const [authority] = scene.certificatesIn(trustPath);
  const lead = `issue it again with the CA of ${trustPath}`;
  return authority ? reissue(holding, { authority }, lead, scene) : { text: lead };
}
