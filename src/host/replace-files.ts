import type { NewFile } from "./files.js";
import { sleep } from "./sleep.js";

/** What matters of a file that is about to be replaced. */
export interface Found {
  /** No other file has the same while this one is open. */
  readonly identity: string;
  /** A regular file that belongs to this user, or to anybody if this is root, with one name and no special mode bits. */
  readonly isPlain: boolean;
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
}

/** Calls of the system. They throw when they fail, except `find` and `remove`. */
export interface FileCalls {
  /** The file at a path, without following links; null if there is none or it cannot be examined. */
  find(path: string): Found | null;
  /** Opens a file for writing without changing it. */
  open(path: string): number;
  /** Creates a file. Fails if the path exists, and does not follow a link. */
  create(path: string, mode: number): number;
  identify(file: number): Found;
  /** Whether two open files have the same extended attributes and no access list; null if the runtime cannot tell. */
  haveSameAttributes(one: number, other: number): boolean | null;
  /** Sets owner and group where they differ, and then the mode, which a change of the owner may reset. */
  setOwner(file: number, owner: Pick<Found, "owner" | "group" | "mode">): void;
  write(file: number, bytes: Uint8Array): void;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

/** A new file beside the path that it is for. */
interface Staged {
  readonly path: string;
  readonly temporary: string;
  /** Where the old file goes meanwhile. A file left there by a killed program is overwritten. */
  readonly aside: string;
  readonly file: number;
  /**
   * The old file, kept open until all names have changed; null if there is none. If nobody had it open, the system
   * would free it when its name goes, and a kill meanwhile would take effect before the next name changes.
   */
  readonly oldFile: number | null;
  readonly identity: string;
  readonly isKey: boolean;
  readonly isReplacement: boolean;
}

/** How often to start again when other programs write the same files at the same moment. */
const mostAttempts = 50;

/**
 * Writes files that belong together. Whenever the program is killed, no key stands beside another key's certificate,
 * and no file is empty. All contents are written beside their paths and synced; then the names change. No system
 * changes two names at once. So the old certificate and request are moved aside, the new key takes its place, and then
 * the others do. A kill in between leaves the key alone, and the rest in `.cfssl-new-…` and `.cfssl-old-…`.
 *
 * Returns false where that is not possible: mostly because there is a link, a device, or a file with several names or
 * of another user at a path, or because other programs keep changing the files. The caller then writes each file by
 * itself. `onFailure` gets what a call threw for a file. It may throw too; all files are then as they were.
 */
export function replaceFiles(
  calls: FileCalls,
  files: readonly NewFile[],
  onFailure: (path: string, cause: unknown) => void,
): boolean {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    // Without a random pause, writers at the same pace would get in each other's way forever.
    if (attempt > 1) sleep(Math.random() * attempt);
    const staged: Staged[] = [];
    const seen: Seen = new Map();
    let isDone = false;
    try {
      const isStaged = stageAll(calls, files, staged, seen, onFailure);
      isDone = isStaged && commit(calls, staged);
      if (!isDone && !hasChanged(calls, seen)) return false;
      if (isDone && !isMixed(calls, staged)) return true;
    } finally {
      for (const { file, oldFile, temporary } of staged) {
        calls.close(file);
        if (oldFile !== null) calls.close(oldFile);
        if (!isDone) calls.remove(temporary);
      }
    }
  }
  return false;
}

/** The identity of the file at each path when it was examined; null if there was none. */
type Seen = Map<string, string | null>;

/** Whether another program has changed a file since it was examined. What failed may then succeed. */
function hasChanged(calls: FileCalls, seen: Seen): boolean {
  for (const [path, identity] of seen) if ((calls.find(path)?.identity ?? null) !== identity) return true;
  return false;
}

/** Writes and syncs all contents, ready to get their names. Returns false if that is not possible. */
function stageAll(
  calls: FileCalls,
  files: readonly NewFile[],
  staged: Staged[],
  seen: Seen,
  onFailure: (path: string, cause: unknown) => void,
): boolean {
  let path = "";
  try {
    for (const file of files) {
      path = file.path;
      const place = stage(calls, file, staged.length + 1, seen);
      if (!place) return false;
      staged.push(place);
      calls.write(place.file, file.bytes);
    }
    for (const place of staged) {
      path = place.path;
      calls.sync(place.file);
    }
    return true;
  } catch (cause) {
    onFailure(path, cause);
    return false;
  }
}

