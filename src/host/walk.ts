import { lstatSync, readdirSync } from "node:fs";
import { GoError } from "../go/errors.js";
import { pathBytes } from "./node-file-calls.js";
import { systemReason } from "./system/errors.js";
import type { WalkStep } from "./walk-step.js";

/** Walks a folder in the order of Go's filepath.Walk: the folder, then what is in it, by name. Follows no links. */
export function* walkFiles(path: string): Generator<WalkStep> {
  try {
    const status = lstatSync(pathBytes(path));
    yield { path, isFile: status.isFile(), fault: null };
    if (!status.isDirectory()) return;
  } catch (cause) {
    yield { path, isFile: false, fault: explain("lstat", path, cause) };
    return;
  }
  let names: readonly string[];
  try {
    names = readdirSync(pathBytes(path)).map(String).sort();
  } catch (cause) {
    yield { path, isFile: false, fault: explain("open", path, cause) };
    return;
  }
  const folder = path === "." ? "" : `${path.replace(/\/+$/, "")}/`;
  for (const name of names) yield* walkFiles(folder + name);
}

function explain(call: string, path: string, error: unknown): GoError {
  const cause = error as NodeJS.ErrnoException;
  return new GoError(`${call} ${path}: ${systemReason(cause) ?? cause.message}`, { cause });
}
