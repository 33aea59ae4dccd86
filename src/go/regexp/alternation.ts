import { RangeUnion } from "../unicode/range-union.js";
import { hasRune, lastRune, type Ranges } from "../unicode/ranges.js";
import type { CaseFolding } from "../unicode.js";
import type { Limits } from "./limits.js";
import { commonLength, isEqual, isEqualList, isOneRune, type Node } from "./node.js";

const newline = 10;

/**
 * Joins nodes into one as Go's regexp/syntax does. The parts of nodes of the same kind become its own parts.
 * Alternatives with a common beginning are factored (`abc|abd` becomes `ab[cd]`), because Go's limits of size and depth
 * apply to the factored tree.
 */
export class Joiner {
  readonly #limits: Limits;
  readonly #folding: CaseFolding;
  #depth = 0;

  constructor(limits: Limits, folding: CaseFolding) {
    this.#limits = limits;
    this.#folding = folding;
  }

  join(nodes: readonly Node[], kind: "concat" | "alternate"): Node {
    const [first] = nodes;
    if (nodes.length === 1 && first !== undefined) return first;
    this.#limits.allocate();
    let parts: Node[] = [];
    for (const node of nodes) {
      if (node.kind === kind) {
        for (const part of node.parts) parts.push(part);
        this.#limits.release();
      } else {
        parts.push(node);
      }
    }
    if (kind === "alternate") parts = this.#factor(parts);
    const [only] = parts;
    if (parts.length !== 1 || only === undefined) return { kind, parts };
    this.#limits.release();
    return only;
  }

  /** Merges two nodes that match one rune each. After the last merge, call cleanClass. */
  merge(left: Node, right: Node): Node {
    const [simple, complex] = complexity(left) > complexity(right) ? [right, left] : [left, right];
    if (complex.kind === "any" || isEqual(simple, complex)) return complex;
    if (complex.kind === "anyButNewline") return this.#matchesNewline(simple) ? { kind: "any" } : complex;
    const union = complex.kind === "openClass" ? complex.union : new RangeUnion();
    if (complex.kind !== "openClass") union.add(this.#rangesOf(complex));
    union.add(this.#rangesOf(simple));
    return complex.kind === "openClass" ? complex : { kind: "openClass", union };
  }

  #matchesNewline(node: Node): boolean {
    return node.kind === "any" || hasRune(this.#rangesOf(node), newline);
  }

  #rangesOf(node: Node): Ranges {
    if (node.kind === "class") return node.ranges;
    if (node.kind === "openClass") return node.union.clean();
    if (node.kind !== "literal") return [];
    const rune = node.runes[0] ?? 0;
    return node.fold ? this.#folding.orbitRanges(rune) : [rune, rune];
  }

  #factor(alternatives: readonly Node[]): Node[] {
    if (alternatives.length < 2) return [...alternatives];
    const factored = this.#factorFirstNodes(this.#factorPrefixes(alternatives));
    return dropRepeatedEmpty(this.#mergeOneRunes(factored));
  }

  /** Factors out the common prefix of neighbors that begin with literals. */
  #factorPrefixes(alternatives: readonly Node[]): Node[] {
    const factored: Node[] = [];
    let start = 0;
    let prefix: Prefix = noPrefix;
    const close = (end: number) => {
      if (end - start > 1) this.#factorPrefix(alternatives.slice(start, end), prefix, factored);
      else for (let n = start; n < end; n++) pushNode(factored, alternatives[n]);
      start = end;
    };
    for (const [index, node] of alternatives.entries()) {
      const own = leadingLiteral(node);
      const common = own.fold === prefix.fold ? commonLength(own.runes, prefix.runes) : 0;
      if (common === 0) {
        close(index);
        prefix = own;
      } else if (common < prefix.runes.length) {
        prefix = { ...prefix, runes: shareRunes(prefix.runes, 0, common) };
      }
    }
    close(alternatives.length);
    return factored;
  }

  #factorPrefix(run: readonly Node[], prefix: Prefix, factored: Node[]): void {
    this.#limits.allocate();
    const suffixes = run.map((node) => this.#withoutPrefix(node, prefix.runes.length));
    this.#pushFactored({ kind: "literal", runes: prefix.runes, fold: prefix.fold }, suffixes, factored);
  }