/**
 * Creates an empty file that can replace the one at the path, with its mode and group; null if they would differ in
 * more than their contents.
 */
function stage(calls: FileCalls, { path, mode }: NewFile, number: number, seen: Seen): Staged | null {
  const old = calls.find(path);
  seen.set(path, old?.identity ?? null);
  if (old && !old.isPlain) return null;
  // A file that this user may not write is not replaced either.
  const oldFile = old ? calls.open(path) : null;
  let isFit = false;
  try {
    const { file, temporary, aside } = createBeside(calls, path, old ? old.mode & 0o700 : mode, number);
    try {
      const own = calls.identify(file);
      const { identity } = own;
      // Root in a container may be unable to give files away.
      if (old && old.owner !== own.owner && !canGive(calls, file, old)) return null;
      if (old && (old.mode !== own.mode || old.group !== own.group)) calls.setOwner(file, old);
      const isKey = (mode & 0o077) === 0;
      isFit = !old || oldFile === null || (calls.haveSameAttributes(oldFile, file) ?? !(isKey && mayHaveList(old)));
      if (!isFit) return null;
      return { path, temporary, aside, file, oldFile, identity, isKey, isReplacement: old !== null };
    } finally {
      if (!isFit) {
        calls.close(file);
        calls.remove(temporary);
      }
    }
  } finally {
    if (oldFile !== null && !isFit) calls.close(oldFile);
  }
}

function canGive(calls: FileCalls, file: number, to: Found): boolean {
  try {
    calls.setOwner(file, to);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the group bits of a mode may be the mask of an access list (acl(5)). The list itself often gives the group
 * less. Without it the group would be able to read the key.
 */
function mayHaveList({ mode }: Found): boolean {
  return ((mode >> 3) & ~mode & 0o7) !== 0;
}

/** Creates a file in the same folder. It tries ten names, as killed programs may have left some behind. */
function createBeside(calls: FileCalls, path: string, mode: number, first: number) {
  const folder = folderOf(path);
  for (let number = first; ; number++) {
    const temporary = `${folder}.cfssl-new-${process.pid}-${number}`;
    try {
      return { file: calls.create(temporary, mode), temporary, aside: `${folder}.cfssl-old-${process.pid}-${number}` };
    } catch (cause) {
      if (number === first + 9) throw cause;
    }
  }
}

/** The folder of a path with its separator; empty for a bare name. */
function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), process.platform === "win32" ? path.lastIndexOf("\\") : -1);
  return path.slice(0, end + 1);
}

/**
 * Gives the new files their names, keys first. Returns false if a name cannot be given; if none was given before, all
 * is undone.
 */
function commit(calls: FileCalls, staged: readonly Staged[]): boolean {
  const keys: Staged[] = [];
  const others: Staged[] = [];
  for (const one of staged) (one.isKey ? keys : others).push(one);
  const aside: Staged[] = [];
  let isAnyNew = false;
  try {
    // The last first, so that the certificate is away for the shortest time.
    for (let at = others.length - 1; keys.length > 0 && at >= 0; at--) {
      const one = others[at];
      if (one?.isReplacement && moveAside(calls, one)) aside.push(one);
    }
    for (const list of [keys, others]) {
      for (const one of list) {
        calls.rename(one.temporary, one.path);
        isAnyNew = true;
      }
    }
  } catch {
    if (!isAnyNew) for (const one of aside) putBack(calls, one);
    return false;
  } finally {
    if (isAnyNew) for (const one of aside) calls.remove(one.aside);
  }
  return true;
}

/** Undoes moveAside, unless another program has written the file meanwhile. */
function putBack(calls: FileCalls, { path, aside }: Staged): void {
  if (calls.find(path)) calls.remove(aside);
  else calls.rename(aside, path);
}

/** Moves the old file out of the way. Returns false if another program has moved it already. */
function moveAside(calls: FileCalls, { path, aside }: Staged): boolean {
  try {
    calls.rename(path, aside);
    return true;
  } catch (cause) {
    if (calls.find(path)) throw cause;
    return false;
  }
}

/** Whether only some of the files are ours: another program wrote at the same moment. */
function isMixed(calls: FileCalls, staged: readonly Staged[]): boolean {
  let ours = 0;
  for (const { path, identity } of staged) if (calls.find(path)?.identity === identity) ours++;
  return ours > 0 && ours < staged.length;
}
