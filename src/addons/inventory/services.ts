import type { ComponentFlags } from "./flags.js";
import type { PathFinder } from "./tree.js";
import type { Purpose, Role, Use } from "./use.js";
import { at, type Plain, textOf } from "./yaml.js";

/** Configuration files of services: etcd's, the kubelet's, and those of web servers. */

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

const nginx: Readonly<Record<string, readonly [Purpose, Role]>> = {
  ssl_certificate: ["certificate", "server"],
  ssl_certificate_key: ["key", "server"],
  ssl_client_certificate: ["trust", "client-ca"],
  ssl_trusted_certificate: ["trust", "client-ca"],
  proxy_ssl_certificate: ["certificate", "client"],
  proxy_ssl_certificate_key: ["key", "client"],
  proxy_ssl_trusted_certificate: ["trust", "server-ca"],
  grpc_ssl_certificate: ["certificate", "client"],
  grpc_ssl_certificate_key: ["key", "client"],
};

const apache: Readonly<Record<string, readonly [Purpose, Role]>> = {
  SSLCertificateFile: ["certificate", "server"],
  SSLCertificateKeyFile: ["key", "server"],
  SSLCACertificateFile: ["trust", "client-ca"],
};

/** The files that nginx, Apache or haproxy use, and the names that they serve. */
export function readWebServer(text: string, path: string, finder: PathFinder): readonly Use[] {
  const uses: Use[] = [];
  const add = (component: string, setting: string, [purpose, role]: readonly [Purpose, Role], named: string) => {
    uses.push({ component, setting, purpose, role, named, path: finder.find(named, path), by: path });
  };
  for (const [, setting = "", named = ""] of text.matchAll(/^[ \t]*(\w+)[ \t]+"?([^\s;"]+)"?[ \t]*;?[ \t]*$/gm)) {
    const row = nginx[setting];
    const other = apache[setting];
    if (row) add("nginx", setting, row, named);
    else if (other) add("apache", setting, other, named);
  }
  for (const [line] of text.matchAll(/^[ \t]*(?:bind|server|default-server)[ \t].*$/gm)) {
    const role = line.trimStart().startsWith("bind") ? "server" : "client";
    for (const [, setting = "", named = ""] of line.matchAll(/[ \t](crt|ca-file)[ \t]+(\S+)/g)) {
      add("haproxy", setting, setting === "crt" ? ["certificate", role] : ["trust", "client-ca"], named);
    }
  }
  return uses;
}
