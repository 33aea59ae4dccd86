import { encodeBase64 } from "../../go/base64.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { EncodedKey } from "../../x509/keys/key-form.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { ExportError } from "./export-error.js";
import type { ExportMaterial } from "./material.js";
import { certificatesPem, chainOf, keyPem, trustedOf } from "./pem.js";
import type { ExportTerms } from "./terms.js";
import { yamlText } from "./yaml-text.js";

/** Whether a text is a DNS subdomain (RFC 1123 §2.1), as Kubernetes asks for in names. */
export function isObjectName(text: string): boolean {
  return objectName.test(text);
}

const objectName = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/**
 * A Secret of the type `kubernetes.io/tls`, as YAML for `kubectl apply -f`. `ca.crt` is there if the CAs were given, as
 * cert-manager writes it.
 *
 * @throws ExportError for a name that Kubernetes refuses
 */
export function encodeSecret(
  material: ExportMaterial,
  certificate: Certificate,
  key: EncodedKey,
  { name, namespace, withRoot }: Pick<ExportTerms, "name" | "namespace" | "withRoot">,
): string {
  for (const [what, value] of [
    ["A Secret's name", name],
    ["A namespace", namespace || "default"],
  ]) {
    if (value === undefined || isObjectName(value)) continue;
    throw new ExportError(`${what} is made of lower case letters, digits, - and ., not ${JSON.stringify(value)}`);
  }
  const base64 = (text: string) => encodeBase64(encodeUtf8(text));
  const trusted = trustedOf(material);
  return [
    "apiVersion: v1",
    "kind: Secret",
    "metadata:",
    `  name: ${yamlText(name)}`,
    ...(namespace === "" ? [] : [`  namespace: ${yamlText(namespace)}`]),
    "type: kubernetes.io/tls",
    "data:",
    `  tls.crt: ${base64(certificatesPem(chainOf(material, certificate, withRoot)))}`,
    `  tls.key: ${base64(keyPem(key, "pkcs8"))}`,
    ...(trusted.length === 0 ? [] : [`  ca.crt: ${base64(certificatesPem(trusted))}`]),
    "",
  ].join("\n");
}
