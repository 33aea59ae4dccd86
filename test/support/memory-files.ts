import { GoError } from "../../src/go/errors.js";

interface MemoryFile {
  readonly contents: Uint8Array;
  readonly mode: number;
}

/** A folder in memory that behaves as a file system does through Go. */
export interface MemoryFiles {
  read(path: string): Uint8Array;
  write(path: string, bytes: Uint8Array, mode: number): void;
  /** Whether there is a folder or a file, or a file above it. */
  exists(path: string): boolean;
  makeFolder(path: string): void;
  /** Files written since the start, sorted by path. */
  written(): readonly { readonly path: string; readonly mode: number; readonly contents: Uint8Array }[];
}

export function createMemoryFiles(inputs: ReadonlyMap<string, Uint8Array>, umask: number): MemoryFiles {
  const files = new Map<string, MemoryFile>();
  const folders = new Set<string>([""]);
  for (const [path, contents] of inputs) {
    files.set(path, { contents, mode: 0o644 });
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join("/"));
  }
  const fresh = new Set<string>();
  /** The path without `.`, `..` and doubled slashes. Throws as Go's open for a path that leads nowhere. */
  const resolvePath = (path: string): string => {
    const fail = (reason: string) => new GoError(`open ${path}: ${reason}`);
    if (path === "") throw fail("no such file or directory");
    const done: string[] = [];
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      if (part.length > 255) throw fail("file name too long");
      const isInside = index === 0 || folders.has(done.join("/"));
      if (!isInside) throw fail(files.has(done.join("/")) ? "not a directory" : "no such file or directory");
      if (part === "..") done.pop();
      else if (part !== "" && part !== ".") done.push(part);
    }
    return done.join("/");
  };
  return {
    read(path) {
      const place = resolvePath(path);
      if (folders.has(place)) throw new GoError(`read ${path}: is a directory`);
      const file = files.get(place);
      if (!file) throw new GoError(`open ${path}: no such file or directory`);
      return file.contents;
    },
    write(path, contents, mode) {
      const place = resolvePath(path);
      if (folders.has(place)) throw new GoError(`open ${path}: is a directory`);
      files.set(place, { contents: contents.slice(), mode: files.get(place)?.mode ?? mode & ~umask });
      fresh.add(place);
    },
    exists(path) {
      const parts = path.split("/").filter((part) => part !== "" && part !== ".");
      const place = parts.join("/");
      return folders.has(place) || parts.some((_, at) => files.has(parts.slice(0, at + 1).join("/")));
    },
    makeFolder(path) {
      const parts = path.split("/").filter((part) => part !== "" && part !== ".");
      for (const at of parts.keys()) folders.add(parts.slice(0, at + 1).join("/"));
    },
    written() {
      const paths = [...fresh].sort();
      return paths.map((path) => ({ path, mode: 0, contents: new Uint8Array(), ...files.get(path) }));
    },
  };
}
