import { formatIp } from "../../../go/net.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { addTo } from "../../groups.js";
import type { ComponentFlags } from "../../inventory/flags.js";
import { isArchived } from "../scene/archives.js";
import { type Leaf, plays, type Scene } from "../scene/scene.js";
import { leadsTo } from "../scene/trust.js";
import { firstAddress, hostOfUrl, isDialable, isLoopback, isValidFor } from "./hosts.js";
import { trustedBy } from "./kubeconfig-ca.js";

/** A host that clients dial, and why we know. */
export interface Dialled {
  readonly rule: string;
  readonly host: string;
  /** Completes "Clients dial HOST (…)". */
  readonly why: string;
}

/** The hosts by which clients dial the server that shows this certificate. */
export function dialledHosts(leaf: Leaf, scene: Scene): readonly Dialled[] {
  return [
    ...(plays(leaf, "apiserver") ? hostsOfApiServer(leaf, scene) : []),
    ...hostsOfEtcd(leaf, scene),
    ...hostsOfKubelet(leaf, scene),
  ];
}

function hostsOfApiServer(leaf: Leaf, scene: Scene): readonly Dialled[] {
  const { inventory, facts } = scene;
  const own = inventory.components.filter(({ component }) => ["kube-apiserver", "kubeadm"].includes(component));
  const isNamed = leaf.parts.some(({ source }) => source === "use" || source === "flag");
  const found: Dialled[] = [];
  const add = (rule: string, host: string, why: string) => {
    found.push({ rule: isLoopback(host) ? "san-missing-localhost" : rule, host, why });
  };
  const ranges = [
    ...facts.serviceCidrs,
    ...own.flatMap(({ flags }) => (flags.get("service-cluster-ip-range") ?? "").split(",").slice(0, 1)),
  ];
  for (const range of new Set(ranges.filter((each) => each !== ""))) {
    const host = firstAddress(range);
    if (host !== null) add("san-missing-service-ip", host, `the first address of ${range}, where pods find it`);
  }
  if (ranges.length > 0 || isNamed) {
    const names = ["kubernetes.default.svc", ...domainsOf(scene).map((domain) => `kubernetes.default.svc.${domain}`)];
    for (const host of names) add("san-missing-service-name", host, "the name of its service");
  }
  for (const { flags, path } of own.filter((each) => isOwn(each, leaf))) {
    const host = flags.get("advertise-address") ?? "";
    if (isDialable(host)) add("san-missing-node-ip", host, `--advertise-address in ${path}`);
  }
  for (const host of controlPlane(leaf, scene)) add("san-missing-node-ip", host, "a control plane node");
  for (const { flags, path } of own) {
    const host = hostOfUrl(`https://${flags.get("control-plane-endpoint") ?? ""}`);
    if (host !== null) add("san-missing-vip", host, `controlPlaneEndpoint in ${path}`);
  }
  for (const host of facts.hosts) add("san-missing-vip", host, "-host");
  for (const { host, paths, isValidSomewhere } of dialledServers(scene)) {
    const isShared = paths.length > 1 || facts.hosts.includes(host) || isLoopback(host);
    if (isShared && !isValidSomewhere) add("san-missing-vip", host, `server: in ${paths[0]}`);
  }
  return found;
}

/** Whether the flags are those of the program that shows this certificate; without any use, of all. */
function isOwn({ path }: ComponentFlags, { parts }: Leaf): boolean {
  const by = parts.flatMap(({ use }) => (use ? [use.by] : []));
  return by.length === 0 || by.includes(path);
}

export interface DialledServer {
  readonly host: string;
  /** The kubeconfigs that say so. */
  readonly paths: readonly string[];
  /** Whether the certificate of some API server here is valid for it: each control plane node may have its own. */
  readonly isValidSomewhere: boolean;
}

const known = new WeakMap<Scene, readonly DialledServer[]>();

