import type { CurveName } from "../../crypto/names.js";
import { toUnsigned } from "../../go/asn1/value.js";

/** A curve y² = x³ - 3x + b over the field of the prime p (SP 800-186 §3.2.1). Lengths are in bytes. */
interface Curve {
  readonly p: bigint;
  readonly b: bigint;
  readonly coordinateLength: number;
}

function findCurve(name: CurveName): Curve {
  switch (name) {
    case "P-224":
      return {
        p: 2n ** 224n - 2n ** 96n + 1n,
        b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
        coordinateLength: 28,
      };
    case "P-256":
      return {
        p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
        b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
        coordinateLength: 32,
      };
    case "P-384":
      return {
        p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
        b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
        coordinateLength: 48,
      };
    case "P-521":
      return {
        p: 2n ** 521n - 1n,
        b: 0x051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
        coordinateLength: 66,
      };
  }
}

/** Parses an uncompressed point (SEC 1 §2.3.3); null for any other form, and for a point off the curve. */
export function parsePoint(name: CurveName, bytes: Uint8Array): { readonly x: bigint; readonly y: bigint } | null {
  const { p, b, coordinateLength } = findCurve(name);
  if (bytes.length !== 1 + 2 * coordinateLength || bytes[0] !== 4) return null;
  const x = toUnsigned(bytes.subarray(1, 1 + coordinateLength));
  const y = toUnsigned(bytes.subarray(1 + coordinateLength));
  if (x >= p || y >= p) return null;
  return (y * y - (x * x * x - 3n * x + b)) % p === 0n ? { x, y } : null;
}
