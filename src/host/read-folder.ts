import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { sep } from "node:path";
import { GoError } from "../go/errors.js";
import { decodeUtf8 } from "../go/utf8.js";
import type { FolderContents, FolderFile, FolderLimits } from "./folders.js";
import { pathBytes } from "./node-file-calls.js";
import { systemReason } from "./system/errors.js";

/**
 * Reads the files of a folder and of those below it, in the order of their names, or a single file. Links are followed
 * if they stay inside the folder; each real folder is walked once, so links that go round end. Nothing but regular
 * files is opened.
 *
 * @throws GoError with Go's text if the folder itself cannot be read
 */
export function readFolder(named: string, limits: FolderLimits): FolderContents {
  const root = withText("open", named, () => realPath(named));
  const state: Walk = { root, limits, bytes: 0 };
  if (!withText("open", named, () => statSync(pathBytes(root))).isDirectory()) {
    return { files: [readFile(root, lastName(named), "other", state)], folders: [] };
  }
  withText("open", named, () => readdirSync(pathBytes(root)));
  const files: FolderFile[] = [];
  const folders: string[] = [];
  const walked = new Set<string>();
  const add = (file: FolderFile) => {
    if (files.length >= limits.mostFiles) {
      throw new GoError(`${named}: more than ${limits.mostFiles} files; name the folders that matter`);
    }
    files.push(file);
    limits.onFile?.(files.length);
  };
  const walk = (folder: string, path: string): void => {
    const identity = attempt(() => identify(folder));
    const entries = attempt(() => entriesOf(folder));
    if (typeof identity !== "string" || "code" in entries) {
      const fault = typeof identity === "string" ? entries : identity;
      // A folder that has gone meanwhile is missed by nobody.
      const isGone = "code" in fault && fault.code === "ENOENT";
      if (!isGone) add({ path, bytes: null, mode: null, skipped: reasonOf(fault), isMissed: true });
      return;
    }
    if (walked.has(identity)) return;
    walked.add(identity);
    folders.push(path);
    // Links to folders come last: a folder is known by its own name first.
    const below: string[] = [];
    const linked: string[] = [];
    for (const { name, kind } of entries) {
      const inner = path === "" ? name : `${path}/${name}`;
      const full = inside(folder, name);
      if (kind === "folder") below.push(name);
      else if (kind === "link" && leadsToFolder(full, root)) linked.push(name);
      else add(readFile(full, inner, kind, state));
    }
    for (const name of [...below, ...linked]) walk(inside(folder, name), path === "" ? name : `${path}/${name}`);
  };
  walk(root, "");
  return { files, folders };
}

type EntryKind = "file" | "folder" | "link" | "other";

