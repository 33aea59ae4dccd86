import { childrenOf, type Node } from "./node.js";
import { syntaxError } from "./syntax-error.js";

/** The largest count of a repetition, and the largest product of the counts of nested repetitions. */
export const maxRepeat = 1000;

const maxHeight = 1000;
const maxInstructions = Math.floor((128 * 1024 * 1024) / 40);
const maxRunes = (128 * 1024 * 1024) / 4;

/**
 * Refuses expressions that are too large or too deep, at exactly the sizes where Go's regexp/syntax does. Go computes
 * the size only after the number of nodes times all repeat counts could reach the limit. So we count nodes as Go does,
 * which uses nodes again that were merged away.
 */
export class Limits {
  readonly #expression: string;
  readonly #sizes = new Map<Node, number>();
  readonly #heights = new Map<Node, number>();
  #nodes = 0;
  #unused = 0;
  #runes = 0;
  #repeats = 1;
  #reckonsSizes = false;

  constructor(expression: string) {
    this.#expression = expression;
  }

  /** Counts a new node. */
  allocate(): void {
    if (this.#unused > 0) this.#unused--;
    else this.#nodes++;
  }

  /** Counts a node that was merged away. The next new node uses it again. */
  release(): void {
    this.#unused++;
  }

  /** Counts the numbers of a literal (one for each code point) or of a character class (two for each range). */
  addRunes(count: number): void {
    this.#runes += count;
  }

  /** Checks a new node. `pending` returns the other nodes so far, without the new node's parts. Throws GoError. */
  check(node: Node, pending: () => readonly Node[]): void {
    if (this.#runes > maxRunes) throw syntaxError("expression too large", this.#expression);
    this.#checkSize(node, pending);
    if (this.#nodes >= maxHeight) this.checkDepth(this.#height(node));
  }

  /** Checks the depth of nested nodes. Throws GoError. */
  checkDepth(depth: number): void {
    if (depth > maxHeight) throw syntaxError("expression nests too deeply", this.#expression);
  }

  #checkSize(node: Node, pending: () => readonly Node[]): void {
    if (!this.#reckonsSizes) {
      if (node.kind === "repeat") {
        const count = Math.max(1, node.max === Number.POSITIVE_INFINITY ? node.min : node.max);
        this.#repeats = Math.min(maxInstructions, this.#repeats * count);
      }
      if (this.#nodes < Math.floor(maxInstructions / this.#repeats)) return;
      this.#reckonsSizes = true;
      for (const other of pending()) this.#checkSize(other, pending);
    }
    if (this.#size(node) > maxInstructions) throw syntaxError("expression too large", this.#expression);
  }

  #size(node: Node): number {
    const children = childrenOf(node);
    if (children.length === 0) return node.kind === "literal" ? node.runes.length : 1;
    let sum = 0;
    for (const child of children) sum += this.#sizes.get(child) ?? this.#size(child);
    const size = Math.max(1, sizeOf(node, sum));
    this.#sizes.set(node, size);
    return size;
  }

  #height(node: Node): number {
    const children = childrenOf(node);
    if (children.length === 0) return 1;
    let height = 1;
    for (const child of children) height = Math.max(height, 1 + (this.#heights.get(child) ?? this.#height(child)));
    this.#heights.set(node, height);
    return height;
  }
}

/** Whether the counts of nested repetitions multiply to no more than the limit. */
export function isRepeatWithin(node: Node, limit: number): boolean {
  let rest = limit;
  if (node.kind === "repeat") {
    if (node.max === 0) return true;
    const count = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
    if (count > limit) return false;
    if (count > 0) rest = Math.floor(limit / count);
  }
  return childrenOf(node).every((child) => isRepeatWithin(child, rest));
}

/** The largest number of instructions for a node, if its children have this many together. */
function sizeOf(node: Node, children: number): number {
  switch (node.kind) {
    case "capture":
      return 2 + children;
    case "alternate":
      return children + node.parts.length - 1;
    case "repeat":
      if (node.max !== Number.POSITIVE_INFINITY) return node.max * children + node.max - node.min;
      return node.min === 0 ? 2 + children : 1 + node.min * children;
    default:
      return children;
  }
}
