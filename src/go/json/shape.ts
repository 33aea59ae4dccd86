import type { JsonReader } from "./reader.js";

/** A Go type as the decoder sees it; `T` is what stands for it here. */
export interface Shape<T> {
  /** The Go type's name in error texts. */
  readonly goType: string;
  /** A fresh zero value. */
  zero(): T;
  /**
   * Decodes the next value of `reader` over `current`: gives the new value, or `current` where Go leaves it. `declared` is
   * the Go type that the target was declared with, where a pointer leads to this one.
   */
  read(reader: JsonReader, current: T, declared?: string): T;
}

/** The TypeScript type of what a shape decodes to. */
export type Infer<S> = S extends Shape<infer T> ? T : never;
