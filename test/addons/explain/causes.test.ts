import { X509Certificate } from "node:crypto";
import { type ClusterOptions, explain, type FileToCheck } from "../../../src/index.js";
import { file, files, issue, kubeconfig, makeCa, type Pair } from "../support/folders.js";

/** One folder with several faults, so that only what a message tells can lead to the right one. */
interface Cluster {
  readonly files: readonly FileToCheck[];
  readonly certificates: Readonly<Record<string, X509Certificate>>;
}

let cluster: Cluster;

const etcdConfig = `name: cp-1
listen-client-urls: https://10.0.0.11:2379,https://127.0.0.1:2379
advertise-client-urls: https://10.0.0.11:2379
client-transport-security: { cert-file: server.pem, key-file: server-key.pem, trusted-ca-file: ca.pem, client-cert-auth: true }
peer-transport-security: { cert-file: peer.pem, key-file: peer-key.pem, trusted-ca-file: ca.pem, client-cert-auth: true }
initial-advertise-peer-urls: https://10.0.0.11:2380
`;

beforeAll(async () => {
  const [ca, etcdCa] = [await makeCa("kubernetes"), await makeCa("etcd-ca")];
  const made: Readonly<Record<string, Pair>> = {
    apiserver: await issue(ca, { cn: "kube-apiserver", hosts: ["127.0.0.1", "10.0.0.11"], profile: "server" }),
    scheduler: await issue(ca, { cn: "kube-scheduler", profile: "client" }),
    admin: await issue(ca, { cn: "kubernetes-admin", o: "system:nobody", profile: "client" }),
    manager: await issue(ca, { cn: "system:kube-controller-manager", profile: "server" }),
    server: await issue(etcdCa, { cn: "cp-1", hosts: ["10.0.0.11", "127.0.0.1", "cp-1"], profile: "server" }),
    peer: await issue(etcdCa, { cn: "cp-1", hosts: ["127.0.0.1"], profile: "peer" }),
  };
  const of = (name: string) => made[name] as Pair;
  const url = "https://10.0.0.11:6443";
  cluster = {
    files: [
      file("pki/ca.crt", ca.cert),
      ...files("pki/apiserver", of("apiserver")),
      file("scheduler.conf", kubeconfig(url, ca.cert, of("scheduler"), "system:kube-scheduler")),
      file("admin.conf", kubeconfig(url, ca.cert, of("admin"), "kubernetes-admin")),
      file("controller-manager.conf", kubeconfig(url, ca.cert, of("manager"), "system:kube-controller-manager")),
      file("etcd/ca.pem", etcdCa.cert),
      ...files("etcd/server", of("server"), [".pem", "-key.pem"]),
      ...files("etcd/peer", of("peer"), [".pem", "-key.pem"]),
      file("etcd/etcd.conf.yml", etcdConfig),
      file("pki/front-proxy-client.crt", ""),
    ],
    certificates: Object.fromEntries(Object.entries(made).map(([name, { cert }]) => [name, new X509Certificate(cert)])),
  };
}, 60_000);

const serialOf = (name: string) => BigInt(`0x${cluster.certificates[name]?.serialNumber}`).toString();

async function explained(text: string, options: ClusterOptions = {}) {
  const now = () => Date.now() + 60_000;
  const { causes, left } = await explain(text, cluster.files, { now, ...options });
  return { causes: causes.map(({ rule, files, certainty }) => [certainty, rule, files[0]]), left };
}

test.each([
  [
    "the names of a certificate, and what was dialled",
    () => "x509: certificate is valid for 127.0.0.1, 10.0.0.11, not 10.96.0.1",
    ["certain", "san-missing-service-ip", "pki/apiserver.crt"],
  ],
  [
    "the names of another one",
    () =>
      "rafthttp: health check for peer 1 could not connect: x509: certificate is valid for 127.0.0.1, not 10.0.0.11",
    ["certain", "san-missing-node-ip", "etcd/peer.pem"],
  ],
  [
    "a serial number",
    () =>
      `Unable to authenticate the request due to an error: [x509: certificate signed by unknown authority, verifying certificate SN=${serialOf("manager")}, SKID=, AKID= failed: x509: certificate specifies an incompatible key usage]`,
    ["certain", "eku-client-missing", "controller-manager.conf"],
  ],
  [
    "a user",
    () => 'nodes is forbidden: User "kube-scheduler" cannot list resource "nodes" in API group "" at the cluster scope',
    ["certain", "scheduler-cn", "scheduler.conf"],
  ],
  [
    "another user",
    () =>
      'nodes is forbidden: User "kubernetes-admin" cannot list resource "nodes" in API group "" at the cluster scope',
    ["certain", "admin-no-masters", "admin.conf"],
  ],
  [
    "a client on etcd's own machine",
    () =>
      'rejected connection from "127.0.0.1:40822" (error "tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage", ServerName "")',
    ["certain", "eku-etcd-server-no-client", "etcd/server.pem"],
  ],
  [
    "the path of a file",
    () => "Error: tls: failed to find any PEM data in certificate input: /etc/kubernetes/pki/front-proxy-client.crt",
    ["certain", "file-empty", "pki/front-proxy-client.crt"],
  ],
] as [string, () => string, string[]][])("a message that tells %s leads to the file", async (_, text, expected) => {
  const { causes } = await explained(text(), { serviceCidrs: ["10.96.0.0/12"] });
  expect(causes[0]).toEqual(expected);
});

test("what only the message tells is a cause too, but none is certain if two certificates fit alike", async () => {
  const { causes } = await explained("x509: certificate is valid for 127.0.0.1, 10.0.0.11, not 203.0.113.7");
  expect(causes).toEqual([
    ["likely", "san-missing-vip", "pki/apiserver.crt"],
    ["possible", "san-missing-vip", "etcd/server.pem"],
  ]);
});

test.each([
  ["a right user without a role", 'User "system:kube-proxy" cannot list resource "services"'],
  [
    "a serial number of no file here",
    "verifying certificate SN=12345 failed: x509: certificate specifies an incompatible key usage",
  ],
  ["a health check", "http: TLS handshake error from 10.0.0.1:5555: EOF"],
])("no file is blamed for %s", async (_, text) => {
  expect((await explained(text)).causes).toEqual([]);
});

test("a server that still runs with an older certificate is to be restarted", async () => {
  const { causes, left } = await explained("x509: certificate is valid for 127.0.0.1, not 10.0.0.11", {});
  expect(causes.every(([, rule]) => rule !== "san-missing-vip")).toBe(true);
  const answer = await explained("dial tcp 10.0.0.11:6443: x509: certificate is valid for 10.0.0.11, not 127.0.0.1");
  expect([...left, ...answer.left].join()).toContain("Restart it.");
});

test("a message that says little has the cause that another one names", async () => {
  const log = [
    "Error: context deadline exceeded",
    'rejected connection from "127.0.0.1:40822" (error "tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage", ServerName "")',
  ];
  const { causes } = await explained(log.join("\n"));
  expect(causes).toEqual([["certain", "eku-etcd-server-no-client", "etcd/server.pem"]]);
});
