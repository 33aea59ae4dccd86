/** Where configuration and key values that name a variable or a file are looked up. */
export interface Sources {
  /** An environment variable; undefined when unset. */
  env(name: string): string | undefined;
  /** A file's bytes; throws GoError. */
  readFile(path: string): Uint8Array;
}
