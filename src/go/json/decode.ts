import { JsonReader } from "./reader.js";
import { checkValid } from "./scan.js";
import type { Shape } from "./shape.js";

/**
 * Decodes a JSON text as Go's json.Unmarshal does, over `into` (a fresh zero value by default), which is changed and
 * becomes part of the result: objects merge into structs, pointers and maps, arrays are decoded over the old elements.
 *
 * @throws GoError for the first syntax error anywhere in the text; else what a custom or text shape throws, at once; else,
 * after the whole text, the first value that does not fit its type.
 */
export function unmarshal<T>(data: Uint8Array, shape: Shape<T>, into: T = shape.zero()): T {
  checkValid(data);
  const reader = new JsonReader(data);
  const value = shape.read(reader, into);
  if (reader.error !== undefined) throw reader.error;
  return value;
}