/** What a folder holds, by name. */
function entriesOf(folder: string): readonly { readonly name: string; readonly kind: EntryKind }[] {
  const entries = readdirSync(pathBytes(folder), { withFileTypes: true });
  const found = entries.some(({ name }) => name.includes("\ufffd"))
    ? entriesByBytes(folder)
    : entries.map((entry) => ({ name: entry.name, kind: kindOfEntry(entry) }));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The runtimes replace what is not UTF-8 in a name, unless they give its bytes, and then Bun does not tell its kind. */
function entriesByBytes(folder: string) {
  return readdirSync(pathBytes(folder), { encoding: "buffer" }).map((bytes) => {
    const name = decodeUtf8(bytes);
    const status = attempt(() => lstatSync(pathBytes(inside(folder, name))));
    return { name, kind: "isFile" in status ? kindOfEntry(status) : ("other" as const) };
  });
}

function kindOfEntry(entry: Pick<Dirent | Stats, "isFile" | "isDirectory" | "isSymbolicLink">): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** Opens without waiting for a writer, and without following a link that was put there in the meantime. */
function readFile(full: string, path: string, kind: EntryKind, walk: Walk): FolderFile {
  const { root, limits } = walk;
  let status: Stats | null = null;
  const skip = (reason?: string, isMissed = false): FolderFile => ({
    ...{ path, bytes: null, mode: modeOf(status) },
    ...(reason === undefined ? {} : { skipped: reason, isMissed }),
  });
  try {
    const real = kind === "link" ? realPath(full) : full;
    if (kind === "link" && !isInside(real, root)) return skip("a link that leads out of the folder");
    if (kind !== "file") {
      // Opening a device may do something, and opening a pipe wakes up who writes to it.
      status = statSync(pathBytes(real));
      if (!status.isFile()) return skip(nameKind(status));
    }
    const file = openSync(pathBytes(real), openFlags);
    try {
      status = fstatSync(file);
      if (!status.isFile()) return skip(nameKind(status));
      const { size } = status;
      const head = readUpTo(file, Math.min(size, headBytes));
      // What is no text and no DER is passed by without a word, however large.
      if (limits.isWanted?.(head) === false) return skip();
      if (size > limits.mostBytes) return skip(`larger than ${limits.mostBytes >> 20} MB`, true);
      if (walk.bytes + size > limits.mostTotalBytes) return skip("too much to read", true);
      const bytes = size > head.length ? readOn(file, head, size) : head;
      walk.bytes += size;
      if (hasChanged(status, fstatSync(file)) || bytes.length < size) return skip("it changed while it was read", true);
      return { path, bytes, mode: modeOf(status) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    status ??= statusOf(full);
    // A file that has gone meanwhile, and a link that leads nowhere, are no files.
    return skip(reasonOf(cause), !["ENOENT", "ELOOP"].includes((cause as NodeJS.ErrnoException).code ?? ""));
  }
}

/** Windows has neither of the last two. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
const headBytes = 4096;

/** An error of the system always has a code. */
type Fault = NodeJS.ErrnoException & { readonly code: string };

/** What a walk has read so far. */
interface Walk {
  readonly root: string;
  readonly limits: FolderLimits;
  bytes: number;
}

function readUpTo(file: number, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  const length = fill(file, bytes, 0);
  return length === most ? bytes : bytes.subarray(0, length);
}

function readOn(file: number, head: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(head);
  const length = fill(file, bytes, head.length);
  return length === size ? bytes : bytes.subarray(0, length);
}

/** Reads into the bytes from `start`, until they are full or the file ends; returns how many there are then. */
function fill(file: number, bytes: Uint8Array, start: number): number {
  let length = start;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}

function hasChanged(before: Stats, after: Stats): boolean {
  return before.size !== after.size || before.mtimeMs !== after.mtimeMs;
}

function statusOf(full: string): Stats | null {
  const status = attempt(() => lstatSync(pathBytes(full)));
  return "isFile" in status && status.isFile() ? status : null;
}

function leadsToFolder(link: string, root: string): boolean {
  const target = attempt(() => realPath(link));
  if (typeof target !== "string" || !isInside(target, root)) return false;
  const status = attempt(() => statSync(pathBytes(target)));
  return "isDirectory" in status && status.isDirectory();
}

function nameKind(status: Stats): string {
  if (status.isFIFO()) return "a named pipe";
  if (status.isSocket()) return "a socket";
  return status.isDirectory() ? "a folder" : "a device";
}

/** Windows has access lists instead. */
function modeOf(status: Stats | null): number | null {
  return status === null || process.platform === "win32" ? null : status.mode & 0o7777;
}

/** Tells apart folders. Resolving the path of each would take quadratic time where they are nested deeply. */
function identify(folder: string): string {
  const { dev, ino } = statSync(pathBytes(folder), { bigint: true });
  return `${dev}:${ino}`;
}

/** node:path replaces what is not UTF-8 in Bun. */
function inside(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf(sep)) + 1);
}

function realPath(path: string): string {
  return decodeUtf8(realpathSync.native(pathBytes(path), { encoding: "buffer" }));
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function attempt<T>(action: () => T): T | Fault {
  try {
    return action();
  } catch (cause) {
    return cause as Fault;
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
