import fc from "fast-check";
import { unmarshal } from "../../../src/go/json/decode.js";
import { marshal } from "../../../src/go/json/encode.js";
import { parseFlat } from "../../../src/go/json/flat.js";
import { any, map } from "../../../src/go/json/index.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";

const octets = (text: string) => encodeUtf8(text);

test.each([
  ['{"cert":"-----BEGIN\\n","key":"K"}\n', { cert: "-----BEGIN\n", key: "K" }],
  ["{}", {}],
  ['{"ä":"\\"\\\\"}', { ä: '"\\' }],
  ['{"__proto__":"x"}', { ["__proto__"]: "x" }],
])("%s is read at once", (text, members) => {
  expect(parseFlat(octets(text))).toEqual(new Map(Object.entries(members)));
});

test.each([
  ["", "no value"],
  ["null", "no object"],
  ["[]", "a list"],
  ['{"a":1}', "a number"],
  ['{"a":{}}', "an object in it"],
  ['{"a":"b"', "an early end"],
  ['{"a":"b","a":"c"}', "a key twice"],
  ['{"a":"\\ud800"}', "half a character"],
  ['{"a":"\udc80"}', "an octet that is no UTF-8"],
  ['{"a": "b"}', "a blank"],
  ['{"a":"\\/"}', "an escape that is not needed"],
  ['{"a":"b"}\n\n', "two line feeds"],
  ['\ufeff{"a":"b"}', "a mark of the byte order"],
])("%s is left to the scanner: it has %s", (text) => {
  expect(parseFlat(octets(text))).toBeNull();
});

test("what is read at once, the scanner reads the same", () => {
  const text = fc.oneof(
    fc.json({ maxDepth: 1 }),
    fc.dictionary(fc.string(), fc.string()).map((o) => JSON.stringify(o)),
  );
  fc.assert(
    fc.property(text, (json) => {
      const flat = parseFlat(octets(json));
      if (flat !== null) expect(unmarshal(octets(json), map(any()))).toEqual(flat);
    }),
  );
});

test("whatever the programs print of one line is read at once, but for escaped characters", () => {
  const plain = fc.string().filter((text) => !/[<>&\p{Cc}\u2028\u2029]/u.test(text) && !text.includes("\\u"));
  fc.assert(
    fc.property(fc.record({ cert: plain, key: plain }), (issued) => {
      const printed = `${marshal(issued, { shortControlEscapes: true })}\n`;
      expect(parseFlat(octets(printed))).toEqual(new Map(Object.entries(issued)));
    }),
  );
});
