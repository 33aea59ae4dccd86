import type { FileToCheck } from "../../../../src/index.js";
import { file, files, issue, kubeconfig, makeCa } from "../folders.js";
import type { Row } from "./row.js";
import { apiHosts, apiServer, caFiles, etcd, serviceNames, web } from "./small.js";

const without = (...hosts: readonly string[]) => apiHosts.filter((host) => !hosts.includes(host));

/** A host of a bad form in a server's certificate, and one that is nearly so. */
const forms: readonly (readonly [rule: string, bad: string, good: string])[] = [
  ["san-placeholder", "$" + "{ADDRESS}", "address"],
  ["san-is-url", "https://www.example.com", "https.example.com"],
  ["san-is-cidr", "10.0.0.0/24", "10.0.0.0"],
  ["san-has-space", "www.example.com ", "www2.example.com"],
  ["san-has-port", "www.example.com:443", "::1"],
  ["san-trailing-dot", "www.example.com.", "localhost"],
  ["san-octet-out-of-range", "192.168.1.300", "192.168.1.255"],
];

const formRows = forms.flatMap(([rule, bad, good]): readonly Row[] => [
  {
    ...{ rule, what: `the host ${JSON.stringify(bad)}`, finds: "error web.crt" },
    make: () => web({ hosts: [bad, "web.example.com"] }),
  },
  { rule, what: `the host ${JSON.stringify(good)}`, make: () => web({ hosts: [good, "web.example.com"] }) },
]);

/** Kubeconfigs that dial an API server by these hosts. */
const dialled = (...hosts: readonly string[]) =>
  apiServer({}, {}, async (ca): Promise<readonly FileToCheck[]> => {
    const pair = await issue(ca, { cn: "kubernetes-admin", o: "system:masters", profile: "client" });
    return hosts.map((host, at) =>
      file(`user-${at + 1}.kubeconfig`, kubeconfig(`https://${host}:6443`, ca.cert, pair, "kubernetes-admin"), 0o600),
    );
  });

/** A kubelet that serves by these hosts. */
async function kubelet(hosts: readonly string[]) {
  const ca = await makeCa("kubernetes-ca");
  const pair = await issue(ca, { cn: "system:node:worker-1", o: "system:nodes", hosts });
  return [...caFiles(ca), ...files("worker-1", pair, [".pem", "-key.pem"])];
}

export const hostRows: readonly Row[] = [
  ...formRows,
  {
    ...{ rule: "san-empty", what: "a server with a name in its CN alone", finds: "error web.crt" },
    make: () => web({ cn: "www.example.com", hosts: [] }),
  },
  { ...{ rule: "san-empty", what: "a client" }, make: () => web({ hosts: [], profile: "client" }) },
  {
    ...{ rule: "san-ip-in-cn-only", what: "a server", finds: "error web.crt" },
    make: () => web({ cn: "10.0.0.5", hosts: ["localhost"] }),
  },
  {
    ...{ rule: "san-ip-in-cn-only", what: "an address in both places" },
    make: () => web({ cn: "10.0.0.5", hosts: ["10.0.0.5"] }),
  },
  {
    ...{ rule: "san-missing-service-ip", what: "an API server", finds: "error pki/apiserver.crt" },
    make: () => apiServer({ hosts: without("10.96.0.1") }),
  },
  {
    ...{ rule: "san-missing-service-ip", what: "another range with its first address" },
    make: () =>
      apiServer({ hosts: [...without("10.96.0.1"), "10.32.0.1"] }, { "service-cluster-ip-range": "10.32.0.0/24" }),
  },
  {
    ...{ rule: "san-missing-service-name", what: "an API server", finds: "error pki/apiserver.crt" },
    make: () => apiServer({ hosts: without(...serviceNames.slice(2)) }),
  },
  {
    ...{ rule: "san-missing-service-name", what: "another domain of the cluster" },
    make: () =>
      apiServer(
        { hosts: [...without("kubernetes.default.svc.cluster.local"), "kubernetes.default.svc.k8s.example"] },
        { "service-account-issuer": "https://kubernetes.default.svc.k8s.example" },
      ),
  },
  {
    ...{ rule: "san-missing-node-ip", what: "an API server", finds: "error pki/apiserver.crt" },
    make: () => apiServer({ hosts: without("192.168.1.11") }),
  },
  {
    ...{ rule: "san-missing-node-ip", what: "a kubelet", finds: "error worker-1.pem" },
    options: { nodes: { "worker-1": "10.0.0.7" } },
    make: () => kubelet(["worker-1"]),
  },
  {
    ...{ rule: "san-missing-node-ip", what: "a kubelet with its address" },
    options: { nodes: { "worker-1": "10.0.0.7" } },
    make: () => kubelet(["worker-1", "10.0.0.7"]),
  },
  {
    ...{ rule: "san-missing-vip", what: "an API server", finds: "error pki/apiserver.crt" },
    options: { hosts: ["api.example.com"] },
    make: () => apiServer(),
  },
  {
    ...{ rule: "san-missing-vip", what: "an API server with a wildcard" },
    options: { hosts: ["api.example.com"] },
    make: () => apiServer({ hosts: [...apiHosts, "*.example.com"] }),
  },
  {
    ...{ rule: "san-missing-localhost", what: "an etcd member", finds: "error etc/etcd/server.pem" },
    make: () => etcd({ hosts: ["10.0.0.5"] }),
  },
  {
    ...{ rule: "san-missing-localhost", what: "an etcd member with it" },
    make: () => etcd({ hosts: ["127.0.0.1", "10.0.0.5"] }),
  },
  {
    ...{ rule: "kubeconfig-wrong-server", what: "one of two kubeconfigs", finds: "error user-2.kubeconfig" },
    make: () => dialled("192.168.1.11", "192.168.1.99"),
  },
  {
    ...{ rule: "kubeconfig-wrong-server", what: "two kubeconfigs that dial the same" },
    make: () => dialled("192.168.1.11", "192.168.1.11"),
  },
];
