/** The Go types that JSON can be decoded into (encoding/json). */
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
export type { Infer, Shape } from "./shape.js";
export { bytes, slice } from "./slice.js";
