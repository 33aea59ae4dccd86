import { fstatSync } from "node:fs";
import { GoError } from "../../go/errors.js";
import type { Host } from "../host.js";
import { localTime } from "../local-time.js";
import { nodeFiles } from "../node-files.js";
import { createProcessHost } from "../process-host.js";

/**
 * The runtime's name and version, as Go says `go1.24.4`. Bun and Deno run these programs too, and say that they are some
 * version of Node.
 */
export function nameRuntime({ bun, deno, node }: Readonly<Record<string, string | undefined>>): string {
  if (bun) return `bun${bun}`;
  return deno ? `deno${deno}` : `node${node}`;
}

/** Makes the host of a program that runs on Node. `programName` is as typed. */
export function createNodeHost(words: readonly string[], programName: string): Host {
  return createProcessHost({
    words,
    programName,
    runtime: nameRuntime(process.versions),
    files: nodeFiles,
    readStdin,
    stdinParts,
    localTime,
  });
}

async function readStdin(): Promise<Uint8Array> {
  if (isDirectory(0)) throw new GoError("read /dev/stdin: is a directory");
  const { default: getStdin } = await import("get-stdin");
  return getStdin.buffer({ allowTTY: true });
}

async function* stdinParts(): AsyncIterable<Uint8Array> {
  if (isDirectory(0)) throw new GoError("read /dev/stdin: is a directory");
  yield* process.stdin;
}

function isDirectory(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}
