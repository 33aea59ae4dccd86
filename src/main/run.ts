import type { Program } from "../cli/program.js";
import { createNodeHost } from "../host/node/node-host.js";
import { failIfUnfinished } from "./unfinished.js";

/** Runs a program in this process: its arguments, streams and exit code are the process's. */
export function runMain(program: Program): void {
  // The first word is the runtime, the second the script.
  const [, script = "", ...words] = process.argv;
  const host = createNodeHost(words, script);
  failIfUnfinished(host);
  void program(host).then((code) => {
    process.exitCode = code;
  });
}
