/** Where variables and files are read that configurations and key values name. */
export interface Sources {
  /** An environment variable; undefined when unset. */
  env(name: string): string | undefined;
  /** Reads a file; throws GoError. */
  readFile(path: string): Uint8Array;
}
