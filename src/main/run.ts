import type { Host } from "../cli/host.js";
import { createHost } from "../cli/node-host.js";

/** Runs a program on this process: its words, its streams; its exit code is the process's. */
export function runMain(program: (host: Host) => Promise<number>): void {
  // Node starts a script, and names it second; a standalone program is called itself.
  const [, script = "", ...words] = process.argv;
  const name = process.versions["bun"] === undefined ? script : process.argv0;
  void program(createHost(words, name)).then((code) => {
    process.exitCode = code;
  });
}
