/** What a check is given to look at: files as they lie in the folders that were named. Nothing else is ever read. */

/** A file, with the path that findings name it by: relative to the folder, with `/` between its parts. */
export interface SourceFile {
  readonly path: string;
  /** Null for a file that could not be read. */
  readonly bytes: Uint8Array | null;
  /** The permission bits; null where the system has none. */
  readonly mode: number | null;
  /** Why it could not be read. */
  readonly skipped?: string;
  /** Whether it is a file that should have been read. */
  readonly isMissed?: boolean;
}

export interface SourceTree {
  /** The absolute path of the folder "" on the machine that its files name, where it is known. */
  readonly root?: string;
  readonly files: readonly SourceFile[];
  /** The paths of all folders, empty ones too; the folder that was named is "". */
  readonly folders: readonly string[];
}

/** A tree of these files: its folders are theirs. */
export function createTree(files: readonly SourceFile[]): SourceTree {
  return { files, folders: [...new Set(files.flatMap(({ path }) => prefixesOf(parentOf(path))))] };
}

/** Finds files of a tree by the paths that configurations give them on the machine where they run. */
export interface PathFinder {
  /**
   * The path in the tree of a file that `by` names: relative to `by`, or absolute on that machine. Null if the tree
   * has no such file.
   */
  find(named: string, by: string): string | null;
  /** Whether the tree should have the file: it has the folder that the file would be in. */
  isExpected(named: string, by: string): boolean;
}

export function createPathFinder({ files, folders, root }: SourceTree): PathFinder {
  const nearest = createNearest(files.map(({ path }) => path));
  const known = new Set(folders);
  const paths = new Set(files.map(({ path }) => path));
  const inRoot = (named: string) =>
    root !== undefined && named.startsWith(`${root}/`) ? normalizePath(named.slice(root.length + 1)) : null;
  const beside = (named: string, by: string) => normalizePath(joinPath(parentOf(by), named));
  return {
    find(named, by) {
      // The root of that machine is some folder above the file that names this one.
      const own = inRoot(named);
      if (own !== null && paths.has(own)) return own;
      const possible = named.startsWith("/")
        ? prefixesOf(parentOf(by)).map((above) => normalizePath(joinPath(above, named.slice(1))))
        : [beside(named, by)];
      const exact = possible.find((path) => paths.has(path));
      if (exact !== undefined) return exact;
      // One that was followed out of the folder has the path that it is named by.
      const outside = named.startsWith("/") ? normalizePath(named) : null;
      return outside !== null && paths.has(outside) ? outside : nearest(named, by);
    },
    isExpected(named, by) {
      if (!named.startsWith("/")) return known.has(parentOf(beside(named, by)));
      const own = inRoot(named);
      if (own !== null && known.has(parentOf(own))) return true;
      const parts = parentOf(named).split("/").slice(1);
      const above = prefixesOf(parentOf(by));
      return above.some((folder) => known.has(normalizePath(joinPath(folder, parts.join("/")))));
    },
  };
}

/** The most parts at the end of paths that are compared. */
const mostParts = 8;

/**
 * Finds the file with the most trailing parts of a name; of those, the one that shares the most leading parts with the
 * file that names it, because a folder may hold several machines side by side. Null if none has the last part.
 */
function createNearest(paths: readonly string[]): (named: string, by: string) => string | null {
  const byName = groupByEnd(paths, 1);
  const byEnd = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const known = new Map<string, string | null>();
  const endsLike = (name: string, parts: number): ReadonlyMap<string, readonly string[]> => {
    const id = `${parts} ${name}`;
    const groups = byEnd.get(id) ?? groupByEnd(byName.get(name) ?? [], parts);
    byEnd.set(id, groups);
    return groups;
  };
  return (named, by) => {
    const name = endOf(named, 1);
    let end = name;
    let candidates = byName.get(name) ?? [];
    for (let parts = 2; parts <= mostParts && candidates.length > 1; parts++) {
      const longer = endsLike(name, parts).get(endOf(named, parts));
      if (longer === undefined) break;
      [candidates, end] = [longer, endOf(named, parts)];
    }
    const id = `${by}\n${end}`;
    const best = known.get(id) ?? mostShared(candidates, by);
    known.set(id, best);
    return best;
  };
}

function groupByEnd(paths: readonly string[], parts: number): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const end = endOf(path, parts);
    const group = groups.get(end);
    if (group) group.push(path);
    else groups.set(end, [path]);
  }
  return groups;
}

/** The last parts of a path. */
function endOf(path: string, parts: number): string {
  return path.split("/").slice(-parts).join("/");
}

function mostShared(candidates: readonly string[], by: string): string | null {
  let best: string | null = null;
  let most = -1;
  for (const candidate of candidates) {
    const count = commonParts(candidate, by);
    if (count > most) [best, most] = [candidate, count];
  }
  return best;
}

function commonParts(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

/** The folder itself and those above it, the nearest first. */
function prefixesOf(folder: string): readonly string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("/")).concat("");
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function joinPath(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** Resolves `.` and `..` as far as there are folders to leave. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    const last = parts.at(-1);
    if (part === ".." && last !== undefined && last !== "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}
