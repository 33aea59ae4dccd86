import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether PATH has the program. It is not started. */
export function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether PATH has all of the programs. If not, a line says which are missing, and what is not tested without them. */
export function areInstalled(programs: readonly string[], untested: string): boolean {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length > 0) saySkipped(`Not installed: ${missing.join(", ")}.`, untested);
  return missing.length === 0;
}

/** Says on standard error what is not tested and why. Jest does not show the console of a file all of which is skipped. */
export function saySkipped(why: string, untested: string): void {
  process.stderr.write(`${why} Skipped: ${untested}.\n`);
}
