import type { Writable } from "../json-text.js";
import type { Node } from "../manifest/nodes.js";
import { type Answers, checkTogether, readDialled, readDomain, readMachines, readServiceAddresses } from "./answers.js";
import { peerUsages, profileOf, type Start, schemaOf } from "./start.js";

/** What a cluster's answers come to. */
interface Cluster {
  readonly nodes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The group whose machines run etcd. */
  readonly etcdGroup: string;
  /** The hosts of the API server. */
  readonly apiHosts: readonly string[];
  /** Whether the machines are ours, for want of answers. */
  readonly isExample: boolean;
}

const exampleMasters: readonly Node[] = [{ name: "cp-1", ip: "192.168.1.11" }];
const exampleWorkers: readonly Node[] = [{ name: "worker-1", ip: "192.168.1.21" }];

function readCluster(answers: Answers): Cluster {
  const given = {
    masters: readMachines("masters", answers),
    workers: readMachines("workers", answers),
    etcd: readMachines("etcd", answers),
  };
  checkTogether(["masters", given.masters], ["workers", given.workers], ["etcd", given.etcd]);
  const isExample = given.masters.length === 0;
  const masters = isExample ? exampleMasters : given.masters;
  const workers = isExample && given.workers.length === 0 ? exampleWorkers : given.workers;
  const domain = readDomain(answers, "cluster.local");
  const groups: [string, readonly Node[]][] = [
    ["masters", masters],
    ...(given.etcd.length > 0 ? [["etcd", given.etcd] as [string, readonly Node[]]] : []),
    ["workers", workers],
  ];
  return {
    nodes: new Map(groups.map(([group, list]) => [group, new Map(list.map(({ name, ip }) => [name, ip]))])),
    etcdGroup: given.etcd.length > 0 ? "etcd" : "masters",
    apiHosts: [
      "127.0.0.1",
      ...readServiceAddresses(answers, "10.96.0.0/12"),
      ...readDialled("balancer", answers),
      ...["{masters.ip}", "{masters.name}", "kubernetes", "kubernetes.default", "kubernetes.default.svc"],
      `kubernetes.default.svc.${domain}`,
    ],
    isExample,
  };
}

const tenYears = "87600h";
const superusers = [{ O: "system:masters" }];

/** Three CAs, and a certificate for each part of a cluster: the sets of docs/kubernetes.md. */
export function startKubernetes(answers: Answers): Start {
  const { nodes, etcdGroup, apiHosts, isExample } = readCluster(answers);
  const client = (ca: string, CN: string, names?: Writable) => ({ ca, profile: "client", request: { CN, names } });
  const member = {
    ...{ each: [etcdGroup], ca: "etcd-ca", profile: "peer", request: { CN: "{name}" } },
    hosts: ["{name}", "{ip}", "localhost", "127.0.0.1"],
  };
  const manifest: Writable = {
    ...schemaOf(),
    config: "ca-config.json",
    nodes,
    cas: {
      "kubernetes-ca": { request: "ca-csr.json", cn: "kubernetes-ca" },
      "etcd-ca": { request: "ca-csr.json", cn: "etcd-ca" },
      "front-proxy-ca": { request: "ca-csr.json", cn: "front-proxy-ca" },
    },
    certificates: {
      apiserver: { ca: "kubernetes-ca", profile: "server", request: "apiserver-csr.json", hosts: apiHosts },
      "apiserver-kubelet-client": client("kubernetes-ca", "kube-apiserver-kubelet-client", superusers),
      "apiserver-etcd-client": client("etcd-ca", "kube-apiserver-etcd-client"),
      "front-proxy-client": client("front-proxy-ca", "front-proxy-client"),
      "controller-manager": client("kubernetes-ca", "system:kube-controller-manager"),
      scheduler: client("kubernetes-ca", "system:kube-scheduler"),
      "kube-proxy": client("kubernetes-ca", "system:kube-proxy"),
      admin: client("kubernetes-ca", "kubernetes-admin", superusers),
      "kubelet-{name}": {
        ...{ each: ["masters", "workers"], ca: "kubernetes-ca", profile: "peer" },
        request: { CN: "system:node:{name}", names: [{ O: "system:nodes" }] },
        hosts: ["{name}", "{ip}"],
      },
      "etcd-server-{name}": member,
      "etcd-peer-{name}": member,
      "etcd-client": client("etcd-ca", "etcd-client"),
    },
    keys: { "service-account": { key: { algo: "rsa", size: 2048 } } },
  };
  return {
    isExample,
    files: [
      { path: "", value: manifest },
      {
        path: "ca-config.json",
        value: {
          signing: {
            default: { expiry: "8760h" },
            profiles: {
              server: profileOf(["signing", "key encipherment", "server auth"]),
              client: profileOf(["signing", "key encipherment", "client auth"]),
              peer: profileOf(peerUsages),
            },
          },
        },
      },
      { path: "ca-csr.json", value: { key: { algo: "ecdsa", size: 256 }, ca: { expiry: tenYears } } },
      { path: "apiserver-csr.json", value: { CN: "kube-apiserver", key: { algo: "ecdsa", size: 256 } } },
    ],
  };
}

/** One CA and one profile for all, as the published walk-through has it, with a name for the CA that OpenSSL takes. */
export function startOneCa(answers: Answers): Start {
  const { nodes, apiHosts, isExample } = readCluster(answers);
  const row = (request: Writable, hosts?: readonly string[]) => ({ ca: "ca", profile: "kubernetes", request, hosts });
  const manifest: Writable = {
    ...schemaOf(),
    config: "ca-config.json",
    nodes,
    cas: { ca: { request: "ca-csr.json" } },
    certificates: {
      kubernetes: row("kubernetes-csr.json", apiHosts),
      admin: row("admin-csr.json"),
      "kube-proxy": row("kube-proxy-csr.json"),
      "kube-controller-manager": row({ CN: "system:kube-controller-manager" }),
      "kube-scheduler": row({ CN: "system:kube-scheduler" }),
      "kubelet-{name}": {
        each: ["masters", "workers"],
        ...row({ CN: "system:node:{name}", names: [{ O: "system:nodes" }] }, ["{name}", "{ip}"]),
      },
    },
    keys: { "service-account": { key: { algo: "rsa", size: 2048 } } },
  };
  const key = { algo: "rsa", size: 2048 };
  return {
    isExample,
    files: [
      { path: "", value: manifest },
      {
        path: "ca-config.json",
        value: { signing: { default: { expiry: "8760h" }, profiles: { kubernetes: profileOf(peerUsages) } } },
      },
      { path: "ca-csr.json", value: { CN: "kubernetes-ca", key, names: [{ O: "k8s" }], ca: { expiry: tenYears } } },
      { path: "kubernetes-csr.json", value: { CN: "kubernetes", key, names: [{ O: "k8s" }] } },
      { path: "admin-csr.json", value: { CN: "admin", key, names: [{ O: "system:masters" }] } },
      { path: "kube-proxy-csr.json", value: { CN: "system:kube-proxy", key } },
    ],
  };
}
