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
  /** Ends the process. All that was written is out by then. */
  exit(code: number): never;
}

/**
 * The host as a standalone program has it. What costs next to nothing on Node takes longer on Bun than all else that a
 * program does: loading node:fs (1 ms), the streams that get-stdin reads through (15 ms), and the first look at the
 * local time zone (6 ms). So files and standard input are read by the C library, and the zone is looked up in its file,
 * as Go does it. The process ends without the runtime's tidying up (0.5 ms). `programName` is as typed.
 */
export function createBunHost(programName: string): BunHost {
  const libc = openLibC();
  const files = libc ? createLibcFiles(libc, () => loadNodeFiles(libc)) : loadNodeFiles(null);
  let zone: Uint8Array | null | undefined;
  const host = createProcessHost({
    // The runtime comes first, and the program second.
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
    localTime(milliseconds) {
      // Windows has no such files.
      if (process.platform === "win32") return localTime(milliseconds);
      if (zone === undefined) zone = readTimeZone(process.env["TZ"], files);
      // Without a file there is no zone but UTC.
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

/** Files by node:fs, which sees with the C library's eyes what it cannot see itself. */
function loadNodeFiles(libc: LibC | null): Files {
  const { createNodeFiles }: typeof import("../node-files.js") = require("../node-files.js");
  const { nodeFileCalls }: typeof import("../node-file-calls.js") = require("../node-file-calls.js");
  if (!libc) return createNodeFiles(nodeFileCalls);
  return createNodeFiles({ ...nodeFileCalls, haveSameAttributes: (...files) => haveSameAttributes(libc, ...files) });
}
