import { JsonReader } from "./reader.js";
import { checkValid } from "./scan.js";
import type { Shape } from "./shape.js";

/**
 * Decodes a JSON text as Go's json.Unmarshal does, over `into` (by default a new zero value). It changes `into` and
 * reuses it in the result: objects merge into structs, pointers and maps, and arrays are decoded over the old elements.
 *
 * @throws GoError for the first syntax error anywhere in the text. If the syntax is right, the error of a custom or
 * text shape ends decoding at once. Otherwise the whole text is decoded, and the first value that does not fit its type
 * is the error.
 */
export function unmarshal<T>(data: Uint8Array, shape: Shape<T>, into: T = shape.zero()): T {
  checkValid(data);
  const reader = new JsonReader(data);
  const value = shape.read(reader, into);
  if (reader.error !== undefined) throw reader.error;
  return value;
}
