import type { CurveName } from "../../../src/crypto/names.js";
import { parsePoint } from "../../../src/x509/parse/curve.js";
import { hex } from "../../support/der/build.js";

// The base points of SP 800-186 §3.2.1.
const basePoints: readonly (readonly [CurveName, string])[] = [
  [
    "P-224",
    "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21 bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
  ],
  [
    "P-256",
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
  ],
  [
    "P-384",
    "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7 3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
  ],
  [
    "P-521",
    "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66 011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
  ],
];

describe.each(basePoints)("%s", (curve, point) => {
  const [x = "", y = ""] = point.split(" ");

  test("has its base point", () => {
    expect(parsePoint(curve, hex(`04${x}${y}`))).toEqual({ x: BigInt(`0x${x}`), y: BigInt(`0x${y}`) });
  });

  test("refuses other forms (SEC 1 §2.3.3) and other points", () => {
    const beside = `04${x}${y.slice(0, -1)}${y.endsWith("f") ? "e" : "f"}`;
    for (const point of [beside, `02${x}`, `06${x}${y}`, "00", `04${x}`, `04${x}${y}00`]) {
      expect(parsePoint(curve, hex(point))).toBeNull();
    }
  });

  test("refuses coordinates that are not below the prime", () => {
    expect(parsePoint(curve, hex(`04${"ff".repeat(x.length / 2)}${y}`))).toBeNull();
  });
});
