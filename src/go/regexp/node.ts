import type { RangeUnion } from "../unicode/range-union.js";

/** Where a regular expression asserts something without consuming text. */
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

/** A class that alternatives are still merged into. */
export interface OpenClass {
  readonly kind: "openClass";
  readonly union: RangeUnion;
}

export interface Repeat {
  readonly kind: "repeat";
  readonly body: Node;
  readonly min: number;
  /** Infinity when there is no limit. */
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

/** Whether the node matches exactly one code point, so that it can be merged into a character class. */
export function isOneRune(node: Node): boolean {
  if (node.kind === "literal") return node.runes.length === 1;
  return node.kind === "class" || node.kind === "openClass" || node.kind === "any" || node.kind === "anyButNewline";
}

/** The nodes right below. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === "concat" || node.kind === "alternate") return node.parts;
  return node.kind === "capture" || node.kind === "repeat" ? [node.body] : [];
}

/** Whether two nodes that match a fixed number of runes are the same. */
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

/** Whether two lists are the same. */
export function isEqualList(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  return left.length === right.length && commonLength(left, right) === left.length;
}

/** How many numbers two lists have in common at the beginning. */
export function commonLength(left: ArrayLike<number>, right: ArrayLike<number>): number {
  // A loop of its own, since the engine makes much faster code where it sees one kind of list alone.
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
