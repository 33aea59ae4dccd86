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

  // The bytes that cfssljson of both releases writes for such an ocspResponse.
  test.each([
    ["YW\nJj", [0x61, 0x62, 0x63]],
    ["\r\nYQ=\n=\r\n", [0x61]],
    ["YR==", [0x61]],
    ["+/+/", [0xfb, 0xff, 0xbf]],
  ])("reads %j, line ends and idle bits and all", (base64, bytes) => {
    expect(decodeBase64(base64)).toEqual(Uint8Array.from(bytes));
  });

  // The offsets that cfssljson of both releases tells.
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
  ])("refuses %j at byte %d", (base64, offset) => {
    expect(() => decodeBase64(base64)).toThrow(new Error(`illegal base64 data at input byte ${offset}`));
  });

  test("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes),
      ),
    );
  });
});
