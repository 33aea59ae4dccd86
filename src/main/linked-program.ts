import { accessSync, constants, readlinkSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { type ProgramName, programCalledAs } from "./called-as.js";

/** The system follows as many links. */
const longestChain = 40;

/**
 * Which program a link with a name of the user's own leads to. The first target that names a program counts, or else
 * `executable`, the file that runs.
 *
 * @param called as typed; looked up in `searchPath` (the variable PATH) if it has no directory
 */
export function programLinkedAs(called: string, searchPath: string, executable: string): ProgramName | null {
  const start = basename(called) === called ? findProgram(called, searchPath) : called;
  return (start && followLinks(start)) || programCalledAs(executable);
}

/** The file that a shell would run for a name without a directory. */
function findProgram(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function followLinks(start: string): ProgramName | null {
  let path = start;
  for (let count = 0; count < longestChain; count++) {
    const target = readLink(path);
    if (target === null) return null;
    const program = programCalledAs(target);
    if (program) return program;
    path = isAbsolute(target) ? target : resolve(dirname(path), target);
  }
  return null;
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
