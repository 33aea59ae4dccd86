import { correctServer } from "../mend/kubeconfig.js";
import { reissue } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Rule, RuleRow } from "../scene/rule.js";
import { type Leaf, plays, type Scene } from "../scene/scene.js";
import { hostsOf, join } from "../scene/words.js";
import { type Dialled, dialledHosts, dialledServers, isServingKubelet, nodeName } from "./dialled.js";
import { isLoopback, whyRefused } from "./hosts.js";

const seen = ["x509: certificate is valid for NAMES, not HOST"];
const mend = "Add the host to hosts in the request, issue the certificate again, and restart the server.";

function row(id: string, means: string, proof: string): RuleRow {
  return { id, severity: "error", means, seen, proof, mend };
}

/** Names and addresses that clients dial and that the certificate of the server does not hold. */
export const addresses: Rule = {
  rows: [
    row(
      "san-missing-service-ip",
      "Pods dial the API server by the first address of the service range (10.96.0.1 for 10.96.0.0/12). Without it in the certificate, everything that runs in pods and talks to the API fails, while kubectl works.",
      "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server.",
    ),
    row(
      "san-missing-service-name",
      "Pods dial the API server by the names of its service, kubernetes.default.svc and the same with the cluster's domain.",
      "A Go 1.19 client and kubectl 1.32 refused the server.",
    ),
    row(
      "san-missing-node-ip",
      "A machine is dialled by its address, and the certificate that it shows does not hold it: an API server's, an etcd member's, or a kubelet's (kubectl logs and exec fail).",
      "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server; members of etcd 3.4 refused each other.",
    ),
    row(
      "san-missing-vip",
      "Clients dial a host that the API server's certificate does not hold: the address of a load balancer, or a public name.",
      "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server.",
    ),
    row(
      "san-missing-localhost",
      "Programs on the same machine dial 127.0.0.1 or localhost, and the certificate does not hold it.",
      "etcdctl 3.4 and a Go 1.19 client refused the server.",
    ),
    {
      id: "kubeconfig-wrong-server",
      severity: "error",
      means:
        "A single kubeconfig dials a host that the API server's certificate does not hold, and others dial another one: most likely the file is wrong, not the certificate.",
      seen,
      proof: "kubectl 1.32 refused the server.",
      mend: "Correct server: in the kubeconfig, or add the host to the certificate.",
    },
  ],
  find: (scene) => scene.leaves.flatMap((leaf) => [...missingHosts(leaf, scene), ...wrongServers(leaf, scene)]),
};

function missingHosts(leaf: Leaf, scene: Scene): Finding[] {
  const { certificate } = leaf.holding;
  const byRule = new Map<string, Dialled[]>();
  for (const dialled of dialledHosts(leaf, scene)) {
    if (whyRefused(certificate, dialled.host) === null) continue;
    const same = byRule.get(dialled.rule) ?? [];
    if (!same.some(({ host }) => host === dialled.host)) byRule.set(dialled.rule, [...same, dialled]);
  }
  const found = [...byRule].map(([rule, missing]): Finding => {
    const hosts = missing.map(({ host }) => host);
    return {
      rule,
      severity: "error",
      files: leaf.files,
      message: `Clients dial ${join(missing.map(({ host, why }) => `${host} (${why})`))}. It is not valid for ${hosts.length === 1 ? "that" : "them"}.`,
      expected: hosts.join(", "),
      found: hostsOf(certificate).join(", "),
      seenAs: hosts.map((host) => whyRefused(certificate, host) ?? ""),
      mend: reissue(
        leaf.holding,
        { hosts: [...hostsOf(certificate), ...hosts] },
        `add ${hosts.join(", ")} to hosts, and issue it again`,
        scene,
      ),
    };
  });
  return byRule.has("san-missing-node-ip") ? found : [...found, ...namesOnly(leaf, scene)];
}

/** A kubelet whose certificate has names only, where those of other nodes have addresses. */
function namesOnly(leaf: Leaf, scene: Scene): Finding[] {
  const { certificate } = leaf.holding;
  if (!isServingKubelet(leaf) || certificate.ipAddresses.length > 0 || scene.facts.nodes.has(nodeName(leaf))) return [];
  if (!scene.leaves.some((other) => isServingKubelet(other) && other.holding.certificate.ipAddresses.length > 0)) {
    return [];
  }
  return [
    {
      rule: "san-missing-node-ip",
      severity: "error",
      files: leaf.files,
      message: `The API server dials kubelets by address, and this one has none: kubectl logs and exec fail on ${nodeName(leaf)}.`,
      expected: `the address of ${nodeName(leaf)}`,
      found: hostsOf(certificate).join(", "),
      seenAs: ["x509: cannot validate certificate for ADDRESS because it doesn't contain any IP SANs"],
      mend: {
        text: `add the node's address to hosts, issue it again, and restart the kubelet; with -node ${nodeName(leaf)}=ADDRESS, check gives the commands`,
      },
    },
  ];
}

function wrongServers(leaf: Leaf, scene: Scene): Finding[] {
  if (!plays(leaf, "apiserver")) return [];
  const { certificate } = leaf.holding;
  return dialledServers(scene).flatMap(({ host, paths, isValidSomewhere }): Finding[] => {
    const why = whyRefused(certificate, host);
    const isShared = paths.length > 1 || /^127\.|^localhost$|^::1$/.test(host) || scene.facts.hosts.includes(host);
    if (why === null || isValidSomewhere || isShared) return [];
    return [
      {
        rule: "kubeconfig-wrong-server",
        severity: "error",
        files: [...paths, ...leaf.files],
        message: `It dials ${host}, which the certificate of the API server is not valid for.`,
        expected: hostsOf(certificate).join(", "),
        found: host,
        seenAs: [why, `tls: failed to verify certificate: ${why}`],
        mend: correctServer(
          paths,
          `correct server: in ${paths[0]}, or add ${host} to hosts and issue ${leaf.files[0]} again`,
          dialledServers(scene).find((other) => other.isValidSomewhere && !isLoopback(other.host))?.host,
          scene,
        ),
      },
    ];
  });
}
