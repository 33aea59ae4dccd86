import type { RangeUnion } from "../unicode/range-union.js";

/** The assertions, which consume no text. */
export type Assertion = "beginLine" | "endLine" | "beginText" | "endText" | "wordBoundary" | "noWordBoundary";

export interface Literal {
  readonly kind: "literal";
  /** Code points. */
  readonly runes: ArrayLike<number>;
  /** Whether case is ignored. */
  readonly fold: boolean;
}

/** A clean set of code points (see go/unicode/ranges). */
export interface CharacterClass {
  readonly kind: "class";
  readonly ranges: readonly number[];
}

/** A class into which alternatives are still being merged. */
export interface OpenClass {
  readonly kind: "openClass";
  readonly union: RangeUnion;
}

export interface Repeat {
  readonly kind: "repeat";
  readonly body: Node;
  readonly min: number;
  /** Infinity if there is no limit. */
  readonly max: number;
  readonly greedy: boolean;
}

/** A node of a parsed regular expression. */
export type Node =
  | Literal
  | CharacterClass
  | OpenClass
  | Repeat
  | { readonly kind: "empty" | "any" | "anyButNewline" }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "capture"; readonly body: Node }
  | { readonly kind: "concat" | "alternate"; readonly parts: readonly Node[] };

/** Whether the node matches exactly one code point. Then it can be merged into a character class. */
export function isOneRune(node: Node): boolean {
  if (node.kind === "literal") return node.runes.length === 1;
  return node.kind === "class" || node.kind === "openClass" || node.kind === "any" || node.kind === "anyButNewline";
}

/** The nodes directly below a node. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === "concat" || node.kind === "alternate") return node.parts;
  return node.kind === "capture" || node.kind === "repeat" ? [node.body] : [];
}

/** Whether two nodes that match a fixed number of runes are equal. False for all other nodes. */
export function isEqual(left: Node, right: Node): boolean {
  if (left.kind === "literal" && right.kind === "literal") {
    return left.fold === right.fold && isEqualList(left.runes, right.runes);
  }
  if (left.kind === "class" && right.kind === "class") {
    return left.ranges === right.ranges || isEqualList(left.ranges, right.ranges);
  }
  if (left.kind === "repeat" && right.kind === "repeat") {
    const isSameCount = left.min === right.min && left.max === right.max && left.greedy === right.greedy;
    return isSameCount && isEqual(left.body, right.body);
  }
  return left.kind === right.kind && (left.kind === "any" || left.kind === "anyButNewline");
}

export function isEqualList(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  return left.length === right.length && commonLength(left, right) === left.length;
}

/** The length of the common beginning of two lists. */
export function commonLength(left: ArrayLike<number>, right: ArrayLike<number>): number {
  // This case has its own loop: the engine makes much faster code for a loop that sees only one kind of list.
  if (left instanceof Int32Array && right instanceof Int32Array) return commonWords(left, right);
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}

function commonWords(left: Int32Array, right: Int32Array): number {
  const end = Math.min(left.length, right.length);
  let length = 0;
  while (length < end && left[length] === right[length]) length++;
  return length;
}
