import type { KeyRequest, RequestSpec } from "../../../cfssl/csr/shape.js";
import type { Node, Nodes } from "./nodes.js";
import { expandText } from "./nodes.js";
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
  readonly nodes: Nodes;
}

/** A certificate and its key. */
export interface Row {
  readonly kind: RowPattern["kind"];
  /** What `cfssljson -bare` would be given: the files are NAME.pem and NAME-key.pem. */
  readonly name: string;
  readonly pattern: RowPattern;
  readonly node: Node | null;
  readonly request: Request;
}

/** A key pair without a certificate: NAME-key.pem, and the public key in NAME.pub. */
export interface KeyRow {
  readonly kind: "key";
  readonly name: string;
  readonly place: string;
  readonly key: KeyRequest;
}

export function certificatePath({ name }: Pick<Row, "name">): string {
  return `${name}.pem`;
}

export function keyPath({ name }: Pick<Row, "name">): string {
  return `${name}-key.pem`;
}

export function publicKeyPath({ name }: Pick<KeyRow, "name">): string {
  return `${name}.pub`;
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
