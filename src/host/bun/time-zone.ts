import type { Files } from "../files.js";

const zoneFolders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

/** Go takes no longer file for a time zone. TZ may name one without end. */
const mostOfZone = 10 << 20;

/** The TZif file of the time zone that TZ names (undefined: the machine's own); null when there is none. */
export function readTimeZone(variable: string | undefined, files: Files): Uint8Array | null {
  if (variable === undefined) return files.tryRead("/etc/localtime", mostOfZone);
  const name = variable.replace(/^:/, "") || "UTC";
  if (name.startsWith("/")) return files.tryRead(name, mostOfZone);
  for (const folder of zoneFolders) {
    const found = files.tryRead(`${folder}/${name}`, mostOfZone);
    if (found) return found;
  }
  return null;
}
