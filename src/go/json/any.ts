import type { JsonReader } from "./reader.js";
import type { Shape } from "./shape.js";

/** The value of an empty interface after decoding. */
export type GoValue = null | boolean | number | string | GoValue[] | Map<string, GoValue>;

/** An empty interface: any JSON value, an object as a Map. */
export function any(): Shape<GoValue> {
  return { goType: "interface {}", zero: () => null, read: readAny };
}

/** Uses an explicit stack instead of recursion, because the text may be 10000 levels deep. */
function readAny(reader: JsonReader): GoValue {
  const open: (GoValue[] | Map<string, GoValue>)[] = [];
  const root = beginAny(reader, open);
  for (let inner = open[0]; inner !== undefined; inner = open[open.length - 1]) {
    if (!reader.more()) open.pop();
    else if (Array.isArray(inner)) inner.push(beginAny(reader, open));
    else inner.set(reader.key(), beginAny(reader, open));
  }
  return root;
}

/** Reads a scalar, or enters an array or an object: pushes its empty list or map on `open` for the caller to fill. */
function beginAny(reader: JsonReader, open: (GoValue[] | Map<string, GoValue>)[]): GoValue {
  switch (reader.kind) {
    case "null":
      return reader.refuse(null, "");
    case "bool":
      return reader.word() === "true";
    case "string":
      return reader.string();
    case "number":
      return readNumber(reader);
  }
  const value = reader.kind === "array" ? [] : new Map<string, GoValue>();
  open.push(value);
  reader.enter();
  return value;
}

function readNumber(reader: JsonReader): number | null {
  const literal = reader.word();
  const value = Number(literal);
  if (Number.isFinite(value)) return value;
  reader.reject(`number ${literal}`, "float64");
  return null;
}
