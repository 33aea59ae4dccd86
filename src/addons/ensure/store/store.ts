/** A value, or a promise of one. */
export type Awaitable<T> = T | Promise<T>;

/** A file to keep in a store. */
export interface StoredFile {
  /** From the store's top, with `/` between its parts: `etcd/server.pem`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permissions, where the store has them: 0o600 for a private key, 0o644 for anything else. */
  readonly mode: number;
}

/** Where certificates and keys are kept: a folder, memory, a database, Secrets of a cluster. */
export interface Store {
  /** The names of the files in a folder of the store: "" is the top. None for a folder that does not exist. */
  list(folder: string): Awaitable<readonly string[]>;
  /** The contents of a file; null if there is none. */
  read(path: string): Awaitable<Uint8Array | null>;
  /** Writes files, or replaces them: all, or none and throws. Whoever reads meanwhile gets whole files. */
  replace(files: readonly StoredFile[]): Awaitable<void>;
  /** Removes files; those that are not there do not matter. A store without it keeps them. */
  remove?(paths: readonly string[]): Awaitable<void>;
  /** Keeps others from changing the store until the returned function is called. Waits for them, or throws. */
  lock(): Awaitable<() => Awaitable<void>>;
}

/** A store that lives as long as the process. */
export interface MemoryStore extends Store {
  /** All files by their paths. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Makes a store in memory, which begins with these files. */
export function createMemoryStore(files: Iterable<readonly [path: string, bytes: Uint8Array]> = []): MemoryStore {
  const kept = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) kept.set(path, new Uint8Array(bytes));
  let last: Promise<void> = Promise.resolve();
  return {
    files: kept,
    list(folder) {
      const prefix = folder === "" ? "" : `${folder}/`;
      const names: string[] = [];
      for (const path of kept.keys()) {
        const name = path.slice(prefix.length);
        if (path.startsWith(prefix) && !name.includes("/")) names.push(name);
      }
      return names;
    },
    read: (path) => kept.get(path) ?? null,
    replace(list) {
      for (const { path, bytes } of list) kept.set(path, new Uint8Array(bytes));
    },
    remove(paths) {
      for (const path of paths) kept.delete(path);
    },
    async lock() {
      const before = last;
      let release = () => {};
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
}
