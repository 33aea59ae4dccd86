import { opcode, type Program } from "./program.js";

/** What every match of a program begins with. */
export interface LiteralPrefix {
  /** Empty if there is none. */
  readonly text: string;
  /** Whether the program matches nothing but this text. */
  readonly isAll: boolean;
}

/** A longer prefix is cut: the search for it saves no more time. */
const maxRunes = 1 << 20;

/** Finds the code points that a program consumes, one after the other, before anything else can happen. */
export function findLiteralPrefix({ codes, next, operands, start }: Program): LiteralPrefix {
  let text = "";
  let index = start;
  for (let count = 0; codes[index] === opcode.rune && count < maxRunes; count++) {
    const rune = operands[index] ?? 0;
    // No text holds a surrogate, but half of a code point would look like one.
    if (rune >= 0xd800 && rune <= 0xdfff) break;
    text += String.fromCodePoint(rune);
    index = next[index] ?? 0;
  }
  return { text, isAll: codes[index] === opcode.match };
}
