import type { Holding } from "../../inventory/graph.js";
import { type KubeconfigUser, memberOf } from "../../inventory/kubeconfig.js";
import { sameKey } from "../../inventory/material.js";
import { setAuthority } from "../mend/kubeconfig.js";
import { isArchived } from "../scene/archives.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { plays, type Scene } from "../scene/scene.js";
import { leadsTo } from "../scene/trust.js";
import { hostOfUrl, isValidFor } from "./hosts.js";

const unknownAuthority = "x509: certificate signed by unknown authority";

/** Kubeconfigs whose CA did not sign the certificate of the API server. */
export const kubeconfigCa: Rule = {
  rows: [
    {
      id: "kubeconfig-wrong-ca",
      severity: "error",
      means:
        "The CA in a kubeconfig did not sign the certificate of the API server that it dials. Usually the CA was made again, or the file comes from another cluster.",
      seen: [`Unable to connect to the server: tls: failed to verify certificate: ${unknownAuthority}`],
      proof: "kubectl 1.32 refused the server.",
      mend: "Put the cluster's CA into the kubeconfig with kubectl config set-cluster.",
    },
  ],
  find(scene) {
    const { inventory, leaves } = scene;
    const servers = leaves.filter((leaf) => plays(leaf, "apiserver")).map(({ holding }) => holding);
    const paths = scene.uses.flatMap(({ purpose, role, path }) =>
      purpose === "trust" && path !== null && ["client-ca", "server-ca"].includes(role) ? [path] : [],
    );
    const clusterPaths = [...new Set(paths)];
    const cluster = clusterPaths.flatMap((path) => scene.certificatesIn(path));
    // Where no configuration tells the cluster's CA, the other kubeconfigs do.
    const trusting = inventory.kubeconfigs.filter((each) =>
      servers.some((holding) => leadsTo(holding, trustedBy(each, scene))),
    );
    const isServerSound = servers.some((holding) => leadsTo(holding, cluster)) || trusting.length > 0;
    return inventory.kubeconfigs.flatMap((kubeconfig): Finding[] => {
      const { path } = kubeconfig;
      const trusted = trustedBy(kubeconfig, scene);
      if (isArchived(path) || trusted.length === 0 || servers.some((holding) => leadsTo(holding, trusted))) return [];
      const isOther = !trusted.some((each) =>
        cluster.some((own) => sameKey(own.certificate.rawSpki, each.certificate.rawSpki)),
      );
      if (servers.length > 0 ? !isServerSound : cluster.length === 0 || !isOther) return [];
      if (!isForCluster(kubeconfig, trusted, servers, cluster, scene)) return [];
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
            commands: clusterPaths.length === 0 ? [] : [setAuthority(kubeconfig, right)],
          },
        },
      ];
    });
  },
};

/** The CAs that a kubeconfig trusts, as far as they are here. */
export function trustedBy(kubeconfig: KubeconfigUser, scene: Scene): readonly Holding[] {
  const { certificateAuthority, path } = kubeconfig;
  if (certificateAuthority.data) return scene.certificatesIn(path, memberOf(kubeconfig, "certificate-authority-data"));
  if (certificateAuthority.file === "") return [];
  const file = scene.inventory.finder.find(certificateAuthority.file, path);
  return file === null ? [] : scene.certificatesIn(file);
}

/**
 * Whether a kubeconfig is meant for the cluster of this folder: by its certificate, by the name of its CA, or by the
 * host that it dials. A person's kubeconfig knows other clusters too.
 */
function isForCluster(
  kubeconfig: KubeconfigUser,
  trusted: readonly Holding[],
  servers: readonly Holding[],
  cluster: readonly Holding[],
  scene: Scene,
): boolean {
  const { clientCertificate, path, server } = kubeconfig;
  const file = clientCertificate.data ? path : scene.inventory.finder.find(clientCertificate.file, path);
  const member = clientCertificate.data ? memberOf(kubeconfig, "client-certificate-data") : "";
  const own = file === null ? [] : scene.certificatesIn(file, member);
  if (own.some((holding) => leadsTo(holding, cluster))) return true;
  const names = new Set(cluster.map(({ certificate }) => certificate.subject.commonName));
  if (trusted.some(({ certificate }) => names.has(certificate.subject.commonName))) return true;
  const host = hostOfUrl(server);
  return host !== null && servers.some(({ certificate }) => isValidFor(certificate, host));
}
