import fc from "fast-check";
import { checkValid, skipValue } from "../../../src/go/json/scan.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";

const utf8 = (text: string) => encodeUtf8(text);
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("checkValid", () => {
  // Each message is that of `cfssljson -bare` for the text, in both releases.
  test.each([
    ["", "unexpected end of JSON input"],
    [" \t\r\n", "unexpected end of JSON input"],
    ["{", "unexpected end of JSON input"],
    ["[", "unexpected end of JSON input"],
    ['["a', "unexpected end of JSON input"],
    ['{"a"', "unexpected end of JSON input"],
    ['{"a":', "unexpected end of JSON input"],
    ['{"a":1', "unexpected end of JSON input"],
    ['{"a":1,', "unexpected end of JSON input"],
    ["[1,", "unexpected end of JSON input"],
    ['"a\\', "invalid character ' ' in string escape code"],
    ['"a\\u00', "invalid character ' ' in \\u hexadecimal character escape"],
    ["tru", "invalid character ' ' in literal true (expecting 'e')"],
    ["fals", "invalid character ' ' in literal false (expecting 'e')"],
    ["nul", "invalid character ' ' in literal null (expecting 'l')"],
    ["t", "invalid character ' ' in literal true (expecting 'r')"],
    ["-", "invalid character ' ' in numeric literal"],
    ["1.", "invalid character ' ' after decimal point in numeric literal"],
    ["1e", "invalid character ' ' in exponent of numeric literal"],
    ["1e+", "invalid character ' ' in exponent of numeric literal"],
  ])("says how the text %j is cut off", (text, message) => {
    expect(() => checkValid(utf8(text))).toThrow(new Error(message));
  });

  test.each([
    ["x", "invalid character 'x' looking for beginning of value"],
    ["}", "invalid character '}' looking for beginning of value"],
    ["]", "invalid character ']' looking for beginning of value"],
    [",", "invalid character ',' looking for beginning of value"],
    [":", "invalid character ':' looking for beginning of value"],
    ["+1", "invalid character '+' looking for beginning of value"],
    [".5", "invalid character '.' looking for beginning of value"],
    ["NaN", "invalid character 'N' looking for beginning of value"],
    ["/**/{}", "invalid character '/' looking for beginning of value"],
    ["[,1]", "invalid character ',' looking for beginning of value"],
    ["[1,]", "invalid character ']' looking for beginning of value"],
    ['{"a":}', "invalid character '}' looking for beginning of value"],
    ["{1:2}", "invalid character '1' looking for beginning of object key string"],
    ["{,", "invalid character ',' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a",1}', "invalid character ',' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['{"a":1]', "invalid character ']' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ["[1}", "invalid character '}' after array element"],
    ["[1:2]", "invalid character ':' after array element"],
    ["[true false]", "invalid character 'f' after array element"],
    ["{}x", "invalid character 'x' after top-level value"],
    ["{}{}", "invalid character '{' after top-level value"],
    ["{}\0", "invalid character '\\x00' after top-level value"],
    ["01", "invalid character '1' after top-level value"],
    ["-01", "invalid character '1' after top-level value"],
    ["0x1", "invalid character 'x' after top-level value"],
    ["1.5.1", "invalid character '.' after top-level value"],
    ["1e5e", "invalid character 'e' after top-level value"],
    ["truee", "invalid character 'e' after top-level value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\x1f"', "invalid character '\\x1f' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\\'"', "invalid character '\\'' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"\\uD8"', "invalid character '\"' in \\u hexadecimal character escape"],
    ["trux", "invalid character 'x' in literal true (expecting 'e')"],
    ["fALSE", "invalid character 'A' in literal false (expecting 'a')"],
    ["falsy", "invalid character 'y' in literal false (expecting 'e')"],
    ["nil", "invalid character 'i' in literal null (expecting 'u')"],
    ["nulL", "invalid character 'L' in literal null (expecting 'l')"],
    ["-x", "invalid character 'x' in numeric literal"],
    ["--1", "invalid character '-' in numeric literal"],
    ["1.x", "invalid character 'x' after decimal point in numeric literal"],
    ["1ex", "invalid character 'x' in exponent of numeric literal"],
    ["1e-x", "invalid character 'x' in exponent of numeric literal"],
  ])("names the byte that makes %j invalid", (text, message) => {
    expect(() => checkValid(utf8(text))).toThrow(new Error(message));
  });

  test.each([
    [0x00, "\\x00"],
    [0x07, "\\a"],
    [0x0b, "\\v"],
    [0x27, "\\'"],
    [0x5c, "\\\\"],
    [0x7f, "\\x7f"],
    [0xa0, "\\u00a0"],
    [0xad, "\\u00ad"],
    [0xef, "ï"],
    [0xff, "ÿ"],
  ])("writes the byte %p as the Latin-1 character '%s'", (byte, shown) => {
    expect(() => checkValid(bytes(byte))).toThrow(
      new Error(`invalid character '${shown}' looking for beginning of value`),
    );
  });

  test("accepts 10000 levels and no more", () => {
    const nested = (depth: number) => utf8(`{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`);
    expect(() => checkValid(nested(10000))).not.toThrow();
    expect(() => checkValid(nested(10001))).toThrow(new Error("invalid character '[' exceeded max depth"));
    expect(() => checkValid(utf8('{"a":'.repeat(10001)))).toThrow(
      new Error("invalid character '{' exceeded max depth"),
    );
  });

  test("accepts any byte except a control in a string", () => {
    expect(() => checkValid(bytes(0x22, 0xff, 0xc0, 0x7f, 0xed, 0xa0, 0x80, 0x22))).not.toThrow();
  });

  test("accepts exactly what ECMAScript's JSON.parse accepts", () => {
    const fragment = fc.constantFrom(...'{}[],:"\\ \n01-.eE+atrufslnb\x01', "true", "null", '"a"', "\\u00e9", "1.5e3");
    const text = fc.oneof(
      fc.json(),
      fc.array(fragment).map((parts) => parts.join("")),
    );
    // The engine checks only texts of up to 10000 bytes.
    const blanks = fc.constantFrom("", " ".repeat(10001));
    fc.assert(
      fc.property(text, blanks, (json, blank) =>
        expect(accepts(() => checkValid(utf8(json + blank)))).toBe(accepts(() => JSON.parse(json))),
      ),
    );
  });
});

test("skipValue finds the end of the value", () => {
  const blanks = fc.constantFrom("", " ", "\n");
  fc.assert(
    fc.property(fc.json(), blanks, (json, blank) =>
      expect(skipValue(utf8(`[${json}${blank}]`), 1)).toBe(1 + utf8(json).length),
    ),
  );
});

function accepts(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
