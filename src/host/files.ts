/** A file to be written. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Holds before the umask, and only when the file is new. */
  readonly mode: number;
}

/** Reading and writing as a host does it: at once, and whole. */
export interface Files {
  /** A file's bytes. Throws GoError with Go's text: `open X: no such file or directory`. */
  read(path: string): Uint8Array;
  /** A file's bytes; null when it cannot be read, or when it has more than `most` of them. */
  tryRead(path: string, most?: number): Uint8Array | null;
  /**
   * Writes files that belong together: all, or as many as come before the one that fails. Throws as read. Killed, or
   * with a full disk, it leaves them as they were, or new (replace-files), where links and devices do not stand in its way.
   */
  write(files: readonly NewFile[]): void;
  /**
   * Writes to standard output (1) or standard error (2), in the order of calls; a pipe that is full is waited for.
   *
   * @throws GoError when a result is lost on its way to standard output
   */
  print(descriptor: 1 | 2, bytes: Uint8Array): void;
}
