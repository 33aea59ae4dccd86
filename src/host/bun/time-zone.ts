import type { Files } from "../files.js";

const zoneFolders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

/** The longest file that Go reads as a time zone, in bytes. TZ may name a file without end. */
const mostOfZone = 10 << 20;

/** The TZif file of the time zone that TZ names, or of the machine's own if TZ is undefined; null if there is none. */
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
