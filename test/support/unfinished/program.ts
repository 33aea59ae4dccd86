import type { Program } from "../../../src/cli/program.js";

/** A program that waits for something that never comes. With an argument, it ends with that exit code. */
export const unfinished: Program = async ({ args: [code] }) => {
  await Promise.resolve();
  return code === undefined ? new Promise<number>(() => undefined) : Number(code);
};
