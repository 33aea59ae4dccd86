import { aggregator } from "./authorities.js";
import { type Fault, firstServer, kubectl } from "./fault.js";

const server = { starts: ["kube-apiserver"], speaker: "kube-apiserver" } as const;
const itself = (user: string) => ({ client: kubectl(user, "get nodes", firstServer), speaker: "client" });

/** Certificates of somebody else, and files that hold something else. */
export const contents: readonly Fault[] = [
  {
    rule: "front-proxy-cn",
    file: "front-proxy-client.pem",
    script: 'issue front-proxy-client front-proxy-ca client aggregator "" ""',
    client: aggregator,
    speaker: "kube-apiserver",
    text: "x509: subject with cn=aggregator is not in the allowed list",
  },
  {
    rule: "admin-no-masters",
    file: "admin.pem",
    script: 'issue admin kubernetes-ca client kubernetes-admin masters ""',
    kubeconfig: "admin",
    ...itself("admin"),
    text: 'User "kubernetes-admin" cannot',
  },
  {
    rule: "scheduler-cn",
    file: "scheduler.pem",
    script: 'issue scheduler kubernetes-ca client kube-scheduler "" ""',
    kubeconfig: "scheduler",
    starts: ["kube-scheduler"],
    speaker: "kube-scheduler",
    text: 'User "kube-scheduler" cannot',
  },
  {
    rule: "controller-manager-cn",
    file: "controller-manager.pem",
    script: 'issue controller-manager kubernetes-ca client kube-controller-manager "" ""',
    kubeconfig: "controller-manager",
    starts: ["kube-controller-manager"],
    speaker: "kube-controller-manager",
    text: 'User "kube-controller-manager" cannot',
  },
  {
    rule: "proxy-cn",
    file: "kube-proxy.pem",
    script: 'issue kube-proxy kubernetes-ca client kube-proxy "" ""',
    kubeconfig: "kube-proxy",
    starts: ["kube-proxy"],
    speaker: "kube-proxy",
    text: 'User "kube-proxy" cannot',
  },
  {
    rule: "kubelet-cn",
    file: "kubelet-worker-1.pem",
    script: 'issue kubelet-worker-1 kubernetes-ca peer worker-1 system:nodes "worker-1,192.168.1.21"',
    kubeconfig: "kubelet-worker-1",
    ...itself("kubelet-worker-1"),
    text: 'User "worker-1" cannot',
  },
  {
    rule: "kubelet-o",
    file: "kubelet-worker-1.pem",
    script: 'issue kubelet-worker-1 kubernetes-ca peer system:node:worker-1 nodes "worker-1,192.168.1.21"',
    kubeconfig: "kubelet-worker-1",
    ...itself("kubelet-worker-1"),
    text: 'User "system:node:worker-1" cannot',
  },
  {
    rule: "pem-bom",
    file: "kubernetes-ca.pem",
    script: "printf '\\357\\273\\277' | cat - kubernetes-ca.pem > x; mv x kubernetes-ca.pem",
    ...server,
    text: "data does not contain any valid RSA or ECDSA certificates",
  },
  {
    rule: "pem-truncated",
    file: "apiserver.pem",
    script: "head -c 400 apiserver.pem > x; mv x apiserver.pem",
    ...server,
    text: "failed to find any PEM data in certificate input",
  },
  {
    rule: "file-empty",
    file: "apiserver-etcd-client.pem",
    script: ": > apiserver-etcd-client.pem",
    ...server,
    text: "failed to find any PEM data in certificate input",
  },
  {
    rule: "cert-is-csr",
    file: "apiserver.pem",
    script: "cp apiserver.csr apiserver.pem",
    ...server,
    text: "CERTIFICATE REQUEST",
  },
  {
    rule: "cert-key-swapped",
    file: "apiserver.pem",
    script: "mv apiserver.pem x; mv apiserver-key.pem apiserver.pem; mv x apiserver-key.pem",
    ...server,
    text: "PEM inputs may have been switched",
  },
];
