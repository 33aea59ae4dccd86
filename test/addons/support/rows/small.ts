import { type FileToCheck, initca } from "../../../../src/index.js";
import { type Asked, type Ca, caOf, file, files, issue, makeCa, manifest } from "../folders.js";

/** Small folders, which the rows change in one thing. */

export const day = 86_400_000;

/** A CA with its key, under the names of cfssl. */
export function caFiles({ cert, key }: Ca, base = "ca"): readonly FileToCheck[] {
  return [file(`${base}.pem`, cert), file(`${base}-key.pem`, key, 0o600)];
}

/** A CA and a server. */
export async function web(asked: Partial<Asked> = {}): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("test-ca");
  const pair = await issue(ca, { cn: "web", hosts: ["www.example.com"], profile: "server", ...asked });
  return [...caFiles(ca), ...files("web", pair)];
}

/** A CA that was made some time ago. */
export async function agedCa(name: string, age: number, expiry: string): Promise<Ca> {
  const now = () => Date.now() - age;
  return caOf(await initca({ CN: name, names: [{ O: "Example" }], ca: { expiry } }, { now }));
}

export const serviceNames = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

export const apiHosts = [...serviceNames, "10.96.0.1", "192.168.1.11", "127.0.0.1"];

/** An API server that a static pod's manifest names, with its CA. */
export async function apiServer(
  asked: Partial<Asked> = {},
  flags: Readonly<Record<string, string>> = {},
  more: (ca: Ca) => Promise<readonly FileToCheck[]> = async () => [],
): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("kubernetes-ca");
  const pair = await issue(ca, { cn: "kube-apiserver", hosts: apiHosts, profile: "server", ...asked });
  return [
    ...files("pki/ca", ca),
    ...files("pki/apiserver", pair),
    file(
      "manifests/kube-apiserver.yaml",
      manifest("kube-apiserver", {
        "advertise-address": "192.168.1.11",
        "client-ca-file": "/etc/kubernetes/pki/ca.crt",
        "service-cluster-ip-range": "10.96.0.0/12",
        "tls-cert-file": "/etc/kubernetes/pki/apiserver.crt",
        "tls-private-key-file": "/etc/kubernetes/pki/apiserver.key",
        ...flags,
      }),
    ),
    ...(await more(ca)),
  ];
}

/** An etcd member with its unit, and the certificate that it serves with or shows to other members. */
export async function etcd(
  asked: Partial<Asked> = {},
  part: "server" | "peer" = "server",
): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("etcd-ca");
  const pair = await issue(ca, { cn: "etcd-1", hosts: ["localhost", "127.0.0.1", "10.0.0.5"], ...asked });
  const prefix = part === "peer" ? "peer-" : "";
  const port = part === "peer" ? 2380 : 2379;
  const words = [
    `--${prefix}cert-file=/etc/etcd/${part}.pem --${prefix}key-file=/etc/etcd/${part}-key.pem`,
    `--${prefix}trusted-ca-file=/etc/etcd/ca.pem --${prefix}client-cert-auth`,
    part === "peer"
      ? `--initial-advertise-peer-urls=https://10.0.0.5:${port}`
      : `--advertise-client-urls=https://10.0.0.5:${port} --listen-client-urls=https://127.0.0.1:${port}`,
  ];
  return [
    ...caFiles(ca, "etc/etcd/ca"),
    ...files(`etc/etcd/${part}`, pair, [".pem", "-key.pem"]),
    file("etc/systemd/system/etcd.service", `[Service]\nExecStart=/usr/bin/etcd ${words.join(" ")}\n`),
  ];
}

/** The files of a cfssl folder: a CA, its configuration, and for each request a certificate. */
export async function cfsslFolder(
  requests: Readonly<Record<string, object>>,
  issued: Readonly<Record<string, Asked>>,
  config: object = {
    signing: {
      default: { expiry: "8760h" },
      profiles: {
        kubernetes: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth", "client auth"] },
      },
    },
  },
): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("kubernetes-ca");
  const pairs = await Promise.all(
    Object.entries(issued).map(async ([name, asked]) => files(name, await issue(ca, asked), [".pem", "-key.pem"])),
  );
  return [
    ...caFiles(ca),
    file("ca-config.json", JSON.stringify(config, null, 2)),
    ...Object.entries(requests).map(([name, request]) => file(`${name}-csr.json`, JSON.stringify(request, null, 2))),
    ...pairs.flat(),
  ];
}

/** The files with other contents, modes or paths; null leaves one out. */
export function changed(
  list: readonly FileToCheck[],
  path: string,
  change: (each: FileToCheck) => FileToCheck | null,
): readonly FileToCheck[] {
  return list.flatMap((each) => (each.path === path ? (change(each) ?? []) : each));
}
