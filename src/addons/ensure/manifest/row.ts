import type { KeyRequest, RequestSpec } from "../../../cfssl/csr/shape.js";
import type { NameConstraints } from "../../../x509/model/certificate.js";
import type { PairPaths } from "../../export/layouts.js";
import type { Node, Nodes } from "./nodes.js";
import { expandText } from "./nodes.js";
import type { Output } from "./output.js";
import { expandSpec, expandTexts, type Request } from "./request.js";

/** What the rows have in common that one row of the manifest stands for. */
export interface RowPattern {
  readonly kind: "ca" | "certificate";
  /** The row's name in the manifest: `kubelet-{name}`. */
  readonly name: string;
  /** Where the row stands, for errors: `pki.json: certificates.web`. */
  readonly place: string;
  /** The name of the CA that signs; null for a root. */
  readonly ca: string | null;
  /** "" for the default profile. */
  readonly profile: string;
  /** Milliseconds before the end at which it is renewed; null for a third of its lifetime. */
  readonly renewBefore: number | null;
  /** Replaces the request's, as gencert's -cn. */
  readonly cn: string | null;
  /** Replace the request's, as gencert's -hostname. */
  readonly hosts: readonly string[] | null;
  /** What a CA may sign; null for no limits, and for certificates. Upstream has no word for it. */
  readonly nameConstraints: NameConstraints | null;
  readonly nodes: Nodes;
}

/** A certificate and its key. */
export interface Row {
  readonly kind: RowPattern["kind"];
  /** What `cfssljson -bare` would be given: its files are NAME.pem and NAME-key.pem, unless they are named otherwise. */
  readonly name: string;
  readonly files: PairPaths;
  readonly pattern: RowPattern;
  readonly node: Node | null;
  readonly request: Request;
  readonly outputs: readonly Output[];
}

/** A key pair without a certificate: usually NAME-key.pem, and the public key in NAME.pub. */
export interface KeyRow {
  readonly kind: "key";
  readonly name: string;
  readonly files: PairPaths;
  readonly place: string;
  readonly key: KeyRequest;
  readonly outputs: readonly Output[];
}

/** A row that its files are known of. */
export type WithFiles = Pick<Row | KeyRow, "files">;

export function certificatePath({ files }: WithFiles): string {
  return files.certificate;
}

export function keyPath({ files }: WithFiles): string {
  return files.key;
}

export function publicKeyPath({ files }: WithFiles): string {
  return files.publicKey;
}

/**
 * The file that a kubeconfig names as the client's certificate: one with the intermediate CAs, if the row has such an
 * output.
 */
export function clientCertificatePath(row: Row): string {
  const chain = row.outputs.find(({ form, asDer }) => form === "fullchain" && !asDer);
  return chain?.path ?? certificatePath(row);
}

/** Where a row stands in the manifest, for errors. */
export function placeOfRow(row: Row | KeyRow): string {
  return row.kind === "key" ? row.place : row.pattern.place;
}

/** The files that a row itself has, the key first. */
export function pathsOf(row: Row | KeyRow): readonly string[] {
  return [keyPath(row), row.kind === "key" ? publicKeyPath(row) : certificatePath(row)];
}

/** The hosts that replace the request's; null if the row has none. */
export function hostsOf({ pattern, node }: Row): readonly string[] | null {
  return pattern.hosts && expandTexts(pattern.hosts, node, pattern.nodes);
}

export function commonNameOf({ pattern, node }: Row): string | null {
  return pattern.cn === null ? null : (expandText(pattern.cn, node, pattern.nodes)[0] ?? "");
}

/** The request with all that the row says. */
export function requestOf(row: Row): RequestSpec {
  const { request, node, pattern } = row;
  const spec = request.inline === null ? request.spec : expandSpec(request.spec, node, pattern.nodes);
  const [hosts, cn] = [hostsOf(row), commonNameOf(row)];
  return { ...spec, ...(hosts ? { hosts: [...hosts] } : {}), ...(cn === null ? {} : { commonName: cn }) };
}
