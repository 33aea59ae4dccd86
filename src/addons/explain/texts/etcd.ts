import { refusedClient, refusedServer } from "./causes.js";
import type { MessageRow } from "./row.js";

/** etcd and etcdctl, where they say more than Go does. */
export const etcdTexts: readonly MessageRow[] = [
  {
    id: "etcd-own-usage",
    has: ["rejected connection"],
    pattern: /rejected connection.*(?:127\.0\.0\.1|\[?::1\]?).*incompatible key usage/,
    speaker: "server",
    means:
      'etcd refused the certificate of a client on its own machine, because it is not for clients. That client is often etcd itself: its gateway for HTTP dials with the server certificate, which therefore needs "client auth" too.',
    look: "the extended key usage of etcd's --cert-file, and of the certificates of clients on that machine",
    rules: [
      "eku-etcd-server-no-client",
      "eku-client-missing",
      "eku-peer-one-sided",
      "usage-unknown",
      "profile-missing",
    ],
  },
  {
    id: "etcd-peer-address",
    has: ["does not match any of dnsnames"],
    speaker: "server",
    means:
      "etcd looks up the address of a member that dials it, and the member's certificate has neither that address nor a name that leads to it.",
    look: "the alternative names of that member's peer certificate, and the address that it comes from",
    rules: ["san-missing-node-ip", "san-is-cidr", "san-has-port", "san-ip-in-cn-only", "san-placeholder"],
  },
  {
    id: "etcd-gateway-closed",
    has: ["connection closed"],
    pattern: /"error":"connection closed"|connection closed.*"code":14/,
    speaker: "bystander",
    means:
      "etcd's gateway for HTTP could not dial etcd itself: its server certificate is not for clients, or not valid for the address of the gateway. etcd's log has the reason.",
    look: 'the extended key usage of etcd\'s --cert-file: it needs "server auth" and "client auth"',
    rules: ["eku-etcd-server-no-client", "san-missing-localhost", "san-missing-node-ip"],
  },
  {
    id: "etcd-peer-refused",
    has: ["remote error: tls: bad certificate"],
    pattern: /(?:health check for peer|rafthttp|could not connect|peer|prober).*remote error: tls: bad certificate/i,
    speaker: "refused",
    means: "Another member of etcd refused this member's peer certificate. The other member's log has the reason.",
    look: "usages, CA and end of --peer-cert-file",
    rules: [
      "eku-peer-one-sided",
      "wrong-ca",
      "leaf-expired",
      "ca-expired",
      "san-missing-node-ip",
      "ca-not-ca",
      "ca-no-cert-sign",
    ],
  },
  {
    id: "deadline-exceeded",
    has: [
      "context deadline exceeded",
      "all subconns are in transientfailure",
      "etcdserver: request timed out",
      "failed to write client preface",
      "error: unhealthy cluster",
      "context canceled",
      "authentication handshake failed: context",
      "lost the tcp streaming connection",
    ],
    speaker: "bystander",
    means:
      'etcdctl and kube-apiserver hide an error of TLS behind this text. The reason stands in etcd\'s log, as "rejected connection".',
    look: "etcd's log at the same second; and whether etcd runs at all",
    rules: [...refusedClient, ...refusedServer.filter((id) => !(refusedClient as readonly string[]).includes(id))],
    isVague: true,
  },
];
