import { findKubeadmPath } from "../../export/kubeadm.js";
import { type PairPaths, pairPaths } from "../../export/layouts.js";
import { Members, optionalText, type Placed, refuse } from "./members.js";
import { didYouMean } from "./nearest.js";
import { checkPlaceholders, expandText, type Node, type Scope } from "./nodes.js";

const layouts = ["pem", "crt", "kubeadm"] as const;
type Layout = (typeof layouts)[number];

/** How the files of rows are named: by a layout, but for those that have a name of their own, with placeholders. */
export interface FileNames {
  readonly layout: Layout;
  readonly certificate: string | null;
  readonly key: string | null;
  readonly publicKey: string | null;
}

/** The names that cfssljson gives. */
export const usualNames: FileNames = { layout: "pem", certificate: null, key: null, publicKey: null };

const memberOf = { certificate: "certificate", key: "key", publicKey: "public-key" } as const;
type Kind = keyof typeof memberOf;

/**
 * Reads `files`: the name of a layout, or names of files.
 *
 * @param kinds the files that there are
 * @param usual what holds where nothing is said
 */
export function readFileNames(placed: Placed, kinds: readonly Kind[], usual: FileNames, scope: Scope): FileNames {
  const { value } = placed;
  if (value === undefined) return usual;
  if (typeof value === "string") {
    const layout = layouts.find((each) => each === value);
    if (layout) return { ...usualNames, layout };
    const near = didYouMean(value, layouts) || `; there are ${layouts.join(", ")}`;
    throw refuse(placed, `there is no layout ${JSON.stringify(value)}${near}, or an object with names`);
  }
  const known = kinds.map((kind) => memberOf[kind]);
  const members = new Members(placed, known, 'a layout such as "crt", or names such as { "key": "tls/web.key" }');
  const read = (kind: Kind) => {
    const at = members.at(memberOf[kind]);
    const name = kinds.includes(kind) ? optionalText(at, "the name of a file") : null;
    if (name !== null) checkPlaceholders(name, { ...scope, hasRow: true, isList: false }, at);
    return name ?? usual[kind];
  };
  return { ...usual, certificate: read("certificate"), key: read("key"), publicKey: read("publicKey") };
}

/** The files of a row. */
export function filesOf(names: FileNames, row: string, node: Node | null): PairPaths {
  const paths = layoutPaths(names.layout, row);
  const named = (text: string | null, path: string) => (text === null ? path : expandForRow(text, row, node));
  return {
    certificate: named(names.certificate, paths.certificate),
    key: named(names.key, paths.key),
    publicKey: named(names.publicKey, paths.publicKey),
  };
}

function layoutPaths(layout: Layout, name: string): PairPaths {
  return layout === "kubeadm" ? pairPaths("crt", kubeadmPath(name)) : pairPaths(layout, name);
}

/**
 * Where kubeadm keeps a certificate of this name, from /etc/kubernetes; what it does not know stands beside. A folder
 * before the name is another /etc/kubernetes: that of a node.
 */
function kubeadmPath(name: string): string {
  for (let at = 0; at >= 0; at = name.indexOf("/", at) + 1 || -1) {
    const path = findKubeadmPath(name.slice(at));
    if (path !== null) return `${name.slice(0, at)}pki/${path}`;
  }
  const at = name.lastIndexOf("/") + 1;
  return `${name.slice(0, at)}pki/${name.slice(at)}`;
}

/** Where a kubeconfig of this name is. */
export function kubeconfigPath({ layout }: FileNames, name: string): string {
  return layout === "kubeadm" ? `${name}.conf` : `${name}.kubeconfig`;
}

/** A checked text without lists, with the values of a row: {row} is its name. */
export function expandForRow(text: string, row: string, node: Node | null): string {
  return expandText(text.replaceAll("{row}", row), node, noNodes)[0] ?? text;
}

const noNodes: ReadonlyMap<string, readonly Node[]> = new Map();

/** Whether a path is one of a file in the store, below its top. */
export function isStorePath(path: string): boolean {
  const parts = path.split("/");
  const isBelow = parts.every((part) => part !== "" && part !== "." && part !== "..");
  return isBelow && !path.startsWith("-") && !/[\\{}\x00-\x1f\x7f]/.test(path) && path.length < 200;
}
