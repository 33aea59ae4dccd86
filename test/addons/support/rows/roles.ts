import { type Asked, file, files, issue, kubeconfig, makeCa } from "../folders.js";
import type { Row } from "./row.js";
import { apiServer, caFiles, etcd } from "./small.js";

/** A kubeconfig beside an API server, with a certificate as it is asked for. */
const inKubeconfig =
  (path: string, asked: Asked, user = "user") =>
  () =>
    apiServer({}, {}, async (ca) => [
      file(
        path,
        kubeconfig("https://192.168.1.11:6443", ca.cert, await issue(ca, { profile: "client", ...asked }), user),
        0o600,
      ),
    ]);

const proxyFlags = {
  "requestheader-allowed-names": "front-proxy-client",
  "requestheader-client-ca-file": "/etc/kubernetes/pki/front-proxy-ca.crt",
  "proxy-client-cert-file": "/etc/kubernetes/pki/front-proxy-client.crt",
  "proxy-client-key-file": "/etc/kubernetes/pki/front-proxy-client.key",
};

const frontProxy = (cn: string) => () =>
  apiServer({}, proxyFlags, async () => {
    const ca = await makeCa("front-proxy-ca");
    return [
      ...files("pki/front-proxy-ca", ca),
      ...files("pki/front-proxy-client", await issue(ca, { cn, profile: "client" })),
    ];
  });

const kubeletFlags = {
  "kubelet-client-certificate": "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
  "kubelet-client-key": "/etc/kubernetes/pki/apiserver-kubelet-client.key",
};

const kubeletClient = (profile: "server" | "client") => () =>
  apiServer({}, kubeletFlags, async (ca) =>
    files(
      "pki/apiserver-kubelet-client",
      await issue(ca, { cn: "kube-apiserver-kubelet-client", o: "system:masters", profile }),
    ),
  );

/** etcd's client as cfssl issues it with this profile; "default" is the one without usages. */
async function etcdClient(profile: "client" | "default") {
  const ca = await makeCa("etcd-ca");
  const { genkey } = await import("../../../../src/index.js");
  const { csr, key } = await genkey({ CN: "etcd-client" });
  const { cert } = await ca.signer.sign(csr, profile === "default" ? {} : { profile });
  return [...caFiles(ca, "etcd/ca"), ...files("etcd/client", { cert, key }, [".pem", "-key.pem"])];
}

const node = { o: "system:nodes" } as const;

export const roleRows: readonly Row[] = [
  {
    ...{ rule: "eku-server-missing", what: "an API server", finds: "error pki/apiserver.crt" },
    make: () => apiServer({ profile: "client" }),
  },
  {
    ...{ rule: "eku-server-missing", what: "an API server that is a client too" },
    make: () => apiServer({ profile: "peer" }),
  },
  {
    ...{ rule: "eku-client-missing", what: "a kubelet's client", finds: "error pki/apiserver-kubelet-client.crt" },
    make: kubeletClient("server"),
  },
  { ...{ rule: "eku-client-missing", what: "a kubelet's client that is one" }, make: kubeletClient("client") },
  {
    ...{ rule: "eku-etcd-server-no-client", what: "an etcd member", finds: "error etc/etcd/server.pem" },
    make: () => etcd({ profile: "server" }),
  },
  { ...{ rule: "eku-etcd-server-no-client", what: "an etcd member with both usages" }, make: () => etcd() },
  {
    ...{ rule: "eku-peer-one-sided", what: "an etcd peer", finds: "error etc/etcd/peer.pem" },
    make: () => etcd({ profile: "server" }, "peer"),
  },
  { ...{ rule: "eku-peer-one-sided", what: "an etcd peer with both usages" }, make: () => etcd({}, "peer") },
  {
    ...{ rule: "eku-none", what: "a client of etcd", finds: "warning etcd/client.pem" },
    make: () => etcdClient("default"),
  },
  { ...{ rule: "eku-none", what: "a client of etcd with its usage" }, make: () => etcdClient("client") },
  {
    ...{ rule: "kubelet-cn", what: "the certificate of another node", finds: "error kubelet.conf" },
    make: inKubeconfig("kubelet.conf", { cn: "system:node:worker-2", ...node }, "system:node:worker-1"),
  },
  {
    ...{ rule: "kubelet-cn", what: "the certificate of this node" },
    make: inKubeconfig("kubelet.conf", { cn: "system:node:worker-1", ...node }, "system:node:worker-1"),
  },
  {
    ...{ rule: "kubelet-o", what: "a node in another group", finds: "error kubelet.conf" },
    make: inKubeconfig("kubelet.conf", { cn: "system:node:worker-1", o: "system:node" }, "system:node:worker-1"),
  },
  {
    ...{ rule: "kubelet-o", what: "a node in its group" },
    make: inKubeconfig("kubelet.conf", { cn: "system:node:worker-1", ...node }, "default-auth"),
  },
  {
    ...{ rule: "scheduler-cn", what: "a scheduler without system:", finds: "error scheduler.conf" },
    make: inKubeconfig("scheduler.conf", { cn: "kube-scheduler" }),
  },
  {
    ...{ rule: "scheduler-cn", what: "a scheduler" },
    make: inKubeconfig("scheduler.conf", { cn: "system:kube-scheduler" }),
  },
  {
    ...{
      rule: "controller-manager-cn",
      what: "a controller manager without system:",
      finds: "error controller-manager.conf",
    },
    make: inKubeconfig("controller-manager.conf", { cn: "kube-controller-manager" }),
  },
  {
    ...{ rule: "controller-manager-cn", what: "a controller manager" },
    make: inKubeconfig("controller-manager.conf", { cn: "system:kube-controller-manager" }),
  },
  {
    ...{ rule: "proxy-cn", what: "a proxy without system:", finds: "error kube-proxy.kubeconfig" },
    make: inKubeconfig("kube-proxy.kubeconfig", { cn: "kube-proxy" }),
  },
  {
    ...{ rule: "proxy-cn", what: "a proxy" },
    make: inKubeconfig("kube-proxy.kubeconfig", { cn: "system:kube-proxy" }),
  },
  {
    ...{ rule: "admin-no-masters", what: "an administrator in another group", finds: "error admin.conf" },
    make: inKubeconfig("admin.conf", { cn: "admin", o: "masters" }),
  },
  {
    ...{ rule: "admin-no-masters", what: "an administrator of kubeadm 1.29" },
    make: inKubeconfig("admin.conf", { cn: "kubernetes-admin", o: "kubeadm:cluster-admins" }),
  },
  {
    ...{ rule: "front-proxy-cn", what: "a front proxy of another name", finds: "error pki/front-proxy-client.crt" },
    make: frontProxy("aggregator"),
  },
  { ...{ rule: "front-proxy-cn", what: "a front proxy of an allowed name" }, make: frontProxy("front-proxy-client") },
];
