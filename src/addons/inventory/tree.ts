/** What a check is given to look at: files as they lie in the folders that were named. Nothing else is ever read. */

/** A file, with the path that findings name it by: relative to the folder, with `/` between its parts. */
export interface SourceFile {
  readonly path: string;
  /** Null for a file that could not be read. */
  readonly bytes: Uint8Array | null;
  /** The permission bits; null where the system has none. */
  readonly mode: number | null;
}

export interface SourceTree {
  readonly files: readonly SourceFile[];
  /** The paths of all folders, empty ones too; the folder that was named is "". */
  readonly folders: readonly string[];
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

export function createPathFinder({ files, folders }: SourceTree): PathFinder {
  const byName = new Map<string, string[]>();
  for (const { path } of files) {
    const name = baseName(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const known = new Set(folders);
  const beside = (named: string, by: string) => normalizePath(`${parentOf(by)}/${named}`);
  return {
    find(named, by) {
      const candidates = byName.get(baseName(named)) ?? [];
      if (!named.startsWith("/")) {
        const path = beside(named, by);
        if (candidates.includes(path)) return path;
      }
      return nearest(candidates, named, by);
    },
    isExpected(named, by) {
      if (!named.startsWith("/")) return known.has(parentOf(beside(named, by)));
      const parts = parentOf(named).split("/").slice(1);
      // The root of that machine is some folder above the file that names this one.
      const above = prefixesOf(parentOf(by));
      return above.some((root) => known.has(normalizePath(`${root}/${parts.join("/")}`)));
    },
  };
}

/**
 * The candidate with the most trailing parts of the name; of those, the one that shares the most leading parts with the
 * file that names it, because a folder may hold several machines side by side.
 */
function nearest(candidates: readonly string[], named: string, by: string): string | null {
  let best: string | null = null;
  let bestScore = -1;
  for (const candidate of candidates) {
    const score = commonParts(reversed(candidate), reversed(named)) * 1000 + commonParts(candidate, by);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function reversed(path: string): string {
  return path.split("/").reverse().join("/");
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

/** Resolves `.` and `..`; what leads out of the folder stays at its top. */
function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
