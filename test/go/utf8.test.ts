import fc from "fast-check";
import { decodeUtf8, encodeUtf8 } from "../../src/go/utf8.js";

describe("a Go string", () => {
  test("keeps any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(Array.from(encodeUtf8(decodeUtf8(bytes)))).toEqual(Array.from(bytes));
      }),
    );
  });

  test("keeps valid text, and has a surrogate for each other byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        const text = `${before}\udcff${after}\udc80`;
        const bytes = Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after), Buffer.of(0x80)]);
        expect(decodeUtf8(bytes)).toBe(text);
        expect(Buffer.from(encodeUtf8(text))).toEqual(bytes);
      }),
    );
  });

  test.each([
    ["a code point of four bytes", [0xf0, 0x9f, 0x94, 0x91, 0xff], "\u{1f511}\udcff"],
    ["a surrogate in UTF-8", [0xed, 0xa0, 0x80], "\udced\udca0\udc80"],
    ["an overlong form", [0xc0, 0x80], "\udcc0\udc80"],
    ["a sequence that is cut off", [0xe2, 0x82], "\udce2\udc82"],
  ])("has surrogates only for the invalid bytes of %s", (_, bytes, text) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
  });

  test("encodes a surrogate that is not a byte as U+FFFD", () => {
    expect(Buffer.from(encodeUtf8("a\ud800\udcff\udc00b\ud800"))).toEqual(Buffer.from("a\u{100ff}\ufffdb\ufffd"));
  });

  test("may be long and have many invalid bytes", () => {
    const bytes = new Uint8Array(300_000).map((_, at) => (at % 3 === 0 ? 0xff : 0x61));
    expect(Buffer.compare(encodeUtf8(decodeUtf8(bytes)), bytes)).toBe(0);
  });
});
