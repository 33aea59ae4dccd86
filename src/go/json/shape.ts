import type { JsonReader } from "./reader.js";

export { any, type GoValue } from "./any.js";
export { map, pointer, type StructOf, struct } from "./composite.js";
export {
  bool,
  type CustomType,
  custom,
  float64,
  iface,
  int,
  string,
  type TextType,
  text,
  uint8,
  uint64,
} from "./scalar.js";
export { bytes, slice } from "./slice.js";

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
