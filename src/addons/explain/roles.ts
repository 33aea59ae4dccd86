import { parseIp } from "../../go/net.js";
import type { Role } from "../inventory/use.js";
import type { Message } from "./message.js";

/** Whose certificate a message is about, as far as it tells. Empty if it may be anybody's. */
export function rolesMeant({ row, speaker, text, facts }: Message): readonly Role[] {
  const { component, port, user } = facts;
  const isServers = speaker === "client" || (speaker === "refused" && row.id.startsWith("etcd-rejected"));
  if (/rafthttp|health check for peer|prober "|\bpeer\b/.test(text)) return ["etcd-peer"];
  if (speaker === "server" && (component === "etcd" || /rejected connection/.test(text)))
    return etcdClients(facts.peer);
  if (isServers && /rejected connection/.test(text)) return ["etcd-server", "etcd-peer"];
  if (speaker === "server" || speaker === "authorizer") return user?.startsWith("system:node:") ? ["kubelet"] : clients;
  const byPort = ports[port ?? ""];
  if (byPort && speaker !== "loader") return byPort;
  if (component === "etcd") return ["etcd-server", "etcd-peer"];
  if (/^kubectl$/.test(component ?? "")) return ["apiserver", "admin"];
  if (speaker === "client") return servers;
  if (speaker === "bystander" && /deadline|SubConn|preface/.test(text))
    return ["apiserver-etcd-client", "etcd-server", "etcd-client"];
  return [];
}

const ports: Readonly<Record<string, readonly Role[]>> = {
  "2379": ["etcd-server"],
  "2380": ["etcd-peer"],
  "6443": ["apiserver"],
  "8443": ["apiserver"],
  "10250": ["kubelet-server", "kubelet"],
  "10257": ["controller-manager-server"],
  "10259": ["scheduler-server"],
};

const servers: readonly Role[] = [
  "apiserver",
  "etcd-server",
  "etcd-peer",
  "kubelet-server",
  "kubelet",
  "controller-manager-server",
  "scheduler-server",
  "server",
];

const clients: readonly Role[] = [
  "apiserver-kubelet-client",
  "apiserver-etcd-client",
  "front-proxy-client",
  "etcd-client",
  "kubelet",
  "admin",
  "controller-manager",
  "scheduler",
  "kube-proxy",
  "client",
];

/** Who dials etcd from an address: on its own machine, itself too. */
function etcdClients(peer: string | undefined): readonly Role[] {
  const bytes = peer === undefined ? null : parseIp(peer);
  const isOwn = bytes !== null && (bytes.length === 4 ? bytes[0] === 127 : bytes.at(-1) === 1);
  return ["apiserver-etcd-client", "etcd-client", "etcd-peer", ...(isOwn ? (["etcd-server"] as const) : [])];
}
