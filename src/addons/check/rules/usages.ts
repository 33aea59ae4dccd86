import type { Role } from "../../inventory/use.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { type Leaf, plays } from "../scene/scene.js";

const serverAuth = "1.3.6.1.5.5.7.3.1";
const clientAuth = "1.3.6.1.5.5.7.3.2";
const anyUsage = "2.5.29.37.0";

const serverRoles: readonly Role[] = [
  "apiserver",
  "etcd-server",
  "kubelet-server",
  "controller-manager-server",
  "scheduler-server",
  "server",
];
export const clientRoles: readonly Role[] = [
  "apiserver-etcd-client",
  "apiserver-kubelet-client",
  "front-proxy-client",
  "etcd-client",
  "kubelet",
  "admin",
  "controller-manager",
  "scheduler",
  "kube-proxy",
  "client",
];

const refused = "x509: certificate specifies an incompatible key usage";
const clientRefused = `tls: failed to verify client certificate: ${refused}`;

/** Certificates whose extended key usage does not fit what they are used for (RFC 5280 §4.2.1.12). */
export const usages: Rule = {
  ids: ["eku-server-missing", "eku-client-missing", "eku-etcd-server-no-client", "eku-peer-one-sided", "eku-none"],
  find: ({ leaves }) =>
    leaves.flatMap((leaf): Finding[] => {
      const { extKeyUsage, keyUsage } = leaf.holding.certificate;
      if (extKeyUsage.length === 0) return keyUsage === 0 || leaf.parts.length === 0 ? [] : withoutUsages(leaf);
      const allows = (id: string) => extKeyUsage.includes(id) || extKeyUsage.includes(anyUsage);
      const [forServers, forClients] = [allows(serverAuth), allows(clientAuth)];
      if (plays(leaf, "etcd-peer") && !(forServers && forClients)) {
        return [
          mismatch(
            leaf,
            "eku-peer-one-sided",
            forServers ? "client auth" : "server auth",
            "Members of etcd dial each other: a peer certificate needs both usages.",
            [clientRefused, "could not connect: remote error: tls: bad certificate"],
          ),
        ];
      }
      if (plays(leaf, ...serverRoles) && !forServers) {
        return [
          mismatch(leaf, "eku-server-missing", "server auth", "A server shows it, but it is not for servers.", [
            refused,
            `tls: failed to verify certificate: ${refused}`,
            "unsuitable certificate purpose",
          ]),
        ];
      }
      if (plays(leaf, "etcd-server") && !forClients) {
        return [
          mismatch(
            leaf,
            "eku-etcd-server-no-client",
            "client auth",
            "etcd dials itself with its server certificate (the gateway for HTTP clients), so it needs client auth too.",
            [
              `rejected connection from "127.0.0.1:…" (error "${clientRefused}", ServerName "")`,
              '{"error":"connection closed","message":"connection closed","code":14}',
            ],
          ),
        ];
      }
      if (plays(leaf, ...clientRoles) && !forClients) {
        return [
          mismatch(leaf, "eku-client-missing", "client auth", "A client shows it, but it is not for clients.", [
            clientRefused,
            `failed: ${refused}`,
            "error: You must be logged in to the server (Unauthorized)",
            "context deadline exceeded",
          ]),
        ];
      }
      return [];
    }),
};

const words: Readonly<Record<string, string>> = { [serverAuth]: "server auth", [clientAuth]: "client auth" };

function mismatch(leaf: Leaf, rule: string, missing: string, message: string, seenAs: readonly string[]): Finding {
  const { extKeyUsage } = leaf.holding.certificate;
  return {
    rule,
    severity: "error",
    files: leaf.files,
    message,
    expected: missing,
    found: extKeyUsage.map((id) => words[id] ?? id).join(", "),
    seenAs,
    mend: { text: `issue it again with a profile that has "${missing}"` },
  };
}

function withoutUsages(leaf: Leaf): Finding[] {
  if (plays(leaf, "service-account")) return [];
  return [
    {
      rule: "eku-none",
      severity: "warning",
      files: leaf.files,
      message:
        "It has no extended key usage, so programs accept it for everything, as a server and as a client. Usually -profile was misspelt, and the default profile has no usages.",
      expected: plays(leaf, ...clientRoles) ? "client auth" : "server auth",
      found: "none",
      mend: { text: "issue it again with the right -profile" },
    },
  ];
}
