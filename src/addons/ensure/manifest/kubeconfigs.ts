import { isServerUrl } from "../../export/kubeconfig.js";
import { expandForRow, type FileNames, kubeconfigPath } from "./file-names.js";
import { placeOf } from "./json.js";
import { itemsOf, Members, optionalText, optionalTruth, type Placed, refuse, textOf } from "./members.js";
import { didYouMean } from "./nearest.js";
import { checkPlaceholders, type Nodes, nodesOf } from "./nodes.js";
import type { Output } from "./output.js";
import { checkStorePath } from "./outputs.js";
import type { Row } from "./row.js";

const members = ["each", "certificate", "server", "cluster", "user", "embed", "out"];

export interface KubeconfigContext {
  readonly nodes: Nodes;
  readonly names: FileNames;
}

/** Reads `kubeconfigs`: an output of a certificate each. Answers the rows with them. */
export function addKubeconfigs(
  placed: Placed,
  certificates: readonly Row[],
  context: KubeconfigContext,
): readonly Row[] {
  if (placed.value === undefined) return certificates;
  const example = '{ "admin": { "server": "https://192.168.1.10:6443" } }';
  const table = new Members(placed, null, `kubeconfigs by name, such as ${example}`);
  const rows = new Map(certificates.map((row) => [row.name, row]));
  for (const name of table.names()) {
    for (const { certificate, output, at } of readKubeconfig(table.at(name), name, context)) {
      const row = rows.get(certificate);
      if (!row) {
        const near = didYouMean(certificate, rows.keys());
        throw refuse(at, `there is no certificate ${JSON.stringify(certificate)} in certificates${near}`);
      }
      rows.set(certificate, { ...row, outputs: [...row.outputs, output] });
    }
  }
  return [...rows.values()];
}

/** A kubeconfig, and the name of the row that it is of, which stands at a place. */
interface Read {
  readonly certificate: string;
  readonly at: Placed;
  readonly output: Output;
}

function readKubeconfig(placed: Placed, name: string, { nodes, names }: KubeconfigContext): readonly Read[] {
  const read = new Members(placed, members, "a kubeconfig: its certificate and the URL of the API server");
  const each = read.at("each");
  const machines = each.value === undefined ? [null] : nodesOf(itemsOf(each, "groups of nodes"), nodes);
  const scope = { nodes, hasNode: each.value !== undefined, isList: false };
  checkPlaceholders(name, scope, placed);
  const text = (member: string, what: string) => {
    const at = read.at(member);
    const found = optionalText(at, what);
    if (found !== null) checkPlaceholders(found, scope, at);
    return found;
  };
  const server = text("server", "the URL of the API server") ?? textOf(read.at("server"), "https://HOST:6443");
  const certificate = text("certificate", "the name of a row of certificates") ?? name;
  const at = read.at("certificate").value === undefined ? placed : read.at("certificate");
  const cluster = text("cluster", "the name of the cluster") ?? "kubernetes";
  const user = text("user", "the name of the user") ?? "";
  const out = text("out", "the name of a file");
  const isEmbedded = optionalTruth(read.at("embed"), true);
  return machines.map((node) => {
    const expand = (value: string) => expandForRow(value, "", node);
    const own = expand(name);
    const kubeconfig = { server: expand(server), cluster: expand(cluster), user: expand(user), isEmbedded };
    if (!isServerUrl(kubeconfig.server)) {
      throw refuse(read.at("server"), `must be a URL, https://HOST:6443, not ${JSON.stringify(kubeconfig.server)}`);
    }
    const path = out === null ? kubeconfigPath(names, own) : expand(out);
    checkStorePath(path, out === null ? placed : read.at("out"));
    return {
      ...{ certificate: expand(certificate), at },
      output: {
        ...{ form: "kubeconfig", place: placeOf(placed.file, placed.place), path, name: own, kubeconfig },
        ...{ withRoot: false, asDer: false, withScrypt: false, password: null, namespace: "" },
      },
    };
  });
}
