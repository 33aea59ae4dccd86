import { concat } from "../../go/bytes.js";
import { findZoneOffset } from "../../go/time/zone.js";
import type { Files } from "../files.js";
import type { Host } from "../host.js";
import { localTime } from "../local-time.js";
import { createProcessHost } from "../process-host.js";
import { type LibC, openLibC } from "./libc.js";
import { createLibcFiles, readToEnd } from "./libc-files.js";
import { haveSameAttributes } from "./libc-replace.js";
import { readTimeZone } from "./time-zone.js";

const { Bun } = globalThis as unknown as {
  Bun: { readonly argv: readonly string[]; readonly version: string };
};

export interface BunHost extends Host {
  /** Ends the process. All output has been written by then. */
  exit(code: number): never;
}

/**
 * Makes the host of a standalone program. Some things that cost almost nothing on Node take longer on Bun than the rest
 * of the run: loading node:fs (1 ms), the streams behind get-stdin (15 ms), and the first look at the local time zone
 * (6 ms). So the C library reads files and standard input, and the time zone is looked up in its file, as Go does it.
 * `exit` skips the runtime's cleanup, which takes 0.5 ms.
 *
 * @param programName as typed
 */
export function createBunHost(programName: string): BunHost {
  const libc = openLibC();
  const files = libc ? createLibcFiles(libc, () => loadNodeFiles(libc)) : loadNodeFiles(null);
  let zone: Uint8Array | null | undefined;
  const host = createProcessHost({
    // The first word is the runtime, the second the program.
    words: Bun.argv.slice(2),
    programName,
    runtime: `bun${Bun.version}`,
    files,
    async readStdin() {
      const { bytes, isWhole } = libc ? readToEnd(libc, 0) : { bytes: new Uint8Array(), isWhole: false };
      if (isWhole) return bytes;
      const { readStdin } = await import("./blocking-stdin.js");
      return concat([bytes, readStdin()]);
    },
    async *stdinParts() {
      const { stdinParts } = await import("./blocking-stdin.js");
      yield* stdinParts();
    },
    localTime(milliseconds) {
      // Windows has no zone files.
      if (process.platform === "win32") return localTime(milliseconds);
      if (zone === undefined) zone = readTimeZone(process.env["TZ"], files);
      // Go uses UTC if there is no zone file.
      const offset = zone ? findZoneOffset(zone, Math.floor(milliseconds / 1000)) : 0;
      if (offset === undefined) return localTime(milliseconds);
      const text = new Date(milliseconds + offset * 1000).toISOString();
      return `${text.slice(0, 10).replaceAll("-", "/")} ${text.slice(11, 19)}`;
    },
  });
  return Object.assign(host, {
    exit(code: number): never {
      if (process.listenerCount("exit") === 0) libc?.exit(code);
      process.exit(code);
    },
  });
}

/** Files through node:fs. It cannot see extended attributes, so the C library compares those. */
function loadNodeFiles(libc: LibC | null): Files {
  const { createNodeFiles }: typeof import("../node-files.js") = require("../node-files.js");
  const { nodeFileCalls }: typeof import("../node-file-calls.js") = require("../node-file-calls.js");
  if (!libc) return createNodeFiles(nodeFileCalls);
  return createNodeFiles({ ...nodeFileCalls, haveSameAttributes: (...files) => haveSameAttributes(libc, ...files) });
}
