import { readFileSync } from "node:fs";
import { GoError } from "../go/errors.js";
import { zoneOffset } from "../go/time/zone.js";
import type { Host } from "./host.js";

interface BunStdin {
  bytes(): Promise<Uint8Array>;
}

/**
 * The host as a standalone program has it. Two things that cost next to nothing on Node take longer on Bun than all
 * else that a program does: the streams that get-stdin reads through (15 ms), and the first look at the local time
 * zone (5 ms). So Bun reads standard input itself, and the zone is looked up in its file, as Go does it.
 */
export function withBun(host: Host): Host {
  const { stdin } = (globalThis as unknown as { Bun: { stdin: BunStdin } }).Bun;
  let taken = false;
  let zone: Uint8Array | undefined;
  return {
    ...host,
    async readStdin() {
      if (taken) return new Uint8Array();
      taken = true;
      return stdin.bytes().catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== "EISDIR") throw cause;
        throw new GoError("read /dev/stdin: is a directory", { cause });
      });
    },
    localTime(milliseconds) {
      zone ??= readZone(host.env("TZ"));
      const offset = zone.length === 0 ? undefined : zoneOffset(zone, Math.floor(milliseconds / 1000));
      if (offset === undefined) return host.localTime(milliseconds);
      const text = new Date(milliseconds + offset * 1000).toISOString();
      return `${text.slice(0, 10).replaceAll("-", "/")} ${text.slice(11, 19)}`;
    },
  };
}

const zoneFolders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

/** The TZif file of the time zone that TZ names (undefined: the machine's own); empty when there is none. */
function readZone(variable: string | undefined): Uint8Array {
  const name = variable?.replace(/^:/, "") || "UTC";
  const places = name.startsWith("/") ? [name] : zoneFolders.map((folder) => `${folder}/${name}`);
  for (const path of variable === undefined ? ["/etc/localtime"] : places) {
    try {
      return readFileSync(path);
    } catch {
      // Not there: the next one may be.
    }
  }
  return new Uint8Array();
}
