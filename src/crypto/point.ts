import { concat } from "../go/bytes.js";

/** A point in the uncompressed form of SEC 1 §2.3.3, of coordinates of one size. */
export function uncompressedPoint(x: Uint8Array, y: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(4), x, y]);
}
