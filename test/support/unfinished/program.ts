import type { Program } from "../../../src/cli/program.js";

/** A program that waits for what never comes; with a word, it has an answer: that exit code. */
export const unfinished: Program = async ({ args: [code] }) => {
  await Promise.resolve();
  return code === undefined ? new Promise<number>(() => undefined) : Number(code);
};
