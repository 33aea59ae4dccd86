import { GoError } from "../../../go/errors.js";
import { formatIp, parseIp } from "../../../go/net.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { verifyHostname } from "../../../x509/verify/hostname.js";
import type { ComponentFlags } from "../../inventory/flags.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { type Leaf, plays, type Scene } from "../scene/scene.js";

/** A host that clients dial, and why we know. */
interface Dialled {
  readonly rule: string;
  readonly host: string;
  /** Completes "Clients dial HOST, …". */
  readonly why: string;
}

/** Names and addresses that clients dial and that the certificate of the server does not hold. */
export const addresses: Rule = {
  ids: [
    "san-missing-service-ip",
    "san-missing-service-name",
    "san-missing-node-ip",
    "san-missing-vip",
    "san-missing-localhost",
    "kubeconfig-wrong-server",
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
  return [...byRule].map(([rule, missing]) => {
    const hosts = missing.map(({ host }) => host);
    return {
      rule,
      severity: "error",
      files: leaf.files,
      message: `Clients dial ${missing.map(({ host, why }) => `${host} (${why})`).join(", ")}, which it is not valid for.`,
      expected: hosts.join(", "),
      found: [...certificate.dnsNames, ...certificate.ipAddresses.map(formatIp)].join(", "),
      seenAs: hosts.map((host) => whyRefused(certificate, host) ?? ""),
      mend: { text: `add ${hosts.join(", ")} to hosts, issue it again, and restart the server` },
    };
  });
}

function whyRefused(certificate: Certificate, host: string): string | null {
  try {
    verifyHostname(certificate, host, { refusesLoneWildcard: true });
    return null;
  } catch (cause) {
    if (cause instanceof GoError) return cause.message;
    throw cause;
  }
}

function dialledHosts(leaf: Leaf, scene: Scene): readonly Dialled[] {
  return [
    ...(plays(leaf, "apiserver") ? hostsOfApiServer(leaf, scene) : []),
    ...hostsOfEtcd(leaf, scene),
    ...hostsOfKubelet(leaf, scene),
  ];
}

function hostsOfApiServer(leaf: Leaf, scene: Scene): readonly Dialled[] {
  const { inventory, facts } = scene;
  const own = inventory.components.filter(({ component }) => component === "kube-apiserver");
  const isNamed = leaf.parts.some(({ source }) => source === "use" || source === "flag");
  const found: Dialled[] = [];
  const ranges = [
    ...facts.serviceCidrs,
    ...own.flatMap(({ flags }) => (flags.get("service-cluster-ip-range") ?? "").split(",").slice(0, 1)),
  ];
  for (const range of new Set(ranges.filter((each) => each !== ""))) {
    const host = firstAddress(range);
    if (host !== null)
      found.push({ rule: "san-missing-service-ip", host, why: `the first address of ${range}, where pods find it` });
  }
  if (ranges.length > 0 || isNamed) {
    const names = ["kubernetes.default.svc", ...domainsOf(scene).map((domain) => `kubernetes.default.svc.${domain}`)];
    for (const host of names) found.push({ rule: "san-missing-service-name", host, why: "the name of its service" });
  }
  for (const { flags, path } of own.filter((each) => isOwn(each, leaf))) {
    const host = flags.get("advertise-address") ?? "";
    if (isDialable(host))
      found.push({ rule: ruleFor(host, "san-missing-node-ip"), host, why: `--advertise-address in ${path}` });
  }
  for (const host of controlPlane(leaf.holding.certificate, scene)) {
    found.push({ rule: "san-missing-node-ip", host, why: "a control plane node" });
  }
  for (const host of facts.hosts) found.push({ rule: ruleFor(host, "san-missing-vip"), host, why: "-host" });
  for (const [host, paths] of dialledServers(scene)) {
    const isShared = paths.length > 1 || facts.hosts.includes(host);
    if (isShared || isLoopback(host)) {
      found.push({ rule: ruleFor(host, "san-missing-vip"), host, why: `server: in ${paths[0]}` });
    }
  }
  return found;
}

/** Whether the flags are those of the program that shows this certificate; without any use, of all. */
function isOwn({ path }: ComponentFlags, { parts }: Leaf): boolean {
  const by = parts.flatMap(({ use }) => (use ? [use.by] : []));
  return by.length === 0 || by.includes(path);
}

/** The hosts of `server:` in kubeconfigs, with the files that say so. */
function dialledServers({ inventory }: Scene): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { server, path } of inventory.kubeconfigs) {
    const host = hostOf(server);
    if (host === null) continue;
    const paths = found.get(host) ?? [];
    if (!paths.includes(path)) found.set(host, [...paths, path]);
  }
  return found;
}

