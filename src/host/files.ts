/** A file to write. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permissions before the umask. They count only if the file is new. */
  readonly mode: number;
}

/** Reads and writes whole files, synchronously. */
export interface Files {
  /** Reads a file. Throws GoError with Go's text: `open X: no such file or directory`. */
  read(path: string): Uint8Array;
  /** Reads a file; null if it cannot be read or has more than `most` bytes. */
  tryRead(path: string, most?: number): Uint8Array | null;
  /**
   * Writes files that belong together: all of them, or those before the first that fails. Throws as read. After a kill,
   * or with a full disk, no key stands beside another key's certificate and no file is cut short (see replace-files),
   * unless a path is a link or a device.
   */
  write(files: readonly NewFile[]): void;
  /**
   * Writes to standard output (1) or standard error (2), in the order of the calls. Waits while a pipe is full.
   *
   * @throws GoError if a result cannot be written to standard output
   */
  print(descriptor: 1 | 2, bytes: Uint8Array): void;
}
