import type { Holding } from "../../inventory/graph.js";
import { type KubeconfigUser, memberOf } from "../../inventory/kubeconfig.js";
import type { Finding } from "../scene/finding.js";
import type { Scene } from "../scene/scene.js";
import { quote, word } from "./shell.js";

type ClusterOf = Pick<KubeconfigUser, "path" | "cluster">;

/** Puts a CA into a kubeconfig. */
export function setAuthority({ path, cluster }: ClusterOf, authority: string): string {
  return config("set-cluster", cluster, path, [`--certificate-authority=${word(authority)}`, "--embed-certs"]);
}

/** Writes the CA that a kubeconfig holds in itself, for its current context, to a file. */
export function extractAuthority(path: string, file: string): string {
  const view = `kubectl config view --raw --minify --kubeconfig=${word(path)}`;
  return `${view} -o jsonpath='{..certificate-authority-data}' | base64 -d > ${word(file)}`;
}

/** Puts the URL of the API server into a kubeconfig. */
export function setServer({ path, cluster }: ClusterOf, server: string): string {
  return config("set-cluster", cluster, path, [`--server=${quote(server)}`]);
}

/** Puts a certificate and its key into a kubeconfig. */
export function setCredentials(
  { path, user }: Pick<KubeconfigUser, "path" | "user">,
  certificate: string,
  key: string,
): string {
  const files = [`--client-certificate=${word(certificate)}`, `--client-key=${word(key)}`];
  return config("set-credentials", user, path, [...files, "--embed-certs"]);
}

function config(action: string, name: string, path: string, flags: readonly string[]): string {
  const words = [`--kubeconfig=${word(path)}`, ...flags].join(" ");
  const isFlag = name.startsWith("-");
  return `kubectl config ${action} ${isFlag ? `${words} -- ${quote(name)}` : `${quote(name)} ${words}`}`;
}

/** The kubeconfigs that hold one of these CAs in themselves, each cluster once. */
export function kubeconfigsWith(
  authorities: readonly Holding[],
  { inventory, certificatesIn }: Scene,
): readonly KubeconfigUser[] {
  const seen = new Set<string>();
  return inventory.kubeconfigs.filter((kubeconfig) => {
    const { path, cluster } = kubeconfig;
    const held = certificatesIn(path, memberOf(kubeconfig, "certificate-authority-data"));
    const id = `${cluster}\n${path}`;
    if (seen.has(id) || held.length !== 1 || !held.some((each) => authorities.includes(each))) return false;
    seen.add(id);
    return true;
  });
}

/** Lets kubeconfigs dial a host that the certificate is valid for; without one, the words have to do. */
export function correctServer(
  paths: readonly string[],
  text: string,
  host: string | undefined,
  { inventory }: Scene,
): Finding["mend"] {
  if (host === undefined) return { text };
  const wrong = inventory.kubeconfigs.filter(({ path }) => paths.includes(path));
  const commands = wrong.map((kubeconfig) => {
    const [, start = "https://", rest = ""] =
      /^(https?:\/\/)(?:\[[^\]]+\]|[^:/?#]+)(.*)$/i.exec(kubeconfig.server) ?? [];
    return setServer(kubeconfig, `${start}${host.includes(":") ? `[${host}]` : host}${rest}`);
  });
  return { text, commands: [...new Set(commands)] };
}