function wrongServers(leaf: Leaf, scene: Scene): Finding[] {
  if (!plays(leaf, "apiserver")) return [];
  const { certificate } = leaf.holding;
  return [...dialledServers(scene)].flatMap(([host, paths]): Finding[] => {
    const why = whyRefused(certificate, host);
    if (why === null || paths.length > 1 || isLoopback(host) || scene.facts.hosts.includes(host)) return [];
    return [
      {
        rule: "kubeconfig-wrong-server",
        severity: "error",
        files: [...paths, ...leaf.files],
        message: `It dials ${host}, which the certificate of the API server is not valid for.`,
        expected: [...certificate.dnsNames, ...certificate.ipAddresses.map(formatIp)].join(", "),
        found: host,
        seenAs: [why, `tls: failed to verify certificate: ${why}`],
        mend: { text: `correct server: in ${paths[0]}, or add ${host} to hosts and issue ${leaf.files[0]} again` },
      },
    ];
  });
}

/**
 * The addresses of nodes that are control plane nodes. A group of nodes with the same name but for the number is one if
 * the certificate holds any of its members.
 */
function controlPlane(certificate: Certificate, { facts, inventory }: Scene): readonly string[] {
  const own = new Set([...certificate.ipAddresses.map(formatIp), ...certificate.dnsNames]);
  const groups = new Map<string, { readonly name: string; readonly address: string }[]>();
  for (const [name, address] of facts.nodes) {
    const stem = name.replace(/\d+$/, "");
    groups.set(stem, [...(groups.get(stem) ?? []), { name, address }]);
  }
  const advertised = inventory.components.map(({ flags }) => flags.get("advertise-address"));
  const masters = [...groups.values()].filter((group) =>
    group.some(({ name, address }) => own.has(address) || own.has(name) || advertised.includes(address)),
  );
  return masters.flat().map(({ address }) => address);
}

function hostsOfEtcd(leaf: Leaf, { inventory }: Scene): readonly Dialled[] {
  const settings = leaf.parts.flatMap(({ role, use }) => {
    if (!use || use.component !== "etcd") return [];
    const flags = inventory.components.find((each) => each.component === "etcd" && each.path === use.by)?.flags;
    const names =
      role === "etcd-peer"
        ? ["initial-advertise-peer-urls", "listen-peer-urls"]
        : ["advertise-client-urls", "listen-client-urls"];
    return names.flatMap((name) => (flags?.get(name) ?? "").split(",").map((url) => ({ name, url, path: use.by })));
  });
  return settings.flatMap(({ name, url, path }) => {
    const host = url.startsWith("https:") ? hostOf(url) : null;
    return host === null ? [] : [{ rule: ruleFor(host, "san-missing-node-ip"), host, why: `${name} in ${path}` }];
  });
}

/** The API server dials kubelets by address: one that has names only is refused. */
function hostsOfKubelet(leaf: Leaf, { leaves, facts }: Scene): readonly Dialled[] {
  const { certificate } = leaf.holding;
  const isServing = plays(leaf, "kubelet-server", "kubelet") && certificate.extKeyUsage.includes("1.3.6.1.5.5.7.3.1");
  if (!isServing || certificate.dnsNames.length + certificate.ipAddresses.length === 0) return [];
  const name = certificate.subject.commonName.replace(/^system:node:/, "");
  const address = facts.nodes.get(name);
  if (address !== undefined) return [{ rule: "san-missing-node-ip", host: address, why: `the node ${name}` }];
  const others = leaves.filter((other) => other !== leaf && plays(other, "kubelet-server", "kubelet"));
  if (certificate.ipAddresses.length > 0 || !others.some(({ holding }) => holding.certificate.ipAddresses.length > 0)) {
    return [];
  }
  return [
    { rule: "san-missing-node-ip", host: "0.0.0.0", why: `the address of ${name}, by which the API server dials it` },
  ];
}

function ruleFor(host: string, rule: string): string {
  return isLoopback(host) ? "san-missing-localhost" : rule;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function isDialable(host: string): boolean {
  return host !== "" && host !== "true" && !["0.0.0.0", "::"].includes(host);
}

/** The host of a URL; null for none, and for addresses that mean all. */
function hostOf(url: string): string | null {
  const [, host = ""] = /^https?:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)/i.exec(url.trim()) ?? [];
  const bare = host.replace(/^\[|\]$/g, "");
  return isDialable(bare) ? bare : null;
}

/** The address after that of the network: the API server's service has it. */
function firstAddress(cidr: string): string | null {
  const [network = "", length = ""] = cidr.trim().split("/");
  const bytes = parseIp(network);
  if (bytes === null || !/^\d+$/.test(length)) return null;
  const masked = bytes.map((byte, at) => {
    const bits = Math.min(8, Math.max(0, Number(length) - at * 8));
    return byte & (0xff << (8 - bits));
  });
  masked[masked.length - 1] = (masked.at(-1) ?? 0) + 1;
  return formatIp(masked);
}

/** The cluster's domains: as the files say it, else the usual one. */
function domainsOf({ inventory }: Scene): readonly string[] {
  const said = inventory.components.flatMap(({ flags }) => {
    const domain = flags.get("cluster-domain");
    const [, issued] =
      /^https:\/\/kubernetes\.default\.svc\.([\w.-]+)$/.exec(flags.get("service-account-issuer") ?? "") ?? [];
    return [domain, issued].flatMap((each) => (each === undefined ? [] : [each]));
  });
  return said.length > 0 ? [...new Set(said)] : ["cluster.local"];
}
