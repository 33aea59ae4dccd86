import type { NewFile } from "./files.js";
import { sleep } from "./sleep.js";

/** A file, as far as it matters to one that takes its place. */
export interface Found {
  /** No other file has the same while this one is open. */
  readonly identity: string;
  /** An ordinary file of this user's, with one name. */
  readonly isPlain: boolean;
  readonly mode: number;
  readonly group: number;
}

/** Calls of the system. They throw when they fail, but for `find` and `remove`. */
export interface FileCalls {
  /** What stands at a path, links not followed; null for nothing, and for what cannot be looked at. */
  find(path: string): Found | null;
  /** Opens a file for writing and leaves it as it is. */
  open(path: string): number;
  /** Makes a file, which must not be there yet; a link is not followed. */
  create(path: string, mode: number): number;
  identify(file: number): Found;
  /** Whether two open files have the same extended attributes, and no access list; null when the runtime cannot tell. */
  haveSameAttributes(one: number, other: number): boolean | null;
  setOwner(file: number, group: number, mode: number): void;
  write(file: number, bytes: Uint8Array): void;
  sync(file: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

/** New contents, complete and beside their place. */
interface Staged {
  readonly path: string;
  readonly temporary: string;
  /** Where the old contents go meanwhile. It is free, for the temporary was, and outlives it. */
  readonly aside: string;
  readonly file: number;
  /**
   * The old file, open until all names have changed, null without one: the system frees a file that nobody has open when
   * its name goes, and a kill meanwhile takes effect before the next name changes.
   */
  readonly oldFile: number | null;
  readonly identity: string;
  readonly isKey: boolean;
  readonly isReplacement: boolean;
}

/** Other programs that write the same files at the same moment are given way to so often, at the most. */
const mostAttempts = 50;

/**
 * Writes files that belong together so that, whenever the program is killed, no key stands beside a certificate that is
 * not its own, and none is empty. All contents are written beside their places and synced; then the names change. No
 * system changes two names at once, so the old certificate and request are moved aside, the new key takes its place, and
 * then the others do. Killed in between, the program leaves a key alone, and the rest in `.cfssl-new-…` and `.cfssl-old-…`.
 *
 * False where that is not possible, mostly for what stands in a place: a link, a device, a file with several names or of
 * another user; and where other programs never leave the files alone. Each file is then to be written by itself. `onFailure` gets what a call threw for a file; it may throw,
 * and then all files are as they were.
 */
export function replaceFiles(
  calls: FileCalls,
  files: readonly NewFile[],
  onFailure: (path: string, cause: unknown) => void,
): boolean {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    // Writers that go on at the same pace would get in each other's way forever.
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

/** What stood at each path when it was looked at: its identity, or null. */
type Seen = Map<string, string | null>;

/** Whether another program has changed a file since it was looked at: what failed may then succeed. */
function hasChanged(calls: FileCalls, seen: Seen): boolean {
  for (const [path, identity] of seen) if ((calls.find(path)?.identity ?? null) !== identity) return true;
  return false;
}

/** Whether all contents lie on the disk, ready to be given their names. */
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

/** An empty file that may take the place of what is at the path; null where that would be noticed. */
function stage(calls: FileCalls, { path, mode }: NewFile, number: number, seen: Seen): Staged | null {
  const old = calls.find(path);
  seen.set(path, old?.identity ?? null);
  if (old && !old.isPlain) return null;
  // A file that may not be written is not replaced, either.
  const oldFile = old ? calls.open(path) : null;
  let isFit = false;
  try {
    const { file, temporary, aside } = createBeside(calls, path, old ? old.mode & 0o700 : mode, number);
    try {
      const { identity, mode: newMode, group } = calls.identify(file);
      if (old && (old.mode !== newMode || old.group !== group)) calls.setOwner(file, old.group, old.mode);
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

/**
 * Whether the group's bits may be the limit of an access list: a list often gives the group less than these. Without it
 * the group would be able to read the key.
 */
function mayHaveList({ mode }: Found): boolean {
  return ((mode >> 3) & ~mode & 0o7) !== 0;
}

/** A file in the same folder. Killed programs may have left some of the same name, so a few are tried. */
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

/** What precedes the last part of a path. */
function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), process.platform === "win32" ? path.lastIndexOf("\\") : -1);
  return path.slice(0, end + 1);
}

/** Gives the contents their names, keys first. False when a name cannot be given; up to the first key all is undone. */
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

/** False when another program has moved it already. */
function moveAside(calls: FileCalls, { path, aside }: Staged): boolean {
  try {
    calls.rename(path, aside);
    return true;
  } catch (cause) {
    if (calls.find(path)) throw cause;
    return false;
  }
}

/** Whether some of the files are ours and some are not: another program wrote at the same moment. */
function isMixed(calls: FileCalls, staged: readonly Staged[]): boolean {
  let ours = 0;
  for (const { path, identity } of staged) if (calls.find(path)?.identity === identity) ours++;
  return ours > 0 && ours < staged.length;
}
