import type { NewFile } from "./files.js";

/** A file of a folder, or why there is nothing of it to read. */
export interface FolderFile {
  /** From the folder that was named, with `/` between its parts; for a file that was named itself, its name. */
  readonly path: string;
  /** Null if it was not read. */
  readonly bytes: Uint8Array | null;
  /** The permission bits; null where the system has none. */
  readonly mode: number | null;
  /** Why it was not read: `permission denied`. */
  readonly skipped?: string;
  /** Whether its contents are missed: it is a file, and no pipe, socket or link that leads out or nowhere. */
  readonly isMissed?: boolean;
}

export interface FolderContents {
  readonly files: readonly FolderFile[];
  /** The paths of all folders; the one that was named is "". None for a file that was named. */
  readonly folders: readonly string[];
}

/** Limits that keep a walk through unknown folders short. */
export interface FolderLimits {
  /** The largest file to read, in bytes. */
  readonly mostBytes: number;
  readonly mostFiles: number;
  /** The most bytes of all files together. */
  readonly mostTotalBytes: number;
  /** Whether a file is worth reading to its end, by its first bytes. */
  readonly isWanted?: (head: Uint8Array) => boolean;
  /** Called for each file, with the number of files so far. */
  readonly onFile?: (count: number) => void;
}

/** A folder in which a program keeps files, by their paths from it. */
export interface KeptFolder {
  /** The names of the files in a folder inside; "" is this one. None for a folder that does not exist. */
  list(folder: string): readonly string[];
  /** The contents of a file; null if there is none. Throws GoError if it cannot be read. */
  read(path: string): Uint8Array | null;
  /**
   * Writes files that belong together as Host.writeFiles does, and makes the folders for them. Throws GoError before
   * anything is changed if this user may not write them.
   */
  replace(files: readonly NewFile[]): void;
  /** Removes files; those that are not there do not matter. */
  remove(paths: readonly string[]): void;
  /**
   * Keeps other programs that lock this folder from changing it, until the returned function is called. Waits some
   * seconds for them. Removes what killed programs left behind.
   *
   * @throws GoError if another program holds the lock, or this user may not write into the folder
   */
  lock(): Promise<() => void>;
}
