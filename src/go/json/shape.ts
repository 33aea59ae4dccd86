import type { JsonReader } from "./reader.js";

/** A Go type for the decoder. `T` is the TypeScript type of its values. */
export interface Shape<T> {
  /** The name of the Go type in errors. */
  readonly goType: string;
  /** Makes a new zero value. The caller may change it. */
  zero(): T;
  /**
   * Decodes the next value of `reader` over `current`. Returns the new value, or `current` if Go leaves it unchanged.
   * `declared` is the Go type of the pointer, if a pointer leads to this value; a text shape names it in errors.
   */
  read(reader: JsonReader, current: T, declared?: string): T;
}

/** The TypeScript type of a shape's values. */
export type Infer<S> = S extends Shape<infer T> ? T : never;
