import type { CaseFolding } from "../unicode.js";
import type { Assertion, Literal, Node } from "./node.js";
import { syntaxError } from "./syntax-error.js";

/** The kinds of instructions. Those from `rune` on consume a code point. */
export const opcode = { match: 0, split: 1, assert: 2, rune: 3, class: 4, anyButNewline: 5, any: 6 } as const;

/** The assertions. An operand is an index in this list. */
export const assertions: readonly Assertion[] = [
  "beginLine",
  "endLine",
  "beginText",
  "endText",
  "wordBoundary",
  "noWordBoundary",
];

/**
 * A nondeterministic automaton. Instruction i is of the kind codes[i] and goes on at next[i]. operands[i] is the other
 * branch of a split, a code point, or the index of a class or of an assertion.
 */
export interface Program {
  readonly codes: Uint8Array;
  readonly next: Int32Array;
  readonly operands: Int32Array;
  readonly classes: readonly (readonly number[])[];
  readonly start: number;
  readonly length: number;
}

/**
 * The limit of instructions, about 300 MB. Only a long literal, in particular a repeated one, gets near it: of all
 * others the parser accepts a tenth of this at most. Go would need more than 4 GB for so many.
 */
const maxLength = 1 << 25;

/** Compiles a parsed regular expression. Throws GoError if the program has too many instructions. */
export function compileProgram(root: Node, folding: CaseFolding, expression: string): Program {
  return new Compiler(folding, expression).compile(root);
}

class Compiler {
  readonly #folding: CaseFolding;
  readonly #expression: string;
  readonly #classes: (readonly number[])[] = [];
  readonly #classIndexes = new Map<readonly number[], number>();
  #codes = new Uint8Array(64);
  #next = new Int32Array(64);
  #operands = new Int32Array(64);
  #length = 0;

  constructor(folding: CaseFolding, expression: string) {
    this.#folding = folding;
    this.#expression = expression;
  }

  compile(root: Node): Program {
    const start = this.#node(root, this.#emit(opcode.match, 0, 0));
    const [codes, next, operands, length] = [this.#codes, this.#next, this.#operands, this.#length];
    return { codes, next, operands, classes: this.#classes, start, length };
  }

  /** Emits the instructions that match the node and go on at `next`. Returns the index of the first one. */
  #node(node: Node, next: number): number {
    switch (node.kind) {
      case "literal":
        return this.#literal(node, next);
      case "class":
        return this.#class(node.ranges, next);
      case "openClass":
        return this.#class(node.union.clean(), next);
      case "any":
        return this.#emit(opcode.any, 0, next);
      case "anyButNewline":
        return this.#emit(opcode.anyButNewline, 0, next);
      case "assertion":
        return this.#emit(opcode.assert, assertions.indexOf(node.assertion), next);
      case "capture":
        return this.#node(node.body, next);
      case "concat":
        return node.parts.reduceRight((after, part) => this.#node(part, after), next);
      case "alternate":
        return this.#alternate(node.parts, next);
      case "repeat":
        return this.#repeat(node.body, node.min, node.max, next);
      default:
        return next;
    }
  }

  #alternate(parts: readonly Node[], next: number): number {
    const starts = parts.map((part) => this.#node(part, next));
    return starts.reduceRight((other, start) => this.#emit(opcode.split, other, start));
  }

  #repeat(body: Node, min: number, max: number, next: number): number {
    let start = next;
    let required = min;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#emit(opcode.split, next, next);
      const bodyStart = this.#node(body, loop);
      this.#next[loop] = bodyStart;
      // The last required round is part of the loop: x{2,} is xx+.
      start = min === 0 ? loop : bodyStart;
      required--;
    } else {
      for (let optional = max - min; optional > 0; optional--) {
        start = this.#emit(opcode.split, next, this.#node(body, start));
      }
    }
    for (; required > 0; required--) start = this.#node(body, start);
    return start;
  }

  #literal({ runes, fold }: Literal, next: number): number {
    let start = next;
    for (let n = runes.length - 1; n >= 0; n--) start = this.#rune(runes[n] ?? 0, fold, start);
    return start;
  }

  #rune(rune: number, fold: boolean, next: number): number {
    if (!fold) return this.#emit(opcode.rune, rune, next);
    const ranges = this.#folding.orbitRanges(rune);
    if (ranges.length === 2) return this.#emit(opcode.rune, rune, next);
    return this.#class(ranges, next);
  }

  #class(ranges: readonly number[], next: number): number {
    let index = this.#classIndexes.get(ranges);
    if (index === undefined) {
      index = this.#classes.push(ranges) - 1;
      this.#classIndexes.set(ranges, index);
    }
    return this.#emit(opcode.class, index, next);
  }

  #emit(code: number, operand: number, next: number): number {
    if (this.#length === this.#codes.length) this.#grow();
    const index = this.#length++;
    this.#codes[index] = code;
    this.#operands[index] = operand;
    this.#next[index] = next;
    return index;
  }

  #grow(): void {
    const capacity = this.#length * 2;
    if (capacity > maxLength) throw syntaxError("expression too large", this.#expression);
    const grow = <Words extends Uint8Array | Int32Array>(words: Words, grown: Words): Words => {
      grown.set(words);
      return grown;
    };
    this.#codes = grow(this.#codes, new Uint8Array(capacity));
    this.#next = grow(this.#next, new Int32Array(capacity));
    this.#operands = grow(this.#operands, new Int32Array(capacity));
  }
}
