import { parseIp } from "../../../go/net.js";
import { formatUrl } from "../../../go/url.js";
import type { AlternativeNames } from "../../../x509/model/certificate.js";
import { addTo } from "../../groups.js";
import { reissueWithHosts } from "../mend/hosts.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { type Leaf, plays, type Scene } from "../scene/scene.js";
import { hostsOf, join } from "../scene/words.js";
import { dialledHosts } from "./dialled.js";
import { clientRoles } from "./usages.js";

/** A form of host that nobody can dial, though a certificate holds it. */
export interface BadForm {
  readonly rule: string;
  matches(host: string): boolean;
  readonly says: string;
  readonly mend: string;
}

/** The first form that matches counts. */
export const badForms: readonly BadForm[] = [
  {
    rule: "san-placeholder",
    matches: (host) => /\$\{?\w|\{\{|^<.*>$|^%\w+%$/.test(host),
    says: "was not replaced by its value",
    mend: "put the value into hosts",
  },
  {
    rule: "san-is-url",
    // An identity is a URL with a path.
    matches: (host) => /^https?:\/\/[^/]*\/?$/i.test(host),
    says: "is a URL; clients compare the bare name or address",
    mend: "write the address without https:// and port into hosts",
  },
  {
    rule: "san-is-cidr",
    matches: (host) => /^[0-9a-f.:]+\/\d{1,3}$/i.test(host),
    says: "is a range of addresses; a certificate holds single ones, and this becomes a DNS name that nobody can dial",
    mend: "list the addresses one by one in hosts",
  },
  {
    rule: "san-has-space",
    matches: (host) => /\s/.test(host),
    says: "has a blank in it",
    mend: "remove the blank in hosts",
  },
  {
    rule: "san-has-port",
    matches: (host) => /^[\w.*-]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d+$/i.test(host),
    says: "has a port; a certificate is for a host, whatever the port",
    mend: "write the host without the port into hosts",
  },
  {
    rule: "san-trailing-dot",
    matches: (host) => /[^.]\.$/.test(host),
    says: "ends in a dot; Go refuses such names",
    mend: "remove the dot at the end of the name in hosts",
  },
  {
    rule: "san-octet-out-of-range",
    matches: (host) => /^\d+(?:\.\d+){3}$/.test(host) && parseIp(host) === null,
    says: "is no address: its numbers go to 255",
    mend: "correct the address in hosts",
  },
];

/** A name with a letter in its first part, and nothing odd: most are such. */
const plainName = /^(?:\d|-)*[a-z_][\w-]*(?:\.[\w-]+)*$/i;

/** The hosts of a certificate that have a bad form, by rule. */
export function findBadForms(certificate: AlternativeNames): ReadonlyMap<BadForm, readonly string[]> {
  const found = new Map<BadForm, string[]>();
  // Addresses have only one form.
  const { dnsNames, emailAddresses, uris } = certificate;
  for (const host of [...dnsNames, ...emailAddresses, ...uris.map(formatUrl)]) {
    if (plainName.test(host)) continue;
    const form = badForms.find((each) => each.matches(host));
    if (form) addTo(found, form, host);
  }
  return found;
}

/** Alternative names that nobody can dial, and certificates of servers that have none. */
export const names: Rule = {
  rows: [
    {
      id: "san-placeholder",
      severity: "either",
      means: "A host in a certificate is a variable or placeholder that was not replaced.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Put the value into hosts, and issue it again.",
    },
    {
      id: "san-is-url",
      severity: "either",
      means: "A host in a certificate is a URL. Clients compare the bare name or address.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Write the host without https:// and port, and issue it again.",
    },
    {
      id: "san-is-cidr",
      severity: "either",
      means: "A host in a certificate is a range of addresses. cfssl makes a DNS name of it, which nobody can dial.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "List the addresses one by one, and issue it again.",
    },
    {
      id: "san-has-space",
      severity: "either",
      means: "A host in a certificate has a blank in it, so it becomes a DNS name that nobody can dial.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Remove the blank, and issue it again.",
    },
    {
      id: "san-has-port",
      severity: "either",
      means: "A host in a certificate has a port. A certificate is for a host, whatever the port.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Write the host without the port, and issue it again.",
    },
    {
      id: "san-trailing-dot",
      severity: "either",
      means: "A name in a certificate ends in a dot. Go refuses such names.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server; curl accepted it.",
      mend: "Remove the dot, and issue it again.",
    },
    {
      id: "san-octet-out-of-range",
      severity: "either",
      means: "A host in a certificate looks like an address, but one of its numbers is above 255.",
      seen: ["x509: certificate is valid for NAMES, not HOST"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Correct the address, and issue it again.",
    },
    {
      id: "san-empty",
      severity: "error",
      means:
        "A server's certificate has no alternative names. The common name has not counted since Go 1.15 and current browsers.",
      seen: ["x509: certificate relies on legacy Common Name field, use SANs instead"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Put all names and addresses into hosts, and issue it again.",
    },
    {
      id: "san-ip-in-cn-only",
      severity: "error",
      means: "An address is in the common name alone, where no program looks.",
      seen: ["x509: cannot validate certificate for ADDRESS because it doesn't contain any IP SANs"],
      proof: "A Go 1.19 client and kubectl 1.32 refused the server.",
      mend: "Put it into hosts, and issue it again.",
    },
  ],
  find: (scene) => scene.leaves.flatMap((leaf) => [...malformed(leaf, scene), ...missing(leaf, scene)]),
};

function malformed(leaf: Leaf, scene: Scene): Finding[] {
  const { certificate } = leaf.holding;
  const isServer = certificate.extKeyUsage.length === 0 || certificate.extKeyUsage.includes("1.3.6.1.5.5.7.3.1");
  return [...findBadForms(certificate)].map(([form, hosts]) => ({
    rule: form.rule,
    severity: isServer ? "error" : "warning",
    files: leaf.files,
    message: `${join(hosts.map((host) => JSON.stringify(host)))} ${form.says}.`,
    found: hosts.join(", "),
    seenAs: [
      "x509: certificate is valid for …, not …",
      "no alternative certificate subject name matches target host name",
    ],
    mend: withGoodHosts(leaf, `${form.mend}, and issue it again`, scene),
  }));
}

/** Their clients are content with the common name, or compare no names. */
const contentPrograms = [
  ...["postgresql", "mysql", "mongodb", "redis", "rabbitmq", "mosquitto", "openvpn", "elasticsearch"],
];

function missing(leaf: Leaf, scene: Scene): Finding[] {
  const { certificate } = leaf.holding;
  const { commonName } = certificate.subject;
  const { extKeyUsage } = certificate;
  // The name of a file says too little of what its clients look at.
  const isServer =
    plays(leaf, "apiserver", "etcd-server", "etcd-peer", "kubelet-server") ||
    leaf.parts.some(({ role, source }) => role === "server" && source !== "name") ||
    (extKeyUsage.length === 1 && extKeyUsage[0] === "1.3.6.1.5.5.7.3.1" && !plays(leaf, ...clientRoles));
  if (!isServer) return [];
  const hosts = hostsOf(certificate);
  const shared = {
    severity: "error",
    files: leaf.files,
    mend: withGoodHosts(leaf, "put all names and addresses into hosts, and issue it again", scene),
  } as const;
  if (parseIp(commonName) && !hosts.includes(commonName)) {
    return [
      {
        ...shared,
        rule: "san-ip-in-cn-only",
        message: `The address ${commonName} is in the common name, where no program looks.`,
        expected: `${commonName} in hosts`,
        found: hosts.join(", ") || "no hosts",
        seenAs: [`x509: cannot validate certificate for ${commonName} because it doesn't contain any IP SANs`],
      },
    ];
  }
  if (hosts.length > 0 || leaf.parts.some(({ use }) => use && contentPrograms.includes(use.component))) return [];
  return [
    {
      ...shared,
      rule: "san-empty",
      message: `It has no alternative names, and the common name "${commonName}" does not count.`,
      found: "no hosts",
      seenAs: ["x509: certificate relies on legacy Common Name field, use SANs instead"],
    },
  ];
}

function withGoodHosts(leaf: Leaf, lead: string, scene: Scene): Finding["mend"] {
  const dialled = dialledHosts(leaf, scene).map(({ host }) => host);
  const isBad = (host: string) => badForms.some((form) => form.matches(host));
  return reissueWithHosts(leaf.holding, dialled, isBad, lead, scene);
}
