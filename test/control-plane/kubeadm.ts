import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";

/** The address of the second API server. */
const address = "192.168.1.12";
const server = `https://${address}:6443`;

/** A pki.json for kubeadm's names, on the CAs of docs/kubernetes.md. */
const manifest = {
  config: "ca-config.json",
  files: "kubeadm",
  cas: {
    "kubernetes-ca": { request: "ca-csr.json", cn: "kubernetes-ca" },
    "etcd-ca": { request: "ca-csr.json", cn: "etcd-ca" },
    "front-proxy-ca": { request: "ca-csr.json", cn: "front-proxy-ca" },
  },
  certificates: {
    apiserver: {
      ...{ ca: "kubernetes-ca", profile: "server", request: { CN: "kube-apiserver" } },
      hosts: [address, "10.96.0.1", "kubernetes", "kubernetes.default.svc"],
    },
    "apiserver-kubelet-client": {
      ...{ ca: "kubernetes-ca", profile: "client" },
      request: { CN: "kube-apiserver-kubelet-client", names: [{ O: "system:masters" }] },
    },
    "apiserver-etcd-client": { ca: "etcd-ca", profile: "client", request: { CN: "kube-apiserver-etcd-client" } },
    "front-proxy-client": { ca: "front-proxy-ca", profile: "client", request: { CN: "front-proxy-client" } },
    admin: {
      ...{ ca: "kubernetes-ca", profile: "client" },
      request: { CN: "kubernetes-admin", names: [{ O: "system:masters" }] },
    },
    scheduler: { ca: "kubernetes-ca", profile: "client", request: { CN: "system:kube-scheduler" } },
  },
  keys: { "service-account": { key: { algo: "rsa", size: 2048 } } },
  kubeconfigs: {
    admin: { server },
    "admin-by-path": { certificate: "admin", server, embed: false, out: "users/admin.conf" },
    scheduler: { server },
  },
};

/** Files of the page that become kubeadm's. */
const given = {
  "kubernetes-ca.pem": "pki/ca.crt",
  "kubernetes-ca-key.pem": "pki/ca.key",
  "etcd-ca.pem": "pki/etcd/ca.crt",
  "etcd-ca-key.pem": "pki/etcd/ca.key",
  "service-account-key.pem": "pki/sa.key",
  "ca-csr.json": "ca-csr.json",
  "ca-config.json": "ca-config.json",
  "kube-apiserver.service": "kube-apiserver.service",
};

/** Lets ensure make the rest of a folder as kubeadm has it, beside the one of a cluster; returns what ensure said. */
export async function makeKubeadmFolder(folder: string, cluster: string): Promise<string> {
  await mkdir(join(folder, "pki/etcd"), { recursive: true });
  for (const [from, to] of Object.entries(given)) await cp(join(cluster, from), join(folder, to));
  await writeFile(join(folder, "pki.json"), JSON.stringify(manifest));
  const { stdout, stderr } = await runShell("cfssl ensure", { cwd: folder, programs: ourPrograms() });
  return stdout + stderr;
}

/** The flags by which kubeadm's manifest of kube-apiserver names its files. */
export function kubeadmFlags(folder: string): readonly string[] {
  const files = {
    "client-ca-file": "ca.crt",
    "etcd-cafile": "etcd/ca.crt",
    "etcd-certfile": "apiserver-etcd-client.crt",
    "etcd-keyfile": "apiserver-etcd-client.key",
    "kubelet-certificate-authority": "ca.crt",
    "kubelet-client-certificate": "apiserver-kubelet-client.crt",
    "kubelet-client-key": "apiserver-kubelet-client.key",
    "proxy-client-cert-file": "front-proxy-client.crt",
    "proxy-client-key-file": "front-proxy-client.key",
    "requestheader-client-ca-file": "front-proxy-ca.crt",
    "service-account-key-file": "sa.pub",
    "service-account-signing-key-file": "sa.key",
    "tls-cert-file": "apiserver.crt",
    "tls-private-key-file": "apiserver.key",
  };
  const flags = Object.entries(files).map(([flag, file]) => `--${flag}=${join(folder, "pki", file)}`);
  return [...flags, `--bind-address=${address}`, `--advertise-address=${address}`];
}
