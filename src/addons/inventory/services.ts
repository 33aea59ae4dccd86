import type { ComponentFlags } from "./flags.js";
import { at, type Plain, textOf } from "./yaml.js";

/** Configuration files of services: etcd's, the kubelet's and kubeadm's. */

/** etcd.conf.yml says in members what its flags say: it becomes flags. */
export function readEtcdConfig(document: Plain, path: string): ComponentFlags | null {
  if (at(document, "listen-client-urls") === undefined && at(document, "client-transport-security") === undefined) {
    return null;
  }
  const flags = new Map<string, string>();
  for (const [name, value] of Object.entries(Object(document))) {
    if (typeof value !== "object" && value !== null) flags.set(name, String(value));
  }
  for (const [section, prefix] of [
    ["client-transport-security", ""],
    ["peer-transport-security", "peer-"],
  ] as const) {
    for (const name of ["cert-file", "key-file", "trusted-ca-file", "client-cert-auth"]) {
      const value = at(document, section, name);
      if (value !== undefined) flags.set(`${prefix}${name}`, String(value));
    }
  }
  return { component: "etcd", flags, path };
}

/** A KubeletConfiguration as the flags that it stands for. */
export function readKubeletConfig(document: Plain, path: string): ComponentFlags | null {
  if (textOf(at(document, "kind")) !== "KubeletConfiguration") return null;
  const flags = new Map<string, string>();
  const set = (flag: string, value: Plain | undefined) => {
    if (textOf(value) !== "") flags.set(flag, textOf(value));
  };
  set("client-ca-file", at(document, "authentication", "x509", "clientCAFile"));
  set("tls-cert-file", at(document, "tlsCertFile"));
  set("tls-private-key-file", at(document, "tlsPrivateKeyFile"));
  set("cluster-domain", at(document, "clusterDomain"));
  return { component: "kubelet", flags, path };
}

/** etcd's environment (an EnvironmentFile of systemd, kubespray's etcd.env): ETCD_CERT_FILE is --cert-file. */
export function readEtcdEnvironment(text: string, path: string): ComponentFlags | null {
  if (!/^[ \t]*(?:export[ \t]+)?ETCD_(?:CERT_FILE|TRUSTED_CA_FILE|LISTEN_CLIENT_URLS)=/m.test(text)) return null;
  const flags = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?ETCD_([A-Z_]+)=["']?(.*?)["']?[ \t]*$/gm,
  )) {
    flags.set(name.toLowerCase().replaceAll("_", "-"), value);
  }
  return { component: "etcd", flags, path };
}

/** A ClusterConfiguration of kubeadm as the flags that kube-apiserver gets of it. */
export function readKubeadmConfig(document: Plain, path: string): ComponentFlags | null {
  if (textOf(at(document, "kind")) !== "ClusterConfiguration") return null;
  const flags = new Map<string, string>();
  const set = (flag: string, value: Plain | undefined) => {
    if (textOf(value) !== "") flags.set(flag, textOf(value));
  };
  set("service-cluster-ip-range", at(document, "networking", "serviceSubnet"));
  set("cluster-domain", at(document, "networking", "dnsDomain"));
  set("control-plane-endpoint", at(document, "controlPlaneEndpoint"));
  return { component: "kubeadm", flags, path };
}
