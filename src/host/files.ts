/** Reading and writing as a host does it: at once, and whole. */
export interface Files {
  /** A file's octets. Throws GoError with Go's text: `open X: no such file or directory`. */
  read(path: string): Uint8Array;
  /** A file's octets; null when it cannot be read, or when it has more than `most` of them. */
  tryRead(path: string, most?: number): Uint8Array | null;
  /** Creates or truncates a file; `mode` holds before the umask and only when the file is new. Throws as read. */
  write(path: string, octets: Uint8Array, mode: number): void;
  /**
   * Writes to standard output (1) or standard error (2), in the order of calls; a pipe that is full is waited for.
   *
   * @throws GoError when a result is lost on its way to standard output
   */
  print(descriptor: 1 | 2, octets: Uint8Array): void;
}