  /** Factors out the first node of neighbors if it is the same and matches one rune, or a fixed number of one. */
  #factorFirstNodes(alternatives: readonly Node[]): Node[] {
    const factored: Node[] = [];
    let start = 0;
    let first: Node | null = null;
    const close = (end: number) => {
      if (end - start > 1 && first !== null) this.#factorNode(alternatives.slice(start, end), first, factored);
      else for (let n = start; n < end; n++) pushNode(factored, alternatives[n]);
      start = end;
    };
    for (const [index, node] of alternatives.entries()) {
      const own = leadingNode(node);
      if (first !== null && own !== null && isFixed(first) && isEqual(first, own)) continue;
      close(index);
      first = own;
    }
    close(alternatives.length);
    return factored;
  }

  #factorNode(run: readonly Node[], first: Node, factored: Node[]): void {
    const suffixes = run.map((node, index) => this.#withoutFirst(node, index > 0));
    this.#pushFactored(first, suffixes, factored);
  }

  #pushFactored(prefix: Node, suffixes: readonly Node[], factored: Node[]): void {
    for (const suffix of suffixes) this.#limits.check(suffix, noNodes);
    // The rests may have a common prefix in turn, and each such prefix makes the tree deeper.
    this.#limits.checkDepth(++this.#depth);
    const rest = this.join(suffixes, "alternate");
    this.#depth--;
    this.#limits.allocate();
    factored.push({ kind: "concat", parts: [prefix, rest] });
  }

  #withoutPrefix(node: Node, length: number): Node {
    if (node.kind === "literal") {
      return node.runes.length > length ? { ...node, runes: shareRunes(node.runes, length) } : { kind: "empty" };
    }
    if (node.kind !== "concat") return node;
    const [first = node, ...others] = node.parts;
    const rest = this.#withoutPrefix(first, length);
    if (rest.kind !== "empty") return { kind: "concat", parts: [rest, ...others] };
    this.#limits.release();
    return this.#shortened(others);
  }

  #withoutFirst(node: Node, isUnused: boolean): Node {
    if (isUnused) this.#limits.release();
    if (node.kind === "concat") return this.#shortened(node.parts.slice(1));
    this.#limits.allocate();
    return { kind: "empty" };
  }

  #shortened(parts: readonly Node[]): Node {
    const [only] = parts;
    if (parts.length !== 1 || only === undefined) return { kind: "concat", parts };
    this.#limits.release();
    return only;
  }

  /** Merges neighbors that match one rune each into one class. */
  #mergeOneRunes(alternatives: readonly Node[]): Node[] {
    const merged: Node[] = [];
    let last: Node | null = null;
    let isMerged = false;
    for (const node of alternatives) {
      if (last !== null && isOneRune(last) && isOneRune(node)) {
        last = this.merge(last, node);
        isMerged = true;
        this.#limits.release();
      } else {
        if (last !== null) merged.push(isMerged ? cleanClass(last) : last);
        last = node;
        isMerged = false;
      }
    }
    if (last !== null) merged.push(isMerged ? cleanClass(last) : last);
    return merged;
  }
}

interface Prefix {
  readonly runes: ArrayLike<number>;
  readonly fold: boolean;
}

const noPrefix: Prefix = { runes: [], fold: false };

/** Closes an open class. A class of all runes, or of all but the newline, becomes the node of that kind. */
export function cleanClass(node: Node): Node {
  if (node.kind !== "class" && node.kind !== "openClass") return node;
  const ranges = node.kind === "class" ? node.ranges : node.union.clean();
  if (isEqualList(ranges, [0, lastRune])) return { kind: "any" };
  if (isEqualList(ranges, [0, newline - 1, newline + 1, lastRune])) return { kind: "anyButNewline" };
  return node.kind === "class" ? node : { kind: "class", ranges };
}

const complexities: Readonly<Partial<Record<Node["kind"], number>>> = {
  literal: 0,
  class: 1,
  openClass: 2,
  anyButNewline: 3,
  any: 4,
};

function complexity(node: Node): number {
  return complexities[node.kind] ?? -1;
}

function noNodes(): readonly Node[] {
  return [];
}

function pushNode(nodes: Node[], node: Node | undefined): void {
  if (node !== undefined) nodes.push(node);
}

/** Returns a part of the list without copying it: long common prefixes are split again and again. */
function shareRunes(runes: ArrayLike<number>, start: number, end?: number): Int32Array {
  return (runes instanceof Int32Array ? runes : Int32Array.from(runes)).subarray(start, end);
}

function leadingLiteral(node: Node): Prefix {
  const first = node.kind === "concat" ? node.parts[0] : node;
  return first?.kind === "literal" ? first : noPrefix;
}

function leadingNode(node: Node): Node | null {
  const first = node.kind === "concat" ? (node.parts[0] ?? node) : node;
  return first.kind === "empty" ? null : first;
}

function isFixed(node: Node): boolean {
  return isOneRune(node) || (node.kind === "repeat" && node.min === node.max && isOneRune(node.body));
}

function dropRepeatedEmpty(alternatives: readonly Node[]): Node[] {
  return alternatives.filter((node, index) => node.kind !== "empty" || alternatives[index + 1]?.kind !== "empty");
}
