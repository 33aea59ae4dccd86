import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import type { Role, Use } from "../../inventory/use.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { authoritiesIn, filesOf, isForOpenssl, type Leaf, leadsTo, plays, type Scene, trustedPaths } from "../scene/scene.js";
import { join } from "../scene/words.js";

const unknownAuthority = "x509: certificate signed by unknown authority";

/** The flags that say which CA must have signed the certificate of a role, the surest first. */
const trustOf: Readonly<Partial<Record<Role, readonly (readonly [component: string, role: Role])[]>>> = {
  "apiserver-etcd-client": [
    ["etcd", "etcd-ca"],
    ["kube-apiserver", "etcd-ca"],
  ],
  "etcd-client": [
    ["etcd", "etcd-ca"],
    ["flanneld", "etcd-ca"],
  ],
  "etcd-server": [
    ["kube-apiserver", "etcd-ca"],
    ["etcd", "etcd-ca"],
  ],
  "etcd-peer": [["etcd", "etcd-peer-ca"]],
  "apiserver-kubelet-client": [
    ["kubelet", "client-ca"],
    ["kube-apiserver", "client-ca"],
  ],
  "front-proxy-client": [["kube-apiserver", "front-proxy-ca"]],
  "kubelet-server": [["kube-apiserver", "kubelet-ca"]],
  apiserver: [["kube-controller-manager", "server-ca"]],
  admin: [["kube-apiserver", "client-ca"]],
  "controller-manager": [["kube-apiserver", "client-ca"]],
  scheduler: [["kube-apiserver", "client-ca"]],
  "kube-proxy": [["kube-apiserver", "client-ca"]],
  kubelet: [["kube-apiserver", "client-ca"]],
};

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
  ids: ["wrong-ca", "front-proxy-wrong-ca", "kubeconfig-wrong-ca"],
  find(scene) {
    const refusals = scene.leaves.flatMap((leaf) => refusalsOf(leaf, scene));
    return [...regenerated(refusals, scene), ...singleRefusals(refusals, scene), ...kubeconfigCas(scene)];
  },
};

function refusalsOf(leaf: Leaf, scene: Scene): Refusal[] {
  const { holding, parts } = leaf;
  if (holding.isSelfSigned && holding.issuers.length === 0 && holding.namesakes.length === 0) return [];
  const found: Refusal[] = [];
  let isKnown = false;
  for (const { role, use } of parts) {
    const trust = trustFileFor(role, use, scene);
    if (trust === null) continue;
    const trusted = authoritiesIn(scene, trust);
    if (trusted.length === 0) continue;
    isKnown = true;
    if (leadsTo(holding, trusted)) continue;
    const namesake = holding.namesakes.find((each) => trusted.includes(each)) ?? null;
    // An intermediate that is in no file may be between: only a CA of the same name is proof then.
    if (namesake === null && holding.issuers.length === 0 && holding.namesakes.length === 0) continue;
    if (isOnlyUnordered(holding, trusted)) continue;
    found.push({ leaf, role, trustPath: trust, namesake });
  }
  if (isKnown || holding.issuers.length > 0) return found;
  const [namesake] = holding.namesakes;
  return namesake ? [{ leaf, role: null, trustPath: filesOf(namesake)[0] ?? "", namesake }] : found;
}

/** Whether the chain breaks only at a CA that may not be one: another rule says so. */
function isOnlyUnordered(holding: Holding, trusted: readonly Holding[]): boolean {
  return trusted.some(({ certificate }) =>
    holding.issuers.some((issuer) => sameKey(issuer.certificate.rawSpki, certificate.rawSpki)),
  );
}

/** The file that the reader of this role's certificates trusts; of several machines, that of the same one. */
function trustFileFor(role: Role, use: Use | undefined, { inventory }: Scene): string | null {
  for (const [component, wanted] of trustOf[role] ?? []) {
    const uses = inventory.uses.filter((each) => {
      return each.purpose === "trust" && each.component === component && each.role === wanted && each.path !== null;
    });
    const own = uses.find(({ by }) => use !== undefined && by.split("/")[0] === use.by.split("/")[0]);
    const found = own ?? uses[0];
    if (found?.path) return found.path;
  }
  return null;
}

/** A CA that was made anew under its old name: one finding, on the CA, where no certificate fits it any more. */
function regenerated(refusals: readonly Refusal[], scene: Scene): Finding[] {
  const byAuthority = new Map<Holding, Refusal[]>();
  for (const refusal of refusals) {
    if (refusal.namesake) byAuthority.set(refusal.namesake, [...(byAuthority.get(refusal.namesake) ?? []), refusal]);
  }
  return [...byAuthority].flatMap(([authority, all]): Finding[] => {
    const fits = scene.leaves.some(({ holding }) => leadsTo(holding, [authority]));
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
          mend: {
            text: `restore the old ${path} and its key, or issue all certificates again`,
          },
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
      mend: { text: `issue it again with the present ${path} and its key` },
    }));
  });
}

