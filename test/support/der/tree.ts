/** DER as a tree that tests can distort and encode again. Lengths are computed again, unless a node has its own. */
export interface DerNode {
  /** The identifier bytes. */
  identifier: number[];
  /** The elements inside; null for a node whose contents are bytes. */
  children: DerNode[] | null;
  /** The bytes, or those before the children (the unused-bits byte of a BIT STRING). */
  bytes: number[];
  /** Length bytes to write instead of the right ones. */
  length?: (size: number) => number[];
}

/** The tree of the element at the start of the bytes; null if there is none. */
export function parseTree(bytes: Uint8Array): DerNode | null {
  return readNode([...bytes], 0)?.node ?? null;
}

/** The DER of a tree. */
export function encodeTree(node: DerNode): Uint8Array {
  return Uint8Array.from(encode(node));
}

/** A deep copy of a tree. */
export function cloneTree(node: DerNode): DerNode {
  return {
    ...node,
    identifier: [...node.identifier],
    bytes: [...node.bytes],
    children: node.children?.map(cloneTree) ?? null,
  };
}

/** All nodes of a tree, the root first. */
export function nodesOf(root: DerNode): DerNode[] {
  return [root, ...(root.children ?? []).flatMap(nodesOf)];
}

function encode(node: DerNode): number[] {
  const contents = [...node.bytes, ...(node.children ?? []).flatMap(encode)];
  return [...node.identifier, ...(node.length ?? lengthBytes)(contents.length), ...contents];
}

/** The definite form in as few bytes as possible (X.690 §10.1). */
export function lengthBytes(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

function readNode(bytes: readonly number[], start: number): { node: DerNode; end: number } | null {
  const [tag, lead] = bytes.slice(start);
  if (tag === undefined || lead === undefined || (tag & 0x1f) === 0x1f || lead === 0x80 || lead > 0x84) return null;
  const count = lead < 0x80 ? 0 : lead & 0x7f;
  const size =
    count === 0 ? lead : bytes.slice(start + 2, start + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  const from = start + 2 + count;
  if (from + size > bytes.length) return null;
  return { node: { identifier: [tag], ...readContents(tag, bytes.slice(from, from + size)) }, end: from + size };
}

/** OCTET STRINGs and BIT STRINGs also get children if they hold nothing but complete elements. */
function readContents(tag: number, contents: number[]): Pick<DerNode, "children" | "bytes"> {
  const prefix = tag === 0x03 ? 1 : 0;
  const mayNest = (tag & 0x20) !== 0 || tag === 0x04 || (tag === 0x03 && contents[0] === 0 && contents.length > 1);
  const children = mayNest ? readAll(contents.slice(prefix)) : null;
  const isEmptyString = (tag === 0x04 || tag === 0x03) && children?.length === 0;
  if (children === null || isEmptyString) return { children: null, bytes: contents };
  return { children, bytes: contents.slice(0, prefix) };
}

function readAll(contents: readonly number[]): DerNode[] | null {
  const nodes: DerNode[] = [];
  for (let at = 0; at < contents.length; ) {
    const found = readNode(contents, at);
    if (found === null) return null;
    nodes.push(found.node);
    at = found.end;
  }
  return nodes;
}
