import { GoError } from "../../../go/errors.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import { ExportError } from "../../export/export-error.js";
import { forms } from "../../export/forms.js";
import { kubeconfigByPath } from "../../export/kubeconfig.js";
import type { ExportMaterial } from "../../export/material.js";
import { pathFrom } from "../../export/path-from.js";
import type { KubeconfigTerms } from "../../export/terms.js";
import { manifestError } from "../manifest/errors.js";
import type { Output } from "../manifest/output.js";
import { certificatePath, clientCertificatePath, type KeyRow, keyPath, type Row, requestOf } from "../manifest/row.js";
import type { StoredFile } from "../store/store.js";
import { chainOf } from "./holds.js";

export interface OutputContext {
  /** The CAs of the manifest by name. */
  readonly cas: ReadonlyMap<string, Row>;
  readonly random: (length: number) => Uint8Array;
}

/**
 * Makes the file of an output.
 *
 * @throws EnsureError if it cannot be made
 */
export async function encodeOutput(
  output: Output,
  row: Row | KeyRow,
  material: ExportMaterial,
  password: string | null,
  { cas, random }: OutputContext,
): Promise<StoredFile> {
  const { form, path, name, withRoot, asDer, withScrypt, namespace } = output;
  const kubeconfig = kubeconfigTerms(output, row, cas);
  if (kubeconfig.paths) {
    const bytes = encodeUtf8(kubeconfigByPath({ ...kubeconfig, user: kubeconfig.user || name }, kubeconfig.paths));
    return { path, bytes, mode: 0o600 };
  }
  const terms = { name, withRoot, asDer, withScrypt, namespace, password, kubeconfig, random };
  try {
    const [file] = await forms[form].make(material, terms);
    if (!file) throw new ExportError("there is nothing to write");
    const { contents, isSecret } = file;
    const bytes = typeof contents === "string" ? encodeUtf8(contents) : contents;
    return { path, bytes, mode: isSecret ? 0o600 : 0o644 };
  } catch (cause) {
    if (!(cause instanceof ExportError || cause instanceof GoError)) throw cause;
    throw manifestError(output.place, cause.message.replace(/^x509: /, ""));
  }
}

function kubeconfigTerms(
  { path, kubeconfig }: Output,
  row: Row | KeyRow,
  cas: ReadonlyMap<string, Row>,
): KubeconfigTerms {
  if (!kubeconfig || row.kind === "key") return { server: "", cluster: "", user: "", paths: null };
  const { server, cluster, isEmbedded } = kubeconfig;
  const user = kubeconfig.user || requestOf(row).commonName;
  const root = chainOf(row, cas).at(-1);
  if (isEmbedded || !root) return { server, cluster, user, paths: null };
  const [authority, certificate, key] = [certificatePath(root), clientCertificatePath(row), keyPath(row)];
  const from = (target: string) => pathFrom(path, target);
  return {
    server,
    cluster,
    user,
    paths: { authority: from(authority), certificate: from(certificate), key: from(key) },
  };
}
