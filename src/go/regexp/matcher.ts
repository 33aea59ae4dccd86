import { hasRune } from "../unicode/ranges.js";
import { findLiteralPrefix, type LiteralPrefix } from "./literal-prefix.js";
import type { Assertion } from "./node.js";
import { assertions, opcode, type Program } from "./program.js";

const newline = 10;

/** The largest number that #reached can hold. */
const maxPosition = 0x7fffffff;

/** No code point: the value before the first and after the last one. */
const noRune = -1;

/** Runs a program. It allocates its memory once for all texts. */
export class Matcher {
  readonly #program: Program;
  #prefix: LiteralPrefix | null = null;
  #states: States | null = null;

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * Whether the program matches anywhere in the text, which must not have surrogates. It follows all states at the same
   * time, code point by code point, so the time is at most the length of the text times that of the program. When no
   * state is left, it jumps to the next place that has the prefix of every match.
   */
  matchesAnywhere(text: string): boolean {
    this.#prefix ??= findLiteralPrefix(this.#program);
    const prefix = this.#prefix;
    if (prefix.isAll) return text.includes(prefix.text);
    this.#states ??= new States(this.#program);
    const states = this.#states;
    states.reset();
    let before = noRune;
    for (let at = 0; ; ) {
      if (prefix.text !== "" && states.isEmpty()) {
        const found = text.indexOf(prefix.text, at);
        if (found < 0) return false;
        if (found > at) before = codePointBefore(text, found);
        at = found;
      }
      const after = text.codePointAt(at) ?? noRune;
      if (states.follow(before, after)) return true;
      if (after === noRune) return false;
      states.consume(after);
      before = after;
      at += after > 0xffff ? 2 : 1;
    }
  }
}

function codePointBefore(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff;
  return text.codePointAt(isLow ? at - 2 : at - 1) ?? noRune;
}

/** The instructions reached at one position of the text. */
class States {
  readonly #program: Program;
  /** For each instruction, the last position that reached it. Positions count from 1 and go on from text to text. */
  readonly #reached: Int32Array;
  readonly #stack: Int32Array;
  /** Instructions that consume a code point. */
  readonly #waiting: Int32Array;
  #waitingLength = 0;
  /** The instructions after those that consumed the last code point. */
  readonly #arrived: Int32Array;
  #arrivedLength = 0;
  #position = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#reached = new Int32Array(program.length);
    this.#stack = new Int32Array(program.length);
    this.#waiting = new Int32Array(program.length);
    this.#arrived = new Int32Array(program.length);
  }

  /** Starts a new text. */
  reset(): void {
    this.#arrivedLength = 0;
  }

  /** Whether no match has begun, so that one can only begin here. */
  isEmpty(): boolean {
    return this.#arrivedLength === 0;
  }

  /**
   * Follows the instructions that consume nothing, from the reached ones and from the start. Returns true if they lead
   * to a match. `before` and `after` are the code points around the position.
   */
  follow(before: number, after: number): boolean {
    const { start } = this.#program;
    if (this.#position === maxPosition) {
      this.#reached.fill(0);
      this.#position = 0;
    }
    this.#position++;
    this.#waitingLength = 0;
    for (let n = 0; n < this.#arrivedLength; n++) {
      if (this.#followFrom(this.#arrived[n] ?? start, before, after)) return true;
    }
    return this.#followFrom(start, before, after);
  }

  #followFrom(first: number, before: number, after: number): boolean {
    const { codes, next, operands } = this.#program;
    let depth = this.#reach(first, 0);
    while (depth > 0) {
      const index = this.#stack[--depth] ?? 0;
      const code = codes[index];
      const follower = next[index] ?? 0;
      if (code === opcode.match) return true;
      if (code === opcode.split) depth = this.#reach(follower, this.#reach(operands[index] ?? 0, depth));
      else if (holds(assertions[operands[index] ?? 0], before, after)) depth = this.#reach(follower, depth);
    }
    return false;
  }

  /**
   * Records that this position reached an instruction, unless it has done so before. An instruction that consumes
   * waits; any other goes on the stack. Returns the new depth of the stack.
   */
  #reach(index: number, depth: number): number {
    if (this.#reached[index] === this.#position) return depth;
    this.#reached[index] = this.#position;
    if ((this.#program.codes[index] ?? 0) >= opcode.rune) {
      this.#waiting[this.#waitingLength++] = index;
      return depth;
    }
    this.#stack[depth] = index;
    return depth + 1;
  }

  consume(rune: number): void {
    const { codes, next, operands, classes } = this.#program;
    this.#arrivedLength = 0;
    for (let n = 0; n < this.#waitingLength; n++) {
      const index = this.#waiting[n] ?? 0;
      if (consumes(codes[index], operands[index] ?? 0, classes, rune))
        this.#arrived[this.#arrivedLength++] = next[index] ?? 0;
    }
  }
}

function consumes(
  code: number | undefined,
  operand: number,
  classes: readonly (readonly number[])[],
  rune: number,
): boolean {
  switch (code) {
    case opcode.rune:
      return operand === rune;
    case opcode.class:
      return hasRune(classes[operand] ?? [], rune);
    case opcode.anyButNewline:
      return rune !== newline;
    default:
      return true;
  }
}

function holds(assertion: Assertion | undefined, before: number, after: number): boolean {
  switch (assertion) {
    case "beginLine":
      return before === noRune || before === newline;
    case "endLine":
      return after === noRune || after === newline;
    case "beginText":
      return before === noRune;
    case "endText":
      return after === noRune;
    case "wordBoundary":
      return isWord(before) !== isWord(after);
    default:
      return isWord(before) === isWord(after);
  }
}

function isWord(rune: number): boolean {
  const isLetter = (rune >= 0x41 && rune <= 0x5a) || (rune >= 0x61 && rune <= 0x7a);
  return isLetter || (rune >= 0x30 && rune <= 0x39) || rune === 0x5f;
}
