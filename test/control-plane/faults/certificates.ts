import { askKubelet } from "../kubelet.js";
import { type Fault, firstServer, issueServer, kubectl } from "./fault.js";

const serverWithout = (host: string) => issueServer(`$(echo "$api" | sed "s/\\b${host},//")`);
/** Issues under a configuration by which it has expired. */
const expired = (issue: string) => `cp ca-config.json kept
  sed -i 's/"expiry":/"not_before": "2020-01-01T00:00:00Z", "not_after": "2021-01-01T00:00:00Z", &/' ca-config.json
  ${issue}
  mv kept ca-config.json`;
const etcdClient = "--cacert etcd-ca.pem --cert etcd-client.pem --key etcd-client-key.pem";
/** kubectl speaks Go's TLS: after a client with OpenSSL, etcd logs "bad record MAC". */
const probe =
  "kubectl get --raw /health --server=https://127.0.0.1:2379 --certificate-authority=etcd-ca.pem --client-certificate=etcd-client.pem --client-key=etcd-client-key.pem";
/** etcd's gateway dials etcd itself. */
const gateway = `curl -sS ${etcdClient} -d '{"key":"Zm9v"}' https://192.168.1.11:2379/v3/kv/range`;

/** Certificates that were issued with the wrong hosts, usages or dates. */
export const certificates: readonly Fault[] = [
  {
    rule: "san-missing-service-ip",
    file: "apiserver.pem",
    script: serverWithout("$service_ip"),
    starts: ["kube-apiserver"],
    address: "10.96.0.1",
    client: kubectl("admin", "get nodes", "10.96.0.1"),
    speaker: "client",
    text: "not 10.96.0.1",
  },
  {
    rule: "san-missing-vip",
    file: "apiserver.pem",
    script: serverWithout("$balancer"),
    starts: ["kube-apiserver"],
    client: kubectl("admin", "get nodes --tls-server-name=192.168.1.10"),
    speaker: "client",
    text: "not 192.168.1.10",
  },
  {
    rule: "san-missing-service-name",
    file: "apiserver.pem",
    script: serverWithout("kubernetes.default.svc"),
    starts: ["kube-apiserver"],
    client: kubectl("admin", "get nodes --tls-server-name=kubernetes.default.svc"),
    speaker: "client",
    text: "not kubernetes.default.svc",
  },
  {
    rule: "san-empty",
    file: "apiserver.pem",
    script: issueServer(""),
    starts: ["kube-apiserver", "kube-scheduler"],
    speaker: "kube-scheduler",
    text: "doesn't contain any IP SANs",
  },
  {
    rule: "san-missing-node-ip",
    file: "etcd-peer-cp-2.pem",
    script: 'issue etcd-peer-cp-2 etcd-ca peer etcd-cp-2 "" "cp-2,localhost,127.0.0.1"',
    starts: ["etcd-cp-2"],
    speaker: "etcd-cp-1",
    text: "not 192.168.1.12",
  },
  {
    rule: "san-missing-node-ip",
    file: "kubelet-worker-1.pem",
    script: 'issue kubelet-worker-1 kubernetes-ca peer system:node:worker-1 system:nodes "worker-1"',
    client: askKubelet("192.168.1.21", "kubernetes-ca.pem"),
    speaker: "client",
    text: "doesn't contain any IP SANs",
  },
  {
    rule: "san-missing-localhost",
    file: "etcd-server-cp-1.pem",
    script: 'issue etcd-server-cp-1 etcd-ca peer etcd-cp-1 "" "cp-1,192.168.1.11"',
    starts: ["etcd-cp-1"],
    client: probe,
    speaker: "etcd-cp-1",
    text: "bad certificate",
  },
  {
    rule: "eku-server-missing",
    file: "apiserver.pem",
    script: issueServer("$api", "client"),
    starts: ["kube-apiserver", "kube-scheduler"],
    speaker: "kube-scheduler",
    text: "incompatible key usage",
  },
  {
    rule: "eku-client-missing",
    file: "apiserver-etcd-client.pem",
    script: 'issue apiserver-etcd-client etcd-ca server kube-apiserver-etcd-client "" ""',
    starts: ["kube-apiserver"],
    speaker: "etcd-cp-1",
    text: "incompatible key usage",
  },
  {
    rule: "eku-client-missing",
    file: "admin.pem",
    script: 'issue admin kubernetes-ca server kubernetes-admin system:masters ""',
    kubeconfig: "admin",
    client: kubectl("admin", "get nodes", firstServer),
    speaker: "kube-apiserver",
    text: "incompatible key usage",
  },
  {
    rule: "eku-etcd-server-no-client",
    file: "etcd-server-cp-1.pem",
    script: 'issue etcd-server-cp-1 etcd-ca server etcd-cp-1 "" "cp-1,192.168.1.11,localhost,127.0.0.1"',
    starts: ["etcd-cp-1"],
    client: gateway,
    speaker: "etcd-cp-1",
    text: "incompatible key usage",
  },
  {
    rule: "eku-peer-one-sided",
    file: "etcd-peer-cp-2.pem",
    script: 'issue etcd-peer-cp-2 etcd-ca server etcd-cp-2 "" "cp-2,192.168.1.12,localhost,127.0.0.1"',
    starts: ["etcd-cp-2"],
    speaker: "etcd-cp-1",
    text: "incompatible key usage",
  },
  {
    rule: "leaf-expired",
    file: "apiserver.pem",
    script: expired(issueServer("$api")),
    starts: ["kube-apiserver", "kube-scheduler"],
    speaker: "kube-scheduler",
    text: "certificate has expired or is not yet valid",
  },
  {
    rule: "leaf-expired",
    file: "controller-manager.pem",
    script: expired('issue controller-manager kubernetes-ca client system:kube-controller-manager "" ""'),
    kubeconfig: "controller-manager",
    starts: ["kube-controller-manager"],
    speaker: "kube-apiserver",
    text: "certificate has expired or is not yet valid",
  },
];
