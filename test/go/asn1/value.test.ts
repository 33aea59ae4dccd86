import fc from "fast-check";
import { parseBase128, parseHeader } from "../../../src/go/asn1/header.js";
import { hasBit, parseBitString, parseInt64, parseInteger, parseOid, rightAlign } from "../../../src/go/asn1/value.js";
import { integer, objectIdentifier } from "../../../src/x509/encode/der.js";
import { hex } from "../../support/der/build.js";

describe("INTEGER", () => {
  test.each([
    ["00", 0n],
    ["7f", 127n],
    ["0080", 128n],
    ["80", -128n],
    ["ff7f", -129n],
    ["ff", -1n],
    ["00ffffffffffffffff", 18446744073709551615n],
  ])("%s is %s (X.690 §8.3)", (contents, value) => {
    expect(parseInteger(hex(contents))).toBe(value);
  });

  test.each([
    ["", "empty integer"],
    ["0001", "integer not minimally-encoded"],
    ["ff80", "integer not minimally-encoded"],
    ["00ffffffffffffffff", "integer too large"],
  ])("%s is refused as %s", (contents, reason) => {
    expect(() => parseInt64(hex(contents))).toThrow(`asn1: structure error: ${reason}`);
  });

  test("reads back what we write", () => {
    fc.assert(fc.property(fc.bigInt(), (value) => expect(parseInteger(contentsOf(integer(value)))).toBe(value)));
  });
});

describe("OBJECT IDENTIFIER", () => {
  // X.690 §8.19.5 has the example {2 999 3}.
  test("88 37 03 is 2.999.3", () => expect(parseOid(hex("883703"))).toBe("2.999.3"));

  test("leading zeros of an arc are refused unless allowed", () => {
    expect(() => parseOid(hex("2a8003"))).toThrow("asn1: syntax error: integer is not minimally encoded");
    expect(parseOid(hex("2a8003"), true)).toBe("1.2.3");
  });

  test("an arc of more than 31 bits is refused", () => {
    expect(parseOid(hex("2a87ffffff7f"))).toBe("1.2.2147483647");
    expect(() => parseOid(hex("2a8880808000"))).toThrow("asn1: structure error: base 128 integer too large");
  });

  test("reads back what we write", () => {
    const arc = fc.integer({ min: 0, max: 0x7fffffff });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(arc),
        (first, second, rest) => {
          const dotted = [first, second, ...rest].join(".");
          expect(parseOid(contentsOf(objectIdentifier(dotted)))).toBe(dotted);
        },
      ),
    );
  });
});

describe("BIT STRING", () => {
  test("counts bits from the highest of the first byte", () => {
    const bits = parseBitString(hex("05 a0"));
    expect([0, 1, 2, 3, 8].map((index) => hasBit(bits, index))).toEqual([true, false, true, false, false]);
  });

  test("can be aligned to the right", () => {
    expect([...rightAlign(parseBitString(hex("04 abc0")))]).toEqual([0x0a, 0xbc]);
    expect([...rightAlign(parseBitString(hex("00 abcd")))]).toEqual([0xab, 0xcd]);
    expect([...rightAlign(parseBitString(hex("00")))]).toEqual([]);
  });

  test.each(["", "08 00", "01", "01 01"])("%j is refused", (contents) => {
    expect(() => parseBitString(hex(contents))).toThrow("asn1: syntax error: ");
  });
});

test("the readers of headers throw nothing but GoError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
      for (const read of [parseHeader, parseBase128]) {
        try {
          read(bytes, 0);
        } catch (error) {
          expect(String(error)).toMatch(/^GoError: asn1: (structure|syntax) error: /);
        }
      }
    }),
  );
});

/** The contents of an element whose length takes one or two bytes. */
function contentsOf(element: Uint8Array): Uint8Array {
  const lead = element[1] ?? 0;
  return element.subarray(lead < 0x80 ? 2 : 2 + (lead & 0x7f));
}
