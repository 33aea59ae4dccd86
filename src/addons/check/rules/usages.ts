import { anyExtendedKeyUsage } from "../../../x509/model/oid.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { Role } from "../../inventory/use.js";
import { clientAuth, serverAuth } from "../mend/profile.js";
import { reissue } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { type Leaf, plays, type Scene } from "../scene/scene.js";

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
  rows: [
    {
      id: "eku-server-missing",
      severity: "error",
      means: 'A server shows a certificate without the usage "server auth".',
      seen: ["x509: certificate specifies an incompatible key usage", "unsuitable certificate purpose"],
      proof: "A Go 1.19 client, kubectl 1.32, curl 7.88 and cfssl 1.6.5 refused the server.",
      mend: 'Issue it again with a profile that has "server auth".',
    },
    {
      id: "eku-client-missing",
      severity: "error",
      means: 'A client shows a certificate without the usage "client auth".',
      seen: ["tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage"],
      proof: "etcd 3.4 and kube-apiserver 1.20 refused the client.",
      mend: 'Issue it again with a profile that has "client auth".',
    },
    {
      id: "eku-etcd-server-no-client",
      severity: "error",
      means:
        'An etcd member that asks clients for certificates dials itself with its own server certificate, which therefore needs "client auth" too.',
      seen: [
        'rejected connection from "127.0.0.1:40822" (error "tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage", ServerName "")',
      ],
      proof: "etcd 3.4 refused itself; curl 7.88 got the gateway's error.",
      mend: 'Issue it again with "server auth" and "client auth".',
    },
    {
      id: "eku-peer-one-sided",
      severity: "error",
      means: 'etcd\'s members dial each other: a peer\'s certificate needs both "server auth" and "client auth".',
      seen: ["tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage"],
      proof: "Two members of etcd 3.4 refused each other.",
      mend: "Issue it again with a profile that has both.",
    },
    {
      id: "eku-none",
      severity: "warning",
      means:
        "A certificate that cfssl issued for a component has no extended key usage, so it is accepted for everything. Usually -profile was misspelt, and the default profile has no such usages.",
      seen: [],
      proof: null,
      mend: "Issue it again with the right -profile.",
    },
  ],
  find: (scene) =>
    scene.leaves.flatMap((leaf): Finding[] => {
      const { extKeyUsage, keyUsage } = leaf.holding.certificate;
      if (extKeyUsage.length === 0) return keyUsage === 0 ? [] : withoutUsages(leaf, scene);
      const allows = (id: string) => extKeyUsage.includes(id) || extKeyUsage.includes(anyExtendedKeyUsage);
      const [forServers, forClients] = [allows(serverAuth), allows(clientAuth)];
      if (plays(leaf, "etcd-peer") && !(forServers && forClients)) {
        return [
          mismatch(
            leaf,
            "eku-peer-one-sided",
            forServers ? "client auth" : "server auth",
            "Members of etcd dial each other: a peer certificate needs both usages.",
            [clientRefused, "could not connect: remote error: tls: bad certificate"],
            scene,
          ),
        ];
      }
      if (plays(leaf, ...serverRoles) && !forServers) {
        return [
          mismatch(
            leaf,
            "eku-server-missing",
            "server auth",
            "A server shows it, but it is not for servers.",
            [refused, `tls: failed to verify certificate: ${refused}`, "unsuitable certificate purpose"],
            scene,
          ),
        ];
      }
      if (plays(leaf, "etcd-server") && !forClients && asksClients(leaf, scene.inventory)) {
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
            scene,
          ),
        ];
      }
      if (plays(leaf, ...clientRoles) && !forClients) {
        return [
          mismatch(
            leaf,
            "eku-client-missing",
            "client auth",
            "A client shows it, but it is not for clients.",
            [
              clientRefused,
              `failed: ${refused}`,
              "error: You must be logged in to the server (Unauthorized)",
              "context deadline exceeded",
            ],
            scene,
          ),
        ];
      }
      return [];
    }),
};

const words: Readonly<Record<string, string>> = { [serverAuth]: "server auth", [clientAuth]: "client auth" };

function mismatch(
  leaf: Leaf,
  rule: string,
  missing: string,
  message: string,
  seenAs: readonly string[],
  scene: Scene,
): Finding {
  const { extKeyUsage } = leaf.holding.certificate;
  return {
    rule,
    severity: "error",
    files: leaf.files,
    message,
    expected: missing,
    found: extKeyUsage.map((id) => words[id] ?? id).join(", "),
    seenAs,
    mend: reissue(
      leaf.holding,
      { purposes: [...new Set([...extKeyUsage, missing === words[serverAuth] ? serverAuth : clientAuth])] },
      `issue it again with a profile that has "${missing}"`,
      scene,
    ),
  };
}

/** Whether etcd asks clients for certificates: only then it shows itself one. */
function asksClients({ parts }: Leaf, { components }: Inventory): boolean {
  const by = parts.flatMap(({ use }) => (use ? [use.by] : []));
  const own = components.filter(({ component, path }) => component === "etcd" && by.includes(path));
  return own.length === 0 || own.some(({ flags }) => flags.get("client-cert-auth") === "true");
}

/** Whether a script asks for a profile with usages for it. */
function isAskedFor({ files }: Leaf, { calls, configs, finder }: Inventory): boolean {
  return calls.some(({ path, profile, config, baseName: bare }) => {
    if (bare === "" || !files.includes(finder.find(`${bare}.pem`, path) ?? "")) return false;
    const profiles = configs.find((each) => each.path === finder.find(config, path))?.profiles ?? [];
    const usages = profiles.find(({ name }) => name === profile)?.usages ?? [];
    return usages.some((usage) => usage === "server auth" || usage === "client auth");
  });
}

/** What a certificate is used for, by the parts that it plays. */
function purposesOf(leaf: Leaf): readonly string[] {
  const isPeer = plays(leaf, "etcd-peer", "etcd-server");
  const isClient = isPeer || plays(leaf, ...clientRoles);
  return [
    ...(isPeer || !isClient || plays(leaf, ...serverRoles) ? [serverAuth] : []),
    ...(isClient ? [clientAuth] : []),
  ];
}

function withoutUsages(leaf: Leaf, scene: Scene): Finding[] {
  // cfssl marks the key usage critical; those who write their own openssl.cnf leave out what they do not want.
  const isCfssls = leaf.holding.certificate.extensions.some(({ id, critical }) => id === "2.5.29.15" && critical);
  const isComponents = leaf.parts.some(({ role }) => !["service-account", "server", "client", "other"].includes(role));
  if (!isCfssls || !(isComponents || isAskedFor(leaf, scene.inventory))) return [];
  return [
    {
      rule: "eku-none",
      severity: "warning",
      files: leaf.files,
      message:
        "It has no extended key usage, so programs accept it for everything, as a server and as a client. Usually -profile was misspelt, and the default profile has no usages.",
      expected: plays(leaf, ...clientRoles) ? "client auth" : "server auth",
      found: "none",
      mend: reissue(leaf.holding, { purposes: purposesOf(leaf) }, "issue it again with the right -profile", scene),
    },
  ];
}
