import fc from "fast-check";
import { type JsonOut, marshal, quoteString } from "../../../src/go/json/encode.js";

const current = { shortControlEscapes: true };
const older = { shortControlEscapes: false };

describe("quoteString", () => {
  // As `cfssl certinfo` prints a subject with these characters.
  test.each([
    ["<script>&amp;'\"\\/", "\\u003cscript\\u003e\\u0026amp;'\\\"\\\\/"],
    ["\u2027\u2028\u2029\u202a", "\u2027\\u2028\\u2029\u202a"],
    ["\0\x01\x07\x0b\x1f\x7f\x80", "\\u0000\\u0001\\u0007\\u000b\\u001f\x7f\x80"],
    ["\t\n\r", "\\t\\n\\r"],
    ["é😀\ufeff\ufffd\uffff\ue000", "é😀\ufeff\ufffd\uffff\ue000"],
    // An object identifier that is not UTF-8, as the error of `cfssl info -config` quotes it.
    ["\udcffé\udced\udca0\udc80", "\\ufffdé\\ufffd\\ufffd\\ufffd"],
  ])("escapes %j as Go does", (text, escaped) => {
    expect(quoteString(text, current)).toBe(`"${escaped}"`);
    expect(quoteString(text, older)).toBe(`"${escaped}"`);
  });

  test("writes backspace and form feed as the release does", () => {
    expect(quoteString("\b\f", current)).toBe('"\\b\\f"');
    expect(quoteString("\b\f", older)).toBe('"\\u0008\\u000c"');
  });

  test("writes what JSON.parse reads back", () => {
    const rules = fc.constantFrom(current, older);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), rules, (text, release) =>
        expect(JSON.parse(quoteString(text, release))).toBe(text),
      ),
    );
  });
});

describe("marshal", () => {
  const value: JsonOut = { b: [1n, "<", []], a: { x: null, left: undefined }, c: {}, d: true, e: Uint8Array.of(1, 2) };

  test("writes compact text, with struct members in their order", () => {
    expect(marshal(value, current)).toBe('{"b":[1,"\\u003c",[]],"a":{"x":null},"c":{},"d":true,"e":"AQI="}');
  });

  test("indents as json.MarshalIndent does", () => {
    const lines = [
      "{",
      '  "b": [',
      "    1,",
      '    "\\u003c",',
      "    []",
      "  ],",
      '  "a": {',
      '    "x": null',
      "  },",
      '  "c": {},',
      '  "d": true,',
      '  "e": "AQI="',
      "}",
    ];
    expect(marshal(value, current, "  ")).toBe(lines.join("\n"));
  });

  test("sorts the keys of a map by their UTF-8 bytes", () => {
    const keys = ["b", "\u{10000}", "\uffff", "a", "", "B", "é"];
    const map = new Map(keys.map((key) => [key, 0]));
    expect(marshal(map, current)).toBe('{"":0,"B":0,"a":0,"b":0,"é":0,"\uffff":0,"\u{10000}":0}');
  });

  test("keeps all digits of an integer", () => {
    expect(marshal([9007199254740993n, -1n], current)).toBe("[9007199254740993,-1]");
  });

  // encoding/json documents ECMAScript's format for floating-point numbers. Only the sign of zero differs.
  test.each([
    [0.1, "0.1"],
    [-0, "-0"],
    [1e20, "100000000000000000000"],
    [1e21, "1e+21"],
    [0.000001, "0.000001"],
    [1e-7, "1e-7"],
    [1.5e300, "1.5e+300"],
  ])("writes the float64 %p", (number, expected) => {
    expect(marshal(number, current)).toBe(expected);
  });

  test.each([
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("refuses %p", (number, name) => {
    expect(() => marshal({ a: number }, current)).toThrow(new Error(`json: unsupported value: ${name}`));
  });
});
