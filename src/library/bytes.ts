import { type Given, wrongKind } from "./argument.js";

/** A view's own kind, which no subclass, member or imitation can change. */
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;

/**
 * A copy of the bytes of a Uint8Array (a Buffer is one) or an ArrayBuffer, so that what happens to them later changes
 * nothing; null for anything else.
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
