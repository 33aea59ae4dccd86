import { tryDecodeBase64 } from "../../go/base64.js";
import { at, listOf, type Plain, textOf } from "./yaml.js";

/** One user of a kubeconfig with the cluster that a context joins it to. */
export interface KubeconfigUser {
  readonly path: string;
  readonly user: string;
  readonly isCurrent: boolean;
  /** The name of the cluster that its context names. */
  readonly cluster: string;
  /** The URL of the API server, with the name that its certificate must have; "" if there is none, or none is asked for. */
  readonly server: string;
  readonly certificateAuthority: FileOrData;
  readonly clientCertificate: FileOrData;
  readonly clientKey: FileOrData;
}

/** A file that is named, or the bytes themselves; neither if both are missing. */
export interface FileOrData {
  readonly file: string;
  readonly data: Uint8Array | null;
}

/** The place of what a kubeconfig holds in itself: a file may have several users and clusters. */
export function memberOf({ user }: Pick<KubeconfigUser, "user">, part: string): string {
  return `${part}:${user}`;
}

export function isKubeconfig(document: Plain): boolean {
  return textOf(at(document, "kind")) === "Config" && at(document, "clusters") !== undefined;
}

export function readKubeconfig(document: Plain, path: string): readonly KubeconfigUser[] {
  const clusters = byName(at(document, "clusters"), "cluster");
  const contexts = byName(at(document, "contexts"), "context");
  const current = contexts.get(textOf(at(document, "current-context")));
  const users = [...byName(at(document, "users"), "user")];
  return users.map(([name, user]) => {
    const own = [...contexts.values()].find((context) => textOf(at(context, "user")) === name);
    const context = textOf(at(current, "user")) === name ? current : own;
    const [first = ""] = clusters.keys();
    const named = textOf(at(context, "cluster"));
    const clusterName = clusters.has(named) ? named : first;
    const cluster = clusters.get(clusterName);
    return {
      path,
      user: name,
      isCurrent: context === current || users.length === 1,
      cluster: clusterName,
      server: serverOf(cluster),
      certificateAuthority: fileOrData(cluster, "certificate-authority"),
      clientCertificate: fileOrData(user, "client-certificate"),
      clientKey: fileOrData(user, "client-key"),
    };
  });
}

function serverOf(cluster: Plain | undefined): string {
  const name = textOf(at(cluster, "tls-server-name"));
  if (at(cluster, "insecure-skip-tls-verify") === true) return "";
  return name === "" ? textOf(at(cluster, "server")) : `https://${name}`;
}

function byName(list: Plain | undefined, member: string): ReadonlyMap<string, Plain> {
  return new Map(listOf(list).map((entry) => [textOf(at(entry, "name")), at(entry, member) ?? null]));
}

/** kubectl prefers data over a file. */
function fileOrData(value: Plain | undefined, name: string): FileOrData {
  const data = textOf(at(value, `${name}-data`));
  return { file: textOf(at(value, name)), data: data === "" ? null : tryDecodeBase64(data) };
}
