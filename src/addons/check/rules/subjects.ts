import type { Role } from "../../inventory/use.js";
import { type Reissue, reissue } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Part } from "../scene/parts.js";
import type { Rule } from "../scene/rule.js";
import type { Leaf, Scene } from "../scene/scene.js";
import { subjectOf } from "../scene/words.js";

/** Whom Kubernetes takes a client for: its CN is the user, its O are the groups. */
export const subjects: Rule = {
  rows: [
    {
      id: "kubelet-cn",
      severity: "error",
      means:
        "The common name of a kubelet's client certificate is not system:node: and the name of its node, so the API server does not take it for that node.",
      seen: ['nodes is forbidden: User "NAME" cannot list resource', 'node "NAME" is not allowed to modify node'],
      proof: "kube-apiserver 1.20 forbade it; a kubelet 1.20 logged that.",
      mend: "Issue it again with CN=system:node:NAME.",
    },
    {
      id: "kubelet-o",
      severity: "error",
      means: "A kubelet's client certificate is not in the group system:nodes.",
      seen: ['nodes is forbidden: User "system:node:NAME" cannot list resource'],
      proof: "kube-apiserver 1.20 forbade it; a kubelet 1.20 logged that.",
      mend: "Issue it again with O=system:nodes.",
    },
    {
      id: "scheduler-cn",
      severity: "error",
      means: "The scheduler's certificate is for another user than system:kube-scheduler, who has no rights.",
      seen: ['User "NAME" cannot list resource'],
      proof: "kube-apiserver 1.20 forbade it.",
      mend: "Issue it again with CN=system:kube-scheduler.",
    },
    {
      id: "controller-manager-cn",
      severity: "error",
      means:
        "The controller manager's certificate is for another user than system:kube-controller-manager, who has no rights.",
      seen: ['User "NAME" cannot list resource'],
      proof: "kube-apiserver 1.20 forbade it.",
      mend: "Issue it again with CN=system:kube-controller-manager.",
    },
    {
      id: "proxy-cn",
      severity: "error",
      means: "kube-proxy's certificate is for another user than system:kube-proxy, who has no rights.",
      seen: ['User "NAME" cannot list resource'],
      proof: "kube-apiserver 1.20 forbade it.",
      mend: "Issue it again with CN=system:kube-proxy.",
    },
    {
      id: "admin-no-masters",
      severity: "error",
      means:
        "An administrator's certificate is in no group that may administer: neither system:masters nor kubeadm:cluster-admins.",
      seen: ['nodes is forbidden: User "admin" cannot list resource "nodes" in API group "" at the cluster scope'],
      proof: "kube-apiserver 1.20 forbade it.",
      mend: "Issue it again with O=system:masters.",
    },
    {
      id: "front-proxy-cn",
      severity: "error",
      means: "The name of the front proxy's certificate is not among --requestheader-allowed-names.",
      seen: ["x509: subject with cn=NAME is not in the allowed list"],
      proof: "kube-apiserver 1.20 refused it.",
      mend: "Issue it again with an allowed name, or add its name to the flag.",
    },
  ],
  find: (scene) => scene.leaves.flatMap((leaf) => leaf.parts.flatMap((part) => check(leaf, part, scene)).slice(0, 1)),
};

const users: Readonly<Partial<Record<Role, readonly [rule: string, user: string]>>> = {
  scheduler: ["scheduler-cn", "system:kube-scheduler"],
  "controller-manager": ["controller-manager-cn", "system:kube-controller-manager"],
  "kube-proxy": ["proxy-cn", "system:kube-proxy"],
};

function check(leaf: Leaf, part: Part, scene: Scene): readonly Finding[] {
  if (part.source === "subject") return [];
  switch (part.role) {
    case "kubelet":
      return kubelet(leaf, part, scene);
    case "admin":
      return admin(leaf, scene);
    case "front-proxy-client":
      return frontProxy(leaf, scene);
    default: {
      const row = users[part.role];
      const { commonName } = leaf.holding.certificate.subject;
      if (!row || commonName === row[1]) return [];
      const text = `User "${commonName}" cannot`;
      return [
        wrong(
          leaf,
          row[0],
          `The API server takes it for the user "${commonName}", who has no rights.`,
          `CN=${row[1]}`,
          [text],
          { commonName: row[1] },
          scene,
        ),
      ];
    }
  }
}

