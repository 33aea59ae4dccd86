import { concat } from "../go/bytes.js";

/** Joins coordinates of equal length to an uncompressed point (SEC 1 §2.3.3). */
export function uncompressedPoint(x: Uint8Array, y: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(4), x, y]);
}
