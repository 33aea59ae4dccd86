import { closeSync, constants, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { concat } from "../go/bytes.js";
import { GoError } from "../go/errors.js";
import type { FolderContents, FolderFile, FolderLimits } from "./folders.js";
import { systemReason } from "./system-errors.js";

/**
 * Reads the files of a folder and of those below it, in the order of their names, or a single file. Links are followed
 * if they stay inside the folder; each real folder is walked once, so links that go round end. Nothing but regular
 * files is opened.
 *
 * @throws GoError with Go's text if the folder itself cannot be read
 */
export function readFolder(named: string, limits: FolderLimits): FolderContents {
  const root = withText("open", named, () => realpathSync(named));
  const state: Walk = { root, limits, bytes: 0 };
  if (!withText("open", named, () => statSync(root)).isDirectory()) {
    return { files: [readFile(root, basename(named), false, state)], folders: [] };
  }
  withText("open", named, () => readdirSync(root));
  const files: FolderFile[] = [];
  const folders: string[] = [];
  const walked = new Set<string>();
  const walk = (folder: string, path: string): void => {
    const real = attempt(() => realpathSync(folder));
    const entries = attempt(() => readdirSync(folder, { withFileTypes: true }));
    if (typeof real !== "string" || walked.has(real)) return;
    walked.add(real);
    if (!Array.isArray(entries)) {
      files.push({ path, bytes: null, mode: null, skipped: reasonOf(entries), isMissed: true });
      return;
    }
    folders.push(path);
    // Links to folders come last: a folder is known by its own name first.
    const below: string[] = [];
    const linked: string[] = [];
    const byName = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of byName) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      const full = join(folder, entry.name);
      if (entry.isDirectory()) below.push(entry.name);
      else if (entry.isSymbolicLink() && leadsToFolder(full, root)) linked.push(entry.name);
      else {
        if (files.length >= limits.mostFiles) {
          throw new GoError(`${named}: more than ${limits.mostFiles} files; name the folders that matter`);
        }
        files.push(readFile(full, inner, entry.isSymbolicLink(), state));
        limits.onFile?.(files.length);
      }
    }
    for (const name of [...below, ...linked]) walk(join(folder, name), path === "" ? name : `${path}/${name}`);
  };
  walk(root, "");
  return { files, folders };
}

/** Opens without waiting for a writer, and without following a link that was put there in the meantime. */
function readFile(full: string, path: string, isLink: boolean, walk: Walk): FolderFile {
  const { root, limits } = walk;
  let status: Stats | null = null;
  const skip = (reason?: string, isMissed = false): FolderFile => ({
    ...{ path, bytes: null, mode: modeOf(status) },
    ...(reason === undefined ? {} : { skipped: reason, isMissed }),
  });
  try {
    const real = isLink ? realpathSync.native(full) : full;
    if (isLink && !isInside(real, root)) return skip("a link that leads out of the folder");
    status = statSync(real);
    if (!status.isFile()) return skip(kindOf(status));
    const file = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      const head = readUpTo(file, Math.min(status.size, headBytes));
      // What is no text and no DER is passed by without a word, however large.
      if (limits.isWanted?.(head) === false) return skip();
      if (status.size > limits.mostBytes) return skip(`larger than ${limits.mostBytes >> 20} MB`, true);
      if (walk.bytes + status.size > limits.mostTotalBytes) return skip("too much to read", true);
      const rest = readUpTo(file, status.size - head.length);
      walk.bytes += status.size;
      return { path, bytes: rest.length === 0 ? head : concat([head, rest]), mode: modeOf(status) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    return skip(reasonOf(cause), (cause as NodeJS.ErrnoException).code !== "ENOENT");
  }
}

const headBytes = 4096;

/** What a walk has read so far. */
interface Walk {
  readonly root: string;
  readonly limits: FolderLimits;
  bytes: number;
}

function readUpTo(file: number, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let length = 0;
  while (length < most) {
    const count = readSync(file, bytes, length, most - length, null);
    if (count === 0) break;
    length += count;
  }
  return length === most ? bytes : bytes.subarray(0, length);
}

function leadsToFolder(link: string, root: string): boolean {
  const target = attempt(() => realpathSync(link));
  if (typeof target !== "string" || !isInside(target, root)) return false;
  const status = attempt(() => statSync(target));
  return "isDirectory" in status && status.isDirectory();
}

function kindOf(status: Stats): string {
  if (status.isFIFO()) return "a named pipe";
  if (status.isSocket()) return "a socket";
  return "a device";
}

/** Windows has access lists instead. */
function modeOf(status: Stats | null): number | null {
  return status === null || process.platform === "win32" ? null : status.mode & 0o7777;
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function attempt<T>(action: () => T): T | NodeJS.ErrnoException {
  try {
    return action();
  } catch (cause) {
    return cause as NodeJS.ErrnoException;
  }
}

function reasonOf(cause: unknown): string {
  const error = cause as NodeJS.ErrnoException;
  return systemReason(error) ?? error.message;
}

function withText<T>(operation: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new GoError(`${operation} ${path}: ${reasonOf(cause)}`, { cause });
  }
}
