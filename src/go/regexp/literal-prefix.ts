import { opcode, type Program } from "./program.js";

/** The text at the beginning of every match of a program. */
export interface LiteralPrefix {
  /** Empty if there is none. */
  readonly text: string;
  /** Whether the program matches nothing but this text. */
  readonly isAll: boolean;
}

/** A longer prefix is cut, because searching for more of it saves no time. */
const maxRunes = 1 << 20;

/** Finds the code points that a program must consume first. It stops at the first branch, class or assertion. */
export function findLiteralPrefix({ codes, next, operands, start }: Program): LiteralPrefix {
  let text = "";
  let index = start;
  for (let count = 0; codes[index] === opcode.rune && count < maxRunes; count++) {
    const rune = operands[index] ?? 0;
    // The text to match never has a surrogate, but a search for one would find half of a code point.
    if (rune >= 0xd800 && rune <= 0xdfff) break;
    text += String.fromCodePoint(rune);
    index = next[index] ?? 0;
  }
  return { text, isAll: codes[index] === opcode.match };
}
