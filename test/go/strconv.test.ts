import fc from "fast-check";
import { atoi, parseBool, parseInt as parseGoInt, quote } from "../../src/go/strconv.js";

describe("parseInt", () => {
  test.each<[string, bigint]>([
    ["60", 60n],
    ["+5", 5n],
    ["-5", -5n],
    ["0x10", 16n],
    ["0X1f", 31n],
    ["017", 15n],
    ["0o17", 15n],
    ["0O7", 7n],
    ["0b101", 5n],
    ["1_000", 1000n],
    ["0x_1f", 31n],
    ["0_7", 7n],
    ["0", 0n],
    ["2147483647", 2147483647n],
    ["-2147483648", -2147483648n],
  ])("reads %j in the base of its prefix", (text, value) => {
    expect(parseGoInt(text, 0, 32)).toBe(value);
  });

  test.each([
    ["", 'strconv.ParseInt: parsing "": invalid syntax'],
    ["x", 'strconv.ParseInt: parsing "x": invalid syntax'],
    ["-", 'strconv.ParseInt: parsing "-": invalid syntax'],
    ["08", 'strconv.ParseInt: parsing "08": invalid syntax'],
    ["0x", 'strconv.ParseInt: parsing "0x": invalid syntax'],
    ["0xg", 'strconv.ParseInt: parsing "0xg": invalid syntax'],
    ["0b2", 'strconv.ParseInt: parsing "0b2": invalid syntax'],
    ["1_", 'strconv.ParseInt: parsing "1_": invalid syntax'],
    ["_1", 'strconv.ParseInt: parsing "_1": invalid syntax'],
    ["1__0", 'strconv.ParseInt: parsing "1__0": invalid syntax'],
    ["1e3", 'strconv.ParseInt: parsing "1e3": invalid syntax'],
    ["--1", 'strconv.ParseInt: parsing "--1": invalid syntax'],
    ["\u0663", 'strconv.ParseInt: parsing "\u0663": invalid syntax'],
    ["2147483648", 'strconv.ParseInt: parsing "2147483648": value out of range'],
    ["-2147483649", 'strconv.ParseInt: parsing "-2147483649": value out of range'],
    ["3000000000x", 'strconv.ParseInt: parsing "3000000000x": invalid syntax'],
    ["4294967295x", 'strconv.ParseInt: parsing "4294967295x": invalid syntax'],
    ["4294967296x", 'strconv.ParseInt: parsing "4294967296x": value out of range'],
  ])("refuses %j", (text, message) => {
    expect(() => parseGoInt(text, 0, 32)).toThrow(new Error(message));
  });

  test("refuses underscores and prefixes in a fixed base", () => {
    expect(() => parseGoInt("1_0", 10, 64)).toThrow("invalid syntax");
    expect(() => parseGoInt("0x10", 16, 64)).toThrow("invalid syntax");
    expect(parseGoInt("-fF", 16, 64)).toBe(-255n);
  });

  test("reads every 64-bit integer in decimal", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(parseGoInt(String(value), 10, 64)).toBe(value);
        expect(atoi(String(value))).toBe(value);
      }),
    );
  });

  test("throws nothing but GoError", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          expect(typeof parseGoInt(text, 0, 64)).toBe("bigint");
        } catch (error) {
          expect(error).toMatchObject({ name: "GoError" });
        }
      }),
    );
  });
});

describe("atoi", () => {
  test.each([
    ["", 'strconv.Atoi: parsing "": invalid syntax'],
    ["a1", 'strconv.Atoi: parsing "a1": invalid syntax'],
    ["1\\u002e2", 'strconv.Atoi: parsing "1\\\\u002e2": invalid syntax'],
    ["99999999999999999999", 'strconv.Atoi: parsing "99999999999999999999": value out of range'],
  ])("refuses %j", (text, message) => {
    expect(() => atoi(text)).toThrow(new Error(message));
  });
});

describe("parseBool", () => {
  test.each(["1", "t", "T", "true", "TRUE", "True"])("%j is true", (text) => {
    expect(parseBool(text)).toBe(true);
  });

  test.each(["0", "f", "F", "false", "FALSE", "False"])("%j is false", (text) => {
    expect(parseBool(text)).toBe(false);
  });

  test.each(["", "yes", "tRUE", " 1", "toString", "__proto__"])("%j is neither", (text) => {
    expect(parseBool(text)).toBeNull();
  });
});

describe("quote", () => {
  test.each([
    ["plain é😀\u0301", '"plain é😀\u0301"'],
    ['"\\', '"\\"\\\\"'],
    ["\x07\b\f\n\r\t\v", '"\\a\\b\\f\\n\\r\\t\\v"'],
    ["\x01\x1f\x7f", '"\\x01\\x1f\\x7f"'],
    ["\u0085\u00a0\u00ad\u200b\u2028\ufeff", '"\\u0085\\u00a0\\u00ad\\u200b\\u2028\\ufeff"'],
    ["\ue000\u{f0000}", '"\\ue000\\U000f0000"'],
    ["\ufffd", '"\ufffd"'],
    ["a\udcff\udcc3b\udced\udca0\udc80", '"a\\xff\\xc3b\\xed\\xa0\\x80"'],
  ])("writes %j as Go does", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});