function kubelet(leaf: Leaf, part: Part, scene: Scene): readonly Finding[] {
  const { commonName, organization } = leaf.holding.certificate.subject;
  const node = nodeOf(part, scene);
  const expected = node === null ? "system:node:NAME" : `system:node:${node}`;
  const named = commonName.replace(/^system:node:/, "");
  // A machine's name may have a domain, and its node's none.
  const isSame = node !== null && firstLabel(node) === firstLabel(named);
  const isOther = node !== null && commonName !== expected && !(isSame && commonName.startsWith("system:node:"));
  if (!commonName.startsWith("system:node:") || isOther) {
    const message = commonName.startsWith("system:node:")
      ? `It is the certificate of the node ${commonName.slice("system:node:".length)}, and a node may change only itself.`
      : `The API server takes it for the user "${commonName}", who is no node.`;
    const seenAs = [
      `nodes is forbidden: User "${commonName}" cannot`,
      `node "${commonName.replace("system:node:", "")}" is not allowed to modify node`,
    ];
    return [
      wrong(
        leaf,
        "kubelet-cn",
        message,
        `CN=${expected}`,
        seenAs,
        node === null ? null : { commonName: expected, organizations: ["system:nodes"] },
        scene,
      ),
    ];
  }
  if (organization.includes("system:nodes")) return [];
  return [
    wrong(
      leaf,
      "kubelet-o",
      "It is not in the group of nodes.",
      "O=system:nodes",
      [`User "${commonName}" cannot`],
      { organizations: ["system:nodes"] },
      scene,
    ),
  ];
}

function firstLabel(name: string): string {
  return name.split(".")[0]?.toLowerCase() ?? "";
}

/** The node that a kubelet's file belongs to: by the name of the kubeconfig's user, or by the machine's host name. */
function nodeOf({ kubeconfig }: Part, { inventory }: Scene): string | null {
  if (!kubeconfig) return null;
  const [, named] = /^system:node:(.+)$/.exec(kubeconfig.user) ?? [];
  if (named !== undefined) return named;
  for (const [root, hostName] of inventory.hostNames) {
    if (kubeconfig.path.startsWith(root) && hostName !== "") return hostName;
  }
  return null;
}

function admin(leaf: Leaf, scene: Scene): readonly Finding[] {
  const { commonName, organization } = leaf.holding.certificate.subject;
  // kubeadm 1.29 and later binds a group of its own.
  if (organization.some((group) => ["system:masters", "kubeadm:cluster-admins"].includes(group))) return [];
  const seenAs = [
    `nodes is forbidden: User "${commonName}" cannot list resource "nodes" in API group "" at the cluster scope`,
  ];
  return [
    wrong(
      leaf,
      "admin-no-masters",
      "It is not in the group of administrators.",
      "O=system:masters",
      seenAs,
      { organizations: ["system:masters"] },
      scene,
    ),
  ];
}

function frontProxy(leaf: Leaf, scene: Scene): readonly Finding[] {
  const { inventory } = scene;
  const { commonName } = leaf.holding.certificate.subject;
  const lists = inventory.components.flatMap(({ component, flags }) => {
    const names = flags.get("requestheader-allowed-names");
    return component === "kube-apiserver" && names ? [names.split(",")] : [];
  });
  const [allowed] = lists;
  if (!allowed || lists.some((names) => names.includes(commonName))) return [];
  const seenAs = [`x509: subject with cn=${commonName} is not in the allowed list`];
  return [
    wrong(
      leaf,
      "front-proxy-cn",
      "Its name is not among --requestheader-allowed-names.",
      `CN=${allowed.join(" or CN=")}`,
      seenAs,
      allowed[0] === undefined ? null : { commonName: allowed[0] },
      scene,
    ),
  ];
}

function wrong(
  leaf: Leaf,
  rule: string,
  message: string,
  expected: string,
  seenAs: readonly string[],
  changes: Reissue | null,
  scene: Scene,
): Finding {
  const lead = `issue it again with ${expected}, and put it where the old one is`;
  return {
    rule,
    severity: "error",
    files: leaf.files,
    message,
    expected,
    found: subjectOf(leaf.holding.certificate),
    seenAs,
    mend: changes === null ? { text: lead } : reissue(leaf.holding, changes, lead, scene),
  };
}
