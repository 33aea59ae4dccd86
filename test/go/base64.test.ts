import fc from "fast-check";
import { decodeBase64, encodeBase64 } from "../../src/go/base64.js";
import { encodeUtf8 } from "../../src/go/utf8.js";

describe("base64", () => {
  // RFC 4648 §10
  test.each([
    ["", ""],
    ["f", "Zg=="],
    ["fo", "Zm8="],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg=="],
    ["fooba", "Zm9vYmE="],
    ["foobar", "Zm9vYmFy"],
  ])("writes and reads %j as the standard says", (text, base64) => {
    expect(encodeBase64(encodeUtf8(text))).toBe(base64);
    expect(decodeBase64(base64)).toEqual(encodeUtf8(text));
  });

  // The bytes that cfssljson of both releases writes for this ocspResponse.
  test.each([
    ["YW\nJj", [0x61, 0x62, 0x63]],
    ["\r\nYQ=\n=\r\n", [0x61]],
    ["YR==", [0x61]],
    ["+/+/", [0xfb, 0xff, 0xbf]],
    ["YQ==\n", [0x61]],
  ])("reads %j, with line ends and unused bits", (base64, bytes) => {
    expect(decodeBase64(base64)).toEqual(Uint8Array.from(bytes));
  });

  // The offsets in the errors of cfssljson, the same in both releases.
  test.each([
    ["Y", 0],
    ["YQ", 0],
    ["YQ=", 3],
    ["YWJ", 0],
    ["YWJjY", 4],
    ["YWJjYQ", 4],
    ["YQ\n\n", 2],
    ["YQ=\n", 4],
    ["=", 0],
    ["Y=", 1],
    ["Y===", 1],
    ["YQ==x", 4],
    ["YQ==\n\n=", 6],
    ["YWJj=", 4],
    ["YQ=x", 2],
    ["YWI=x", 4],
    ["YWI==", 4],
    ["Y-Jj", 1],
    ["YWJjé", 4],
    ["éYWJj", 0],
    ["Y W=", 1],
    ["YWJj\nY\nQ", 6],
    ["YQ=\r\nx", 4],
    ["!", 0],
    ["Q", 0],
    ["QQ", 0],
    ["QQ=", 3],
    ["Q=", 1],
    ["QQ=x", 2],
    ["QQ=\nx", 3],
    ["QQ==Q", 4],
    ["QQ==QQ==", 4],
    ["QUI=Q", 4],
    ["QUJD=", 4],
    ["QUJDQUI", 4],
    ["QUJD\nQ", 5],
    ["\nQ", 1],
    ["Q\nUI", 1],
    ["-_8=", 0],
    [" QQ==", 0],
    ["QQé", 2],
    ["QQ=é", 2],
  ])("refuses %j at byte %d", (base64, offset) => {
    expect(() => decodeBase64(base64)).toThrow(new Error(`illegal base64 data at input byte ${offset}`));
  });

  test("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) =>
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes),
      ),
    );
  });

  test("returns bytes or an offset within the text for any text", () => {
    const unit = fc.constantFrom("A", "Q", "/", "=", "\n", "-", "é");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        try {
          decodeBase64(text);
        } catch (error) {
          const offset = /^illegal base64 data at input byte (\d+)$/.exec((error as Error).message)?.[1];
          expect(Number(offset)).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
