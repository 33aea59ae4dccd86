/** The rules whose faults look alike, the likeliest first. */

export const wrongNames = [
  "san-missing-service-ip",
  "san-missing-vip",
  "san-missing-node-ip",
  "san-missing-localhost",
  "san-missing-service-name",
  "san-is-cidr",
  "san-has-port",
  "san-is-url",
  "san-has-space",
  "san-placeholder",
  "san-octet-out-of-range",
  "san-trailing-dot",
  "san-ip-in-cn-only",
  "san-empty",
  "kubeconfig-wrong-server",
  "request-changed",
] as const;

export const noAddresses = [
  "san-ip-in-cn-only",
  "san-has-port",
  "san-is-cidr",
  "san-empty",
  "san-missing-node-ip",
  "san-missing-localhost",
  "san-missing-vip",
  "san-missing-service-ip",
  "san-is-url",
  "san-placeholder",
  "san-has-space",
  "san-octet-out-of-range",
  "kubeconfig-wrong-server",
  "request-changed",
] as const;

export const unknownAuthority = [
  "wrong-ca",
  "kubeconfig-wrong-ca",
  "chain-missing-intermediate",
  "ca-not-ca",
  "ca-no-cert-sign",
  "front-proxy-wrong-ca",
  "weak-signature",
  "pem-bom",
  "subject-equals-ca",
  "file-empty",
] as const;

export const ended = ["leaf-expired", "ca-expired", "leaf-not-yet-valid"] as const;

export const serverUsages = ["eku-server-missing", "eku-peer-one-sided", "usage-unknown", "profile-missing"] as const;

export const clientUsages = [
  "eku-client-missing",
  "eku-etcd-server-no-client",
  "eku-peer-one-sided",
  "usage-unknown",
  "profile-missing",
] as const;

export const anyUsages = [
  "eku-server-missing",
  "eku-client-missing",
  "eku-etcd-server-no-client",
  "eku-peer-one-sided",
  "usage-unknown",
  "profile-missing",
] as const;

export const brokenPem = [
  "pem-truncated",
  "file-empty",
  "pem-utf16",
  "pem-bom",
  "cert-is-csr",
  "cert-key-swapped",
] as const;

/** What makes a client refuse a server's certificate. */
export const refusedServer = [
  "san-missing-localhost",
  "san-missing-node-ip",
  "leaf-expired",
  "ca-expired",
  "wrong-ca",
  "eku-server-missing",
  "ca-not-ca",
  "ca-no-cert-sign",
  "chain-missing-intermediate",
  "leaf-not-yet-valid",
  ...wrongNames.filter((id) => id !== "san-missing-localhost" && id !== "san-missing-node-ip"),
  "kubeconfig-wrong-ca",
  "pathlen-violated",
  "subject-equals-ca",
  "weak-signature",
  "weak-key",
] as const;

/** What makes a server refuse a client's certificate. */
export const refusedClient = [
  "eku-client-missing",
  "leaf-expired",
  "wrong-ca",
  "eku-etcd-server-no-client",
  "eku-peer-one-sided",
  "ca-expired",
  "leaf-not-yet-valid",
  "ca-not-ca",
  "ca-no-cert-sign",
  "chain-missing-intermediate",
  "pathlen-violated",
  "weak-signature",
  "weak-key",
] as const;

/** What makes either side refuse the other. */
export const refused = [...new Set([...refusedClient, ...refusedServer])];
