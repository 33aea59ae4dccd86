import { mkdirSync, statSync } from "node:fs";
import { GoError } from "../go/errors.js";
import { pathBytes } from "./node-file-calls.js";
import { systemReason } from "./system/errors.js";

/** Makes a folder that does not exist, with those above it (see Host.makeFolder). */
export function makeFolder(path: string, announce: () => void): void {
  if (!isMissing(path)) return;
  announce();
  try {
    mkdirSync(pathBytes(path), { recursive: true, mode: 0o755 });
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    throw new GoError(`mkdir ${path}: ${systemReason(cause) ?? cause.message}`, { cause });
  }
}

/** False also if the path cannot be looked at, because something in it is no folder. */
function isMissing(path: string): boolean {
  try {
    statSync(pathBytes(path));
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ENOENT";
  }
}
