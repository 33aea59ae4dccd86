import { secondServer } from "../provoke.js";
import { type Fault, issueServer, kubectl } from "./fault.js";

const server = { starts: ["kube-apiserver"], speaker: "kube-apiserver" } as const;
const dialledServer = { ...server, client: kubectl("admin") };
const scheduler = { starts: ["kube-scheduler"], speaker: "kube-scheduler" } as const;
/** The CA's certificate, made again for its key by another configuration. */
const caAgain = (config: string) => `printf '{ "CN": "kubernetes-ca", "names": [{ "O": "Example" }] }' |
    cfssl gencsr -loglevel=3 -key=kubernetes-ca-key.pem - | cfssljson -bare again
  printf '{ "signing": { "default": { "usages": ["cert sign", "crl sign"], "expiry": "8760h", ${config} } } }' > again.json
  cfssl sign -loglevel=3 -ca=kubernetes-ca.pem -ca-key=kubernetes-ca-key.pem -config=again.json again.csr |
    cfssljson -bare kubernetes-ca
  rm again.*`;
/** What kube-apiserver sends to an API server that it is a front proxy of. */
export const aggregator =
  "curl -sS --cacert kubernetes-ca.pem --cert front-proxy-client.pem --key front-proxy-client-key.pem -H 'X-Remote-User: alice' -H 'X-Remote-Group: system:masters' https://192.168.1.10:6443/api/v1/nodes";

/** Wrong CAs, keys of something else, and kubeconfigs that lead astray. */
export const authorities: readonly Fault[] = [
  {
    rule: "ca-expired",
    file: "kubernetes-ca.pem",
    script: caAgain(
      '"ca_constraint": { "is_ca": true }, "not_before": "2020-01-01T00:00:00Z", "not_after": "2021-01-01T00:00:00Z"',
    ),
    ...dialledServer,
    text: "certificate has expired or is not yet valid",
  },
  {
    rule: "ca-not-ca",
    file: "kubernetes-ca.pem",
    script: caAgain('"ca_constraint": { "is_ca": false }'),
    ...dialledServer,
    text: "x509: ",
  },
  {
    rule: "wrong-ca",
    file: "kubernetes-ca.pem",
    script: "cfssl gencert -loglevel=3 -initca -cn=kubernetes-ca ca-csr.json | cfssljson -bare kubernetes-ca",
    ...dialledServer,
    text: "signed by unknown authority",
  },
  {
    rule: "wrong-ca",
    file: "apiserver-etcd-client.pem",
    script: 'issue apiserver-etcd-client kubernetes-ca client kube-apiserver-etcd-client "" ""',
    starts: ["kube-apiserver"],
    speaker: "etcd-cp-1",
    text: "signed by unknown authority",
  },
  {
    rule: "front-proxy-wrong-ca",
    file: "front-proxy-client.pem",
    script: 'issue front-proxy-client kubernetes-ca client front-proxy-client "" ""',
    client: aggregator,
    speaker: "client",
    text: 'User \\"front-proxy-client\\" cannot',
  },
  {
    rule: "chain-missing-intermediate",
    file: "apiserver.pem",
    script: `printf '{ "CN": "intermediate" }' | cfssl genkey -loglevel=3 - | cfssljson -bare intermediate
  printf '{ "signing": { "default": { "expiry": "8760h", "usages": ["cert sign"], "ca_constraint": { "is_ca": true } } } }' > is-ca.json
  cfssl sign -loglevel=3 -ca=kubernetes-ca.pem -ca-key=kubernetes-ca-key.pem -config=is-ca.json intermediate.csr |
    cfssljson -bare intermediate
  ${issueServer("$api").replace("kubernetes-ca", "intermediate")}
  rm is-ca.json`,
    starts: ["kube-apiserver"],
    client: kubectl("admin"),
    speaker: "client",
    text: "signed by unknown authority",
  },
  {
    rule: "key-mismatch",
    file: "apiserver-key.pem",
    script: "cp admin-key.pem apiserver-key.pem",
    ...server,
    text: "private key does not match public key",
  },
  {
    rule: "ca-key-mismatch",
    file: "kubernetes-ca-key.pem",
    script: "cp front-proxy-ca-key.pem kubernetes-ca-key.pem",
    starts: ["kube-controller-manager"],
    speaker: "kube-controller-manager",
    text: "private key does not match public key",
  },
  {
    rule: "key-encrypted",
    file: "apiserver-key.pem",
    script: "openssl ec -aes256 -passout pass:x -in apiserver-key.pem -out x; mv x apiserver-key.pem",
    ...server,
    text: "failed to parse private key",
  },
  {
    rule: "sa-pair-mismatch",
    file: "service-account.pub",
    script: "openssl genrsa 2048 | openssl rsa -pubout -out service-account.pub",
    starts: ["kube-apiserver"],
    client: `kubectl --kubeconfig=admin.conf create serviceaccount robot
  token=$(${kubectl("admin", "create token robot")})
  kubectl --server=https://${secondServer}:6443 --certificate-authority=kubernetes-ca.pem --token="$token" get pods`,
    speaker: "kube-apiserver",
    text: "error in cryptographic primitive",
  },
  {
    rule: "kubeconfig-wrong-ca",
    file: "scheduler.conf",
    script:
      "kubectl config set-cluster main --kubeconfig=scheduler.conf --certificate-authority=etcd-ca.pem --embed-certs",
    ...scheduler,
    text: "signed by unknown authority",
  },
  {
    rule: "kubeconfig-wrong-server",
    file: "scheduler.conf",
    script: "kubectl config set-cluster main --kubeconfig=scheduler.conf --server=https://192.168.1.99:6443",
    starts: ["kube-apiserver", "kube-scheduler"],
    address: "192.168.1.99",
    speaker: "kube-scheduler",
    text: "not 192.168.1.99",
  },
  {
    rule: "kubeconfig-missing-file",
    file: "scheduler.conf",
    script: "sed -i 's/client-certificate-data: .*/client-certificate: lost.pem/' scheduler.conf",
    ...scheduler,
    text: "no such file or directory",
  },
];