/** The hosts of `server:` in the kubeconfigs that trust an API server of this folder. */
export function dialledServers(scene: Scene): readonly DialledServer[] {
  const before = known.get(scene);
  if (before) return before;
  const servers = scene.leaves.filter((leaf) => plays(leaf, "apiserver")).map(({ holding }) => holding);
  const found = new Map<string, string[]>();
  for (const kubeconfig of scene.inventory.kubeconfigs) {
    const host = hostOfUrl(kubeconfig.server);
    const trusted = trustedBy(kubeconfig, scene);
    const { file, data } = kubeconfig.certificateAuthority;
    // Without a CA, the system's count: the host is a proxy's with a public name.
    const isOther =
      (file === "" && data === null) || (trusted.length > 0 && !servers.some((holding) => leadsTo(holding, trusted)));
    if (host === null || isOther || isArchived(kubeconfig.path)) continue;
    const paths = found.get(host) ?? [];
    if (!paths.includes(kubeconfig.path)) found.set(host, [...paths, kubeconfig.path]);
  }
  const dialled = [...found].map(([host, paths]) => {
    return { host, paths, isValidSomewhere: servers.some(({ certificate }) => isValidFor(certificate, host)) };
  });
  known.set(scene, dialled);
  return dialled;
}

/**
 * The addresses of control plane nodes that no API server's certificate has. A group of nodes with the same name but for
 * the number is the control plane if the certificate holds half of its members.
 */
function controlPlane(leaf: Leaf, { facts, inventory, leaves }: Scene): readonly string[] {
  const groups = new Map<string, { readonly name: string; readonly address: string }[]>();
  for (const [name, address] of facts.nodes) {
    const stem = name.replace(/\d+$/, "");
    addTo(groups, stem, { name, address });
  }
  const advertised = inventory.components.map(({ flags }) => flags.get("advertise-address"));
  const holds = ({ ipAddresses, dnsNames }: Certificate, ...hosts: readonly string[]) =>
    hosts.some((host) => dnsNames.includes(host) || ipAddresses.some((address) => formatIp(address) === host));
  // kubeadm gives each its own address alone, and workers may be called like the control plane.
  const masters = [...groups.values()].filter((group) => {
    const own = group.filter(
      ({ name, address }) => holds(leaf.holding.certificate, address, name) || advertised.includes(address),
    );
    return own.length > 0 && own.length * 2 >= group.length;
  });
  const servers = leaves.filter((each) => plays(each, "apiserver"));
  return masters
    .flat()
    .map(({ address }) => address)
    .filter((address) => !servers.some(({ holding }) => holds(holding.certificate, address)));
}

function hostsOfEtcd(leaf: Leaf, { inventory }: Scene): readonly Dialled[] {
  const settings = leaf.parts.flatMap(({ role, use }) => {
    if (use?.component !== "etcd") return [];
    const flags = inventory.components.find((each) => each.component === "etcd" && each.path === use.by)?.flags;
    const names =
      role === "etcd-peer"
        ? ["initial-advertise-peer-urls", "listen-peer-urls"]
        : ["advertise-client-urls", "listen-client-urls"];
    return names.flatMap((name) => (flags?.get(name) ?? "").split(",").map((url) => ({ name, url, path: use.by })));
  });
  return settings.flatMap(({ name, url, path }) => {
    const host = url.trim().startsWith("https:") ? hostOfUrl(url) : null;
    if (host === null) return [];
    return [
      { rule: isLoopback(host) ? "san-missing-localhost" : "san-missing-node-ip", host, why: `${name} in ${path}` },
    ];
  });
}

/** The API server dials kubelets by address: one that has names only is refused. */
function hostsOfKubelet(leaf: Leaf, { facts }: Scene): readonly Dialled[] {
  if (!isServingKubelet(leaf)) return [];
  const name = nodeName(leaf);
  const address = facts.nodes.get(name);
  return address === undefined ? [] : [{ rule: "san-missing-node-ip", host: address, why: `the node ${name}` }];
}

/** Whether a kubelet serves with it, and its names matter. */
export function isServingKubelet(leaf: Leaf): boolean {
  const { extKeyUsage, dnsNames, ipAddresses } = leaf.holding.certificate;
  const isServing = plays(leaf, "kubelet-server", "kubelet") && extKeyUsage.includes("1.3.6.1.5.5.7.3.1");
  return isServing && dnsNames.length + ipAddresses.length > 0;
}

export function nodeName({ holding }: Leaf): string {
  return holding.certificate.subject.commonName.replace(/^system:node:/, "");
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
