import { encodeBase64 } from "../../go/base64.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { ExportError } from "./export-error.js";
import type { ExportMaterial } from "./material.js";
import { certificatesPem, chainOf, keyPem, trustedOf } from "./pem.js";
import type { ExportTerms, KubeconfigTerms } from "./terms.js";
import { yamlText } from "./yaml-text.js";

/**
 * A kubeconfig with one cluster, one user and one context, named as kubeadm names it.
 *
 * @throws ExportError without a server or a CA, or for a server that is no URL
 */
export function encodeKubeconfig(
  material: ExportMaterial,
  certificate: Certificate,
  key: EncodedKey,
  { name, kubeconfig }: Pick<ExportTerms, "name" | "kubeconfig">,
): string {
  const { server, cluster, paths } = kubeconfig;
  if (!isServerUrl(server)) {
    const what = server === "" ? "the URL of the API server" : `a URL in place of ${JSON.stringify(server)}`;
    throw new ExportError(`A kubeconfig needs ${what}: https://HOST:6443`);
  }
  const trusted = trustedOf(material);
  if (trusted.length === 0) throw new ExportError("A kubeconfig needs the CA that signed the server's certificate");
  const user = kubeconfig.user || certificate.subject.commonName || name;
  if (paths) return kubeconfigByPath({ server, cluster, user }, paths);
  const data = (text: string) => encodeBase64(encodeUtf8(text));
  return write(
    { server, cluster, user },
    `certificate-authority-data: ${data(certificatesPem(trusted))}`,
    `client-certificate-data: ${data(certificatesPem(chainOf(material, certificate, false)))}`,
    `client-key-data: ${data(keyPem(key, "pkcs8"))}`,
  );
}

type Names = Pick<KubeconfigTerms, "server" | "cluster" | "user">;

/** The same, which names the files: what is in them does not matter. */
export function kubeconfigByPath(names: Names, paths: NonNullable<KubeconfigTerms["paths"]>): string {
  return write(
    names,
    `certificate-authority: ${yamlText(paths.authority)}`,
    `client-certificate: ${yamlText(paths.certificate)}`,
    `client-key: ${yamlText(paths.key)}`,
  );
}

function write({ server, cluster, user }: Names, authority: string, certificate: string, key: string): string {
  const [clusterText, userText, contextText] = [cluster, user, `${user}@${cluster}`].map(yamlText);
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `- name: ${clusterText}`,
    "  cluster:",
    `    server: ${yamlText(server)}`,
    `    ${authority}`,
    "users:",
    `- name: ${userText}`,
    "  user:",
    `    ${certificate}`,
    `    ${key}`,
    "contexts:",
    `- name: ${contextText}`,
    "  context:",
    `    cluster: ${clusterText}`,
    `    user: ${userText}`,
    `current-context: ${contextText}`,
    "preferences: {}",
    "",
  ].join("\n");
}

/** Whether a text is a URL that kubectl can dial. */
export function isServerUrl(server: string): boolean {
  return /^https:\/\/[^/\s]+/.test(server) && URL.canParse(server);
}
