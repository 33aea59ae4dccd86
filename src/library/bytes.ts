import { type Given, wrongKind } from "./argument.js";

/** Returns the true kind of a view, which no subclass, member or imitation can change. */
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;

/**
 * Copies the bytes of a Uint8Array (a Buffer is one) or an ArrayBuffer: the caller may change them later. Null for any
 * other value.
 */
export function copiedBytes(given: Given): Uint8Array | null {
  const { value } = given;
  try {
    if (ArrayBuffer.isView(value) && tagOf?.call(value) === "Uint8Array") return new Uint8Array(value as Uint8Array);
    if (value instanceof ArrayBuffer) return new Uint8Array(ArrayBuffer.prototype.slice.call(value, 0));
    return null;
  } catch {
    throw wrongKind(given, "bytes that are still there");
  }
}
