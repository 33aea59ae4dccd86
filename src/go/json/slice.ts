import { decodeBase64 } from "../base64.js";
import { GoError } from "../errors.js";
import type { JsonReader } from "./reader.js";
import { uint8 } from "./scalar.js";
import type { Shape } from "./shape.js";

/** A Go slice; nil is null. */
export function slice<T>(element: Shape<T>, goType = `[]${element.goType}`): Shape<T[] | null> {
  const memories = new WeakMap<T[], T[]>();
  return {
    goType,
    zero: () => null,
    read(reader, current) {
      if (reader.kind === "null") return reader.refuse(null, goType);
      if (reader.kind !== "array") return reader.refuse(current, goType);
      const memory = current === null ? [] : (memories.get(current) ?? current);
      const length = readElements(reader, memory, element);
      if (length === 0) return [];
      const list = length === memory.length ? memory : memory.slice(0, length);
      memories.set(list, memory);
      return list;
    },
  };
}

/** A Go []byte, from a base64 string or an array of numbers; nil is null. */
export function bytes(goType = "[]uint8"): Shape<Uint8Array | null> {
  const element = uint8();
  const memories = new WeakMap<Uint8Array, number[]>();
  return {
    goType,
    zero: () => null,
    read(reader, current) {
      if (reader.kind === "null") return reader.refuse(null, goType);
      if (reader.kind === "string") return readBase64(reader, current);
      if (reader.kind !== "array") return reader.refuse(current, goType);
      const memory = current === null ? [] : (memories.get(current) ?? Array.from(current));
      const length = readElements(reader, memory, element);
      const list = Uint8Array.from(memory.slice(0, length));
      if (length > 0) memories.set(list, memory);
      return list;
    },
  };
}

/**
 * Decodes an array over `memory`: the elements that the slice has now or had before. Go shortens a slice without
 * clearing the rest, and decodes the next array over that, so an element may keep old members. Returns the new length.
 */
function readElements<T>(reader: JsonReader, memory: T[], element: Shape<T>): number {
  let length = 0;
  for (reader.enter(); reader.more(); length++) {
    const before = length < memory.length ? memory[length] : undefined;
    memory[length] = element.read(reader, before === undefined ? element.zero() : before);
  }
  return length;
}

function readBase64(reader: JsonReader, current: Uint8Array | null): Uint8Array | null {
  try {
    return decodeBase64(reader.string());
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    reader.keep(error);
    return current;
  }
}