/** Certificates of another CA than the one that is asked for. */
function singleRefusals(refusals: readonly Refusal[], scene: Scene): Finding[] {
  const seen = new Set<Leaf>();
  return refusals
    .flatMap(({ leaf, role, trustPath, namesake }): Finding[] => {
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
          mend: { text: `issue it again with the CA of ${trustPath}` },
        },
      ];
    })
    .filter(({ files }) => !isExplained(files[0] ?? "", scene));
}

/** Whether the certificate of this file only lacks its intermediate. */
function isExplained(path: string, scene: Scene): boolean {
  return chainGaps(scene).some(({ files }) => files[0] === path);
}

/** Kubeconfigs whose CA did not sign the certificate of the API server. */
function kubeconfigCas(scene: Scene): Finding[] {
  const { inventory, leaves } = scene;
  const servers = leaves.filter((leaf) => plays(leaf, "apiserver"));
  const clusterCas = inventory.uses.filter(
    ({ purpose, role }) => purpose === "trust" && ["client-ca", "server-ca"].includes(role),
  );
  const clusterPaths = clusterCas.flatMap(({ path }) => (path === null ? [] : [path]));
  const cluster = clusterPaths.flatMap((path) => authoritiesIn(scene, path));
  return inventory.kubeconfigs.flatMap(({ path, certificateAuthority }): Finding[] => {
    const file = certificateAuthority.data ? path : inventory.finder.find(certificateAuthority.file, path);
    if (file === null || (certificateAuthority.data === null && certificateAuthority.file === "")) return [];
    const trusted = authoritiesIn(scene, file, certificateAuthority.data ? "certificate-authority-data" : "");
    if (trusted.length === 0 || servers.some(({ holding }) => leadsTo(holding, trusted))) return [];
    const isServerSound = servers.some(({ holding }) => leadsTo(holding, cluster));
    const isOther = !trusted.some((each) =>
      cluster.some((own) => sameKey(own.certificate.rawSpki, each.certificate.rawSpki)),
    );
    if (servers.length > 0 ? !isServerSound : cluster.length === 0 || !isOther) return [];
    const [right = "the cluster's CA"] = clusterPaths;
    return [
      {
        rule: "kubeconfig-wrong-ca",
        severity: "error",
        files: [path],
        message: `The CA in it, "${trusted[0]?.certificate.subject.commonName}", did not sign the certificate of the API server.`,
        expected: `the CA of ${right}`,
        seenAs: [
          `Unable to connect to the server: tls: failed to verify certificate: ${unknownAuthority}`,
          unknownAuthority,
        ],
        mend: {
          text: "put the cluster's CA into it",
          commands: [
            `kubectl config set-cluster kubernetes --kubeconfig=${path} --certificate-authority=${right} --embed-certs`,
          ],
        },
      },
    ];
  });
}

/** CAs that programs do not take for one. */
export const authorities: Rule = {
  ids: ["ca-not-ca", "ca-no-cert-sign", "pathlen-violated"],
  find: (scene) => [...scene.authorities.flatMap((holding) => unfit(holding, scene)), ...tooDeep(scene)],
};

const keyCertSign = 1 << 5;

function unfit(holding: Holding, { holdings }: Scene): Finding[] {
  const { certificate } = holding;
  const hasSigned = holdings.some(({ issuers }) => issuers.includes(holding));
  const isMarked = certificate.basicConstraintsValid ? certificate.isCa : certificate.version < 3;
  const seenAs = [
    unknownAuthority,
    `tls: failed to verify client certificate: ${unknownAuthority}`,
    isMarked ? "key usage does not include certificate signing" : "invalid CA certificate",
  ];
  const remake = {
    text: "make the CA's certificate again with its own key, so that what it signed stays valid",
    commands: ["cfssl gencert -initca -ca-key ca-key.pem ca-csr.json | cfssljson -bare ca"],
  };
  if (!isMarked) {
    return hasSigned || !holding.isSelfSigned
      ? [finding("ca-not-ca", "It signs certificates, but is not marked as a CA (CA:TRUE).")]
      : [finding("ca-not-ca", "It is trusted as a CA, but not marked as one (CA:TRUE).")];
  }
  if (certificate.keyUsage === 0 || (certificate.keyUsage & keyCertSign) !== 0) return [];
  return [finding("ca-no-cert-sign", "Its key usage does not allow signing certificates (keyCertSign).")];

  function finding(rule: string, message: string): Finding {
    return { rule, severity: "error", files: filesOf(holding), message, seenAs, mend: remake };
  }
}

/** CAs with more CAs below them than their pathLenConstraint allows. */
function tooDeep(scene: Scene): Finding[] {
  const violated = new Map<Holding, string[]>();
  for (const { holding, files } of scene.leaves) {
    const chain: Holding[] = [];
    for (let next = holding.issuers[0]; next && !chain.includes(next) && chain.length < 10; next = next.issuers[0]) {
      const limit = next.certificate.maxPathLen;
      if (next.certificate.basicConstraintsValid && limit >= 0n && BigInt(chain.length) > limit) {
        violated.set(next, [...(violated.get(next) ?? []), ...files]);
      }
      chain.push(next);
    }
  }
  return [...violated].map(([authority, files]) => {
    const { subject, maxPathLen } = authority.certificate;
    return {
      rule: "pathlen-violated",
      severity: "error",
      files: [...new Set([...files, ...filesOf(authority)])],
      message: `"${subject.commonName}" may have ${maxPathLen === 0n ? "no CA" : `at most ${maxPathLen} CAs`} below it (pathLenConstraint), but there are more between it and ${join([...new Set(files)])}.`,
      seenAs: ["x509: too many intermediates for path length constraint", "path length constraint exceeded"],
      mend: {
        text: `issue that CA again with "ca_constraint": { "is_ca": true, "max_path_len": ${maxPathLen + 1n} }`,
      },
    };
  });
}

