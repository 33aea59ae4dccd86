import { word } from "../check/mend/shell.js";
import { forms } from "../export/forms.js";
import type { KubeconfigOutput, Output, PasswordSource } from "./manifest/output.js";
import { certificatePath, clientCertificatePath, type KeyRow, keyPath, type Row } from "./manifest/row.js";
import { chainOf } from "./outputs/holds.js";
import { flag, type Place } from "./print-words.js";

/** The call of `cfssl export` that an output stands for. */
export function exportLine(output: Output, row: Row | KeyRow, cas: ReadonlyMap<string, Row>, place: Place): string {
  const { form, kubeconfig, password, path } = output;
  const flags = [
    flag("form", form),
    ...authorityFlags(output, row, cas, place),
    ...(kubeconfig ? kubeconfigFlags(kubeconfig) : nameFlags(output, row)),
    ...(output.withRoot ? ["-root"] : []),
    ...(output.asDer ? ["-der"] : []),
    ...(output.withScrypt ? ["-scrypt"] : []),
    ...(password ? passwordFlags(password) : []),
    ...(output.namespace === "" ? [] : [flag("namespace", output.namespace)]),
    flag("out", place(path)),
  ];
  return `cfssl export ${[...flags, ...inputsOf(output, row).map((each) => word(place(each)))].join(" ")}`;
}

function authorityFlags(
  { form, kubeconfig }: Output,
  row: Row | KeyRow,
  cas: ReadonlyMap<string, Row>,
  place: Place,
): readonly string[] {
  if (row.kind === "key" || forms[form].takes === "key" || (row.kind === "ca" && form === "truststore")) return [];
  const chain = chainOf(row, cas);
  // A kubeconfig that names files names one CA.
  const named = kubeconfig && !kubeconfig.isEmbedded ? chain.slice(-1) : chain;
  return named.length === 0 ? [] : [flag("ca", named.map((ca) => place(certificatePath(ca))).join(","))];
}

function kubeconfigFlags({ server, cluster, user, isEmbedded }: KubeconfigOutput): readonly string[] {
  return [
    flag("server", server),
    ...(cluster === "kubernetes" ? [] : [flag("cluster", cluster)]),
    ...(user === "" ? [] : [flag("user", user)]),
    ...(isEmbedded ? [] : ["-by-path"]),
  ];
}

const named: readonly string[] = ["pkcs12", "pkcs12-old", "truststore", "secret"];

/** Without the flag, export takes the name of the first file. */
function nameFlags(output: Output, row: Row | KeyRow): readonly string[] {
  const [first = ""] = inputsOf(output, row);
  const usual = first.slice(first.lastIndexOf("/") + 1).replace(/\.(?:pem|crt|cer|key|der)$/, "");
  return named.includes(output.form) && output.name !== usual.replace(/-key$/, "") ? [flag("name", output.name)] : [];
}

function passwordFlags(source: PasswordSource): readonly string[] {
  switch (source.kind) {
    case "file":
      return [flag("password-file", source.path)];
    case "variable":
      return [flag("password-env", source.name)];
    case "none":
      return ["-password-none"];
    case "asked":
      return [];
  }
}

/** The files of a row that export gets; where it can, by their common name. */
function inputsOf({ form, kubeconfig }: Output, row: Row | KeyRow): readonly string[] {
  const { takes } = forms[form];
  if (row.kind === "key" || takes === "key") return [keyPath(row)];
  if (takes === "certificate") return [certificatePath(row)];
  const certificate = kubeconfig && !kubeconfig.isEmbedded ? clientCertificatePath(row) : certificatePath(row);
  const stem = certificate.replace(/\.pem$/, "");
  return keyPath(row) === `${stem}-key.pem` ? [stem] : [certificate, keyPath(row)];
}
