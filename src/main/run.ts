import type { Program } from "../cli/program.js";
import { createNodeHost } from "../host/node/node-host.js";
import { failIfUnfinished } from "./unfinished.js";

/** Runs a program as this process: its words, its streams; its exit code is the process's. */
export function runMain(program: Program): void {
  // Node starts a script, and names it second.
  const [, script = "", ...words] = process.argv;
  const host = createNodeHost(words, script);
  failIfUnfinished(host);
  void program(host).then((code) => {
    process.exitCode = code;
  });
}
