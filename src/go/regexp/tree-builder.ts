import type { CaseFolding } from "../unicode.js";
import { cleanClass, Joiner } from "./alternation.js";
import { isRepeatWithin, type Limits, maxRepeat } from "./limits.js";
import { isOneRune, type Node } from "./node.js";

/** A marker on the stack: an open group with the flags from before it, or a bar above the alternatives so far. */
type Marker<Flags> =
  | { readonly kind: "group"; readonly captures: boolean; readonly flags: Flags }
  | { readonly kind: "bar" };

type Entry<Flags> = Node | Marker<Flags>;

/**
 * Builds the tree of a regular expression from left to right, with a stack of finished nodes and open groups. It joins
 * two neighboring literals when the next piece is there, because a repetition operator would apply to the second one
 * alone.
 */
export class TreeBuilder<Flags> {
  readonly #limits: Limits;
  readonly #folding: CaseFolding;
  readonly #joiner: Joiner;
  readonly #stack: Entry<Flags>[] = [];
  readonly #pending = (): Node[] => this.#stack.filter((entry): entry is Node => !isMarker(entry));

  constructor(limits: Limits, folding: CaseFolding) {
    this.#limits = limits;
    this.#folding = folding;
    this.#joiner = new Joiner(limits, folding);
  }

  add(node: Node): void {
    this.#limits.allocate();
    this.#push(node);
  }

  addLiteral(rune: number, fold: boolean): void {
    const [first = rune] = fold ? this.#folding.orbit(rune) : [rune];
    this.add({ kind: "literal", runes: [first], fold });
  }

  openGroup(captures: boolean, flags: Flags): void {
    this.#limits.allocate();
    this.#joinLiterals();
    this.#stack.push({ kind: "group", captures, flags });
  }

  /** Ends an alternative. */
  addBar(): void {
    this.#concatenate();
    if (this.#moveBelowBar()) return;
    this.#limits.allocate();
    this.#stack.push({ kind: "bar" });
  }

  /** Ends a group. Returns the flags from before it; null if no group is open. */
  closeGroup(): { readonly flags: Flags } | null {
    const body = this.#alternate();
    this.#stack.pop();
    const group = this.#stack.pop();
    if (group?.kind !== "group") return null;
    this.#push(group.captures ? { kind: "capture", body } : body);
    return group;
  }

  /** Ends the expression. Returns its tree; null if a group is still open. */
  finish(): Node | null {
    const root = this.#alternate();
    return this.#stack.length === 1 ? root : null;
  }

  /** Repeats the last node. Returns "nothing" if there is none, and "often" if the counts are too large together. */
  repeat(min: number, max: number, greedy: boolean): "nothing" | "often" | "done" {
    const body = this.#stack.at(-1);
    if (body === undefined || isMarker(body)) return "nothing";
    this.#limits.allocate();
    const node: Node = { kind: "repeat", body, min, max, greedy };
    this.#stack[this.#stack.length - 1] = node;
    this.#limits.check(node, this.#pending);
    const isCounted = min >= 2 || (max >= 2 && max !== Number.POSITIVE_INFINITY);
    return isCounted && !isRepeatWithin(node, maxRepeat) ? "often" : "done";
  }

  /** Pushes the node on the stack. Returns the pushed node: a small class becomes a literal. */
  #push(node: Node): Node {
    this.#limits.addRunes(runeCount(node));
    const literal = node.kind === "class" ? this.#asLiteral(node.ranges) : null;
    const pushed = literal ?? node;
    const joined = this.#joinLiterals();
    this.#stack.push(pushed);
    // Go gives such a literal the node that the join has released, and does not check it.
    if (joined && literal !== null) this.#limits.allocate();
    else this.#limits.check(pushed, this.#pending);
    return pushed;
  }

  /** Turns a class of one code point, or of one letter in both cases, into a literal; null for other classes. */
  #asLiteral(ranges: readonly number[]): Node | null {
    const [low = 0, high = 0, nextLow, nextHigh] = ranges;
    if (ranges.length === 2 && low === high) return { kind: "literal", runes: [low], fold: false };
    const isPair = ranges.length === 2 ? low + 1 === high : ranges.length === 4 && low === high && nextLow === nextHigh;
    if (!isPair) return null;
    const orbit = this.#folding.orbit(low);
    return orbit.length === 2 && orbit.includes(nextLow ?? high) ? { kind: "literal", runes: [low], fold: true } : null;
  }

  /**
   * Appends the last literal to the one before it. Returns false if these are not two literals with the same folding.
   */
  #joinLiterals(): boolean {
    const last = this.#stack.at(-1);
    const before = this.#stack.at(-2);
    if (last?.kind !== "literal" || before?.kind !== "literal" || last.fold !== before.fold) return false;
    this.#stack.pop();
    // Append in place where the runes are an array, so that the node stays the same object for the limits too.
    const runes = Array.isArray(before.runes) ? before.runes : Array.from(before.runes);
    for (let n = 0; n < last.runes.length; n++) runes.push(last.runes[n]);
    if (runes !== before.runes) this.#stack[this.#stack.length - 1] = { ...before, runes };
    this.#limits.release();
    return true;
  }

  #concatenate(): void {
    this.#joinLiterals();
    const nodes = this.#popNodes();
    if (nodes.length === 0) this.#limits.allocate();
    this.#push(nodes.length === 0 ? { kind: "empty" } : this.#joiner.join(nodes, "concat"));
  }

  /** Joins the alternatives of the innermost group into one node. */
  #alternate(): Node {
    this.#concatenate();
    if (this.#moveBelowBar()) this.#stack.pop();
    const nodes = this.#popNodes();
    const last = nodes.pop();
    if (last !== undefined) nodes.push(cleanClass(last));
    return this.#push(this.#joiner.join(nodes, "alternate"));
  }

  /** Moves the finished alternative below the bar, and merges it with the one there if both match one rune. */
  #moveBelowBar(): boolean {
    const stack = this.#stack;
    const bar = stack.at(-2);
    const last = stack.at(-1);
    if (bar?.kind !== "bar" || last === undefined || isMarker(last)) return false;
    const before = stack.at(-3);
    stack.pop();
    stack.pop();
    if (before !== undefined && !isMarker(before)) {
      stack.pop();
      if (isOneRune(last) && isOneRune(before)) {
        stack.push(this.#joiner.merge(before, last), bar);
        this.#limits.release();
        return true;
      }
      stack.push(cleanClass(before));
    }
    stack.push(last, bar);
    return true;
  }

  #popNodes(): Node[] {
    let start = this.#stack.length;
    while (start > 0 && !isMarker(this.#stack[start - 1])) start--;
    // The fast path for a single node, by far the most common case: it avoids splice, which is slow.
    const last = start === this.#stack.length - 1 ? this.#stack.pop() : undefined;
    if (last !== undefined) return isMarker(last) ? [] : [last];
    return this.#stack.splice(start).filter((entry): entry is Node => !isMarker(entry));
  }
}

function isMarker<Flags>(entry: Entry<Flags> | undefined): entry is Marker<Flags> {
  return entry?.kind === "group" || entry?.kind === "bar";
}

function runeCount(node: Node): number {
  if (node.kind === "literal") return node.runes.length;
  return node.kind === "class" ? node.ranges.length : 0;
}
