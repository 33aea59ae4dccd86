import type { Program } from "../cli/program.js";
import { createNodeHost } from "../host/node/node-host.js";

/** Runs a program as this process: its words, its streams; its exit code is the process's. */
export function runMain(program: Program): void {
  // Node starts a script, and names it second.
  const [, script = "", ...words] = process.argv;
  void program(createNodeHost(words, script)).then((code) => {
    process.exitCode = code;
  });
}
