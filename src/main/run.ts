import { withBun } from "../cli/bun-host.js";
import type { Host } from "../cli/host.js";
import { createHost } from "../cli/node-host.js";

/** Runs a program on this process: its words, its streams; its exit code is the process's. */
export function runMain(program: (host: Host) => Promise<number>): void {
  void program(processHost()).then((code) => {
    process.exitCode = code;
  });
}

/** Node starts a script, and names it second; a standalone program is called itself. */
function processHost(): Host {
  const [, script = "", ...words] = process.argv;
  if (process.versions["bun"] === undefined) return createHost(words, script);
  return withBun(createHost(words, process.argv0));
}
