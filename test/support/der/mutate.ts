import type { Random } from "./random.js";
import { cloneTree, type DerNode, encodeTree, lengthBytes, nodesOf, parseTree } from "./tree.js";

/** Identifier bytes to try instead of others: the types in certificates, then odd ones. */
const identifiers = [
  [0x01],
  [0x02],
  [0x03],
  [0x04],
  [0x05],
  [0x06],
  [0x0a],
  [0x0c],
  [0x12],
  [0x13],
  [0x14],
  [0x16],
  [0x17],
  [0x18],
  [0x1a],
  [0x1b],
  [0x1c],
  [0x1e],
  [0x30],
  [0x31],
  [0x80],
  [0x81],
  [0x82],
  [0x84],
  [0x86],
  [0x87],
  [0x88],
  [0xa0],
  [0xa1],
  [0xa2],
  [0xa3],
  [0xa4],
  [0x10],
  [0x11],
  [0x24],
  [0x33],
  [0x1f, 0x1f],
  [0x1f, 0x05],
  [0xbf, 0x81, 0x00],
  [0x1f, 0x80, 0x01],
  [0x5f, 0x8f, 0xff, 0xff, 0xff, 0x7f],
  [0x00],
];

/** Contents to try instead of others. */
const contents = [
  [],
  [0x00],
  [0x01],
  [0x7f],
  [0x80],
  [0xff],
  [0x00, 0x00],
  [0x00, 0x80],
  [0xff, 0xff],
  [0xff, 0x7f],
  [0x00, 0x7f],
  [0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
  [0x07, 0x80],
  [0x07, 0x81],
  [0x08, 0x00],
  [0x03, 0x02, 0x01, 0x06],
  [0x2a, 0x86, 0x48],
  [0x88, 0x37],
  [0x80, 0x01],
  [0x8f, 0xff, 0xff, 0xff, 0x7f],
  [0x87, 0xff, 0xff, 0xff, 0x7f],
  [0x90, 0x80, 0x80, 0x80, 0x00],
  [0xe9],
  [0xc3, 0xa9],
  [0x00, 0xe9],
  [0xd8, 0x00],
  [0xd8, 0x3d, 0xde, 0x00],
  [0x00, 0x41, 0x00, 0x00],
  [0x30, 0x00],
  [0x05, 0x00],
  ...'http://ho st/|http://a/%zz|://|http://[::1]/|http://1.2.3.4:99/x?y#z|http://.a/|http://a./|mailto:a@b|urn:x:y|a|.a|a.|..|a@b|@|"a b"@c|a..b@c|*.x|10.0.0.1'
    .split("|")
    .map((text) => [...text].map((char) => char.charCodeAt(0))),
  ..."491231235959Z|500101000000Z|4912312359Z|000230000000Z|000229000000Z|990229000000Z|200101000000+0100|200101000000-0000|200101000000+2400|200101000000+9959|200101000000+0099|20200101000000Z|20200101000000.5Z|202001010000Z|20200101000000+0130|00000101000000Z|99991231235959Z|2001010000Z|20200101240000Z|20201301000000Z"
    .split("|")
    .map((text) => [...text].map((char) => char.charCodeAt(0))),
];

type Mutation = (root: DerNode, random: Random, donor: DerNode) => void;

const mutations: readonly Mutation[] = [
  function changeIdentifier(root, random) {
    random.pick(nodesOf(root)).identifier = [...random.pick(identifiers)];
  },
  function replaceContents(root, random) {
    const node = random.pick(leavesOf(root));
    node.bytes = [...random.pick(contents)];
  },
  function flipBit(root, random) {
    const { bytes } = random.pick(leavesOf(root));
    const at = random.below(bytes.length + 1);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  },
  function setByte(root, random) {
    const { bytes } = random.pick(leavesOf(root));
    bytes[random.below(bytes.length + 1)] = random.below(256);
  },
  function insertByte(root, random) {
    const { bytes } = random.pick(leavesOf(root));
    bytes.splice(random.below(bytes.length + 1), random.below(2), random.pick([0x00, 0x80, 0xff, 0x2e, 0x20, 0x41]));
  },
  function truncate(root, random) {
    const { bytes } = random.pick(leavesOf(root));
    bytes.length = random.below(bytes.length + 1);
  },
  function drop(root, random) {
    const { children } = random.pick(parentsOf(root));
    children.splice(random.below(children.length + 1), 1);
  },
  function repeat(root, random) {
    const { children } = random.pick(parentsOf(root));
    const child = children[random.below(children.length + 1)];
    if (child !== undefined) children.splice(random.below(children.length + 1), 0, cloneTree(child));
  },
  function swap(root, random) {
    const { children } = random.pick(parentsOf(root));
    const [child] = children.splice(random.below(children.length + 1), 1);
    if (child !== undefined) children.splice(random.below(children.length + 1), 0, child);
  },
  function graft(root, random, donor) {
    const { children } = random.pick(parentsOf(root));
    children.splice(random.below(children.length + 1), random.below(2), cloneTree(random.pick(nodesOf(donor))));
  },
  function exchange(root, random, donor) {
    const node = random.pick(nodesOf(root));
    const alike = nodesOf(donor).filter(({ identifier }) => identifier[0] === node.identifier[0]);
    if (alike.length > 0) Object.assign(node, cloneTree(random.pick(alike)));
  },
  function empty(root, random) {
    const node = random.pick(nodesOf(root));
    node.children = node.children === null ? null : [];
    node.bytes = [];
  },
  function appendJunk(root, random) {
    const junk: DerNode = {
      identifier: [...random.pick(identifiers)],
      children: null,
      bytes: [...random.pick(contents)],
    };
    random.pick(parentsOf(root)).children.push(junk);
  },
  function wrongLength(root, random) {
    const delta = random.pick([-2, -1, 1, 2, 128]);
    random.pick(nodesOf(root)).length = (size) => lengthBytes(Math.max(0, size + delta));
  },
  function longLength(root, random) {
    const forms: ((size: number) => number[])[] = [
      () => [0x80],
      (size) => [0x81, size & 0xff],
      (size) => [0x82, (size >> 8) & 0xff, size & 0xff],
      (size) => [0x84, 0, 0, (size >> 8) & 0xff, size & 0xff],
      (size) => [0x85, 0, 0, 0, (size >> 8) & 0xff, size & 0xff],
      () => [0x84, 0xff, 0xff, 0xff, 0xff],
      () => [0xff],
    ];
    random.pick(nodesOf(root)).length = random.pick(forms);
  },
];

type Parent = DerNode & { children: DerNode[] };

/** The nodes with children. If there are none, the root, which becomes one. */
function parentsOf(root: DerNode): Parent[] {
  const parents = nodesOf(root).filter((node): node is Parent => node.children !== null);
  return parents.length > 0 ? parents : [Object.assign(root, { children: [] })];
}

/** The nodes of bytes; the root if there are none. */
function leavesOf(root: DerNode): DerNode[] {
  const leaves = nodesOf(root).filter(({ children }) => children === null);
  return leaves.length > 0 ? leaves : [root];
}

/**
 * The element with one to three changes, some of them with parts of the other element. It stays the same if it is not
 * DER.
 */
export function mutate(der: Uint8Array, donor: Uint8Array, random: Random): Uint8Array {
  const root = parseTree(der);
  const other = parseTree(donor);
  if (root === null || other === null) return der;
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) random.pick(mutations)(root, random, other);
  return encodeTree(root);
}