/** Servers that do not send the CAs between them and the root. */
export const chains: Rule = {
  ids: ["chain-missing-intermediate", "subject-equals-ca", "duplicate-serial", "weak-signature"],
  find: (scene) => [...chainGaps(scene), ...namedLikeCa(scene), ...sameSerials(scene), ...oldSignatures(scene)],
};

function chainGaps(scene: Scene): Finding[] {
  const trusted = trustedPaths(scene.inventory);
  return scene.leaves.flatMap((leaf): Finding[] => {
    const { holding } = leaf;
    const [issuer] = holding.issuers;
    const used = leaf.parts.filter(({ source }) => source === "use" || source === "kubeconfig");
    if (!issuer || issuer.isSelfSigned || used.length === 0) return [];
    const isTrusted = issuer.places.some(
      ({ path, member }) => trusted.has(path) || member === "certificate-authority-data",
    );
    const [place] = holding.places;
    if (
      isTrusted ||
      !place ||
      issuer.places.some(({ path, member }) => path === place.path && member === place.member)
    ) {
      return [];
    }
    const name = issuer.certificate.subject.commonName;
    const [from = "intermediate.pem"] = filesOf(issuer);
    return [
      {
        rule: "chain-missing-intermediate",
        severity: "error",
        files: [place.path],
        message: `"${name}" signed it, and is no root. Its certificate has to follow in this file; it is in ${from}.`,
        seenAs: [unknownAuthority, "unable to get local issuer certificate", "unable to verify the first certificate"],
        mend: {
          text: `add the certificate of "${name}" behind the server's: cat server.pem intermediate.pem > ${place.path}`,
        },
      },
    ];
  });
}

/** A certificate with the subject of the CA that signed it: OpenSSL takes it for self-signed. */
function namedLikeCa({ leaves }: Scene): Finding[] {
  return leaves.flatMap((leaf): Finding[] => {
    const { certificate, isSelfSigned, issuers, namesakes } = leaf.holding;
    const [authority] = [...issuers, ...namesakes];
    if (isSelfSigned || certificate.rawSubject.join() !== certificate.rawIssuer.join()) return [];
    const name = certificate.subject.commonName;
    return [
      {
        rule: "subject-equals-ca",
        severity: isForOpenssl(leaf) ? "error" : "warning",
        files: [...leaf.files, ...(authority ? filesOf(authority) : [])],
        message: `Its subject is that of its CA ("${name}"), so OpenSSL takes it for self-signed and refuses it. Go accepts it.`,
        seenAs: [
          "error 18 at 0 depth lookup: self-signed certificate",
          "curl: (60) SSL certificate problem: self-signed certificate",
        ],
        mend: { text: `give the CA a name of its own, such as "${name}-ca", and issue all certificates again` },
      },
    ];
  });
}

function sameSerials({ leaves }: Scene): Finding[] {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const [issuer] = leaf.holding.issuers;
    if (!issuer) continue;
    const key = `${leaf.holding.certificate.serialNumber} ${issuer.certificate.rawSpki.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), leaf]);
  }
  return [...groups.values()].flatMap((group): Finding[] => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    return [
      {
        rule: "duplicate-serial",
        severity: "warning",
        files: [...new Set(group.flatMap(({ files }) => files))],
        message: `${group.length} certificates of one CA have the serial number ${first.holding.certificate.serialNumber}. Browsers refuse the second one, and a revocation hits all.`,
        seenAs: ["SEC_ERROR_REUSED_ISSUER_AND_SERIAL"],
        mend: { text: "issue all but one again with cfssl, whose serial numbers are random" },
      },
    ];
  });
}

function oldSignatures({ leaves, authorities: cas }: Scene): Finding[] {
  const signed = [...leaves.map(({ holding }) => holding), ...cas.filter(({ isSelfSigned }) => !isSelfSigned)];
  return signed.flatMap((holding): Finding[] => {
    const name = holding.certificate.signatureAlgorithm ?? "";
    if (!/MD2|MD5|SHA1/.test(name) || holding.isSelfSigned) return [];
    return [
      {
        rule: "weak-signature",
        severity: "error",
        files: filesOf(holding),
        message: `It is signed with ${name}, which Go and OpenSSL refuse.`,
        seenAs: [`x509: cannot verify signature: insecure algorithm ${name}`, "CA signature digest algorithm too weak"],
        mend: { text: "issue it again with cfssl, which signs with SHA-256 or better" },
      },
    ];
  });
}
