import fc from "fast-check";
import { unmarshal } from "../../../src/go/json/decode.js";
import { marshal } from "../../../src/go/json/encode.js";
import { parseFlat } from "../../../src/go/json/flat.js";
import { any, map } from "../../../src/go/json/index.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";

const utf8 = (text: string) => encodeUtf8(text);

test.each([
  ['{"cert":"-----BEGIN\\n","key":"K"}\n', { cert: "-----BEGIN\n", key: "K" }],
  ["{}", {}],
  ['{"ä":"\\"\\\\"}', { ä: '"\\' }],
  ['{"__proto__":"x"}', { ["__proto__"]: "x" }],
])("the fast path reads %s", (text, members) => {
  expect(parseFlat(utf8(text))).toEqual(new Map(Object.entries(members)));
});

test.each([
  ["", "no value"],
  ["null", "null"],
  ["[]", "a list"],
  ['{"a":1}', "a number"],
  ['{"a":{}}', "a nested object"],
  ['{"a":"b"', "an early end"],
  ['{"a":"b","a":"c"}', "a repeated key"],
  ['{"a":"\\ud800"}', "a lone surrogate"],
  ['{"a":"\udc80"}', "a byte that is not UTF-8"],
  ['{"a": "b"}', "a blank"],
  ['{"a":"\\/"}', "a needless escape"],
  ['{"a":"b"}\n\n', "two line feeds"],
  ['\ufeff{"a":"b"}', "a byte order mark"],
])("the fast path declines %s: %s", (text) => {
  expect(parseFlat(utf8(text))).toBeNull();
});

test("the decoder reads the same as the fast path", () => {
  const text = fc.oneof(
    fc.json({ maxDepth: 1 }),
    fc.dictionary(fc.string(), fc.string()).map((o) => JSON.stringify(o)),
  );
  fc.assert(
    fc.property(text, (json) => {
      const flat = parseFlat(utf8(json));
      if (flat !== null) expect(unmarshal(utf8(json), map(any()))).toEqual(flat);
    }),
  );
});

test("the fast path reads a result that cfssl prints, unless it has characters that Go escapes by number", () => {
  const plain = fc.string().filter((text) => !/[<>&\p{Cc}\u2028\u2029]/u.test(text) && !text.includes("\\u"));
  fc.assert(
    fc.property(fc.record({ cert: plain, key: plain }), (issued) => {
      const printed = `${marshal(issued, { shortControlEscapes: true })}\n`;
      expect(parseFlat(utf8(printed))).toEqual(new Map(Object.entries(issued)));
    }),
  );
});
