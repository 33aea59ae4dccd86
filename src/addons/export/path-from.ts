import { ExportError } from "./export-error.js";

const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/;

/**
 * The path of a file as another file has to name it, which looks from its own folder: both are from where the command
 * runs.
 *
 * @throws ExportError if that takes knowing where it runs
 */
export function pathFrom(file: string, target: string): string {
  if (absolute.test(target)) return target;
  const folder = partsOf(file).slice(0, -1);
  if (absolute.test(file) || folder.includes("..")) {
    throw new ExportError(`${file} can only name ${target} by its whole path: give that`);
  }
  const parts = partsOf(target);
  let common = 0;
  while (common < folder.length && common < parts.length - 1 && folder[common] === parts[common]) common++;
  return [...folder.slice(common).map(() => ".."), ...parts.slice(common)].join("/");
}

/** The parts of a path, without `.` and with `..` only at its start. */
function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts;
}

/** A path in its shortest form. */
export function normalPath(path: string): string {
  return (/^[\\/]/.test(path) ? "/" : "") + partsOf(path).join("/");
}
