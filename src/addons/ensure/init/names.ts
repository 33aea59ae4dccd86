/** The layouts to begin a PKI with, and what they are. */
export const layoutNames = {
  kubernetes: "a cluster: three CAs, and a certificate for each part",
  "one-ca": "a cluster with one CA and one profile, as in the published walk-through",
  etcd: "etcd alone",
  tls: "a CA, a server and a client",
} as const;

export type LayoutName = keyof typeof layoutNames;
