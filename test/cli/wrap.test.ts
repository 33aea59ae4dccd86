import fc from "fast-check";
import { wordsOf, wrapWords } from "../../src/cli/help/wrap.js";

test.each([
  ["", []],
  [" a  b\nc ", ["a", "b", "c"]],
  ["see `cfssl -h`, or (`x y` z)", ["see", "`cfssl -h`,", "or", "(`x y`", "z)"]],
  ["level (default:\u00a01)", ["level", "(default:\u00a01)"]],
  ["a lone ` b", ["a", "lone", "b"]],
])("%j has the words %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each<[string, number, string[]]>([
  ["", 10, []],
  ["one", 2, ["one"]],
  ["aa bb cc", 8, ["aa bb cc"]],
  ["aa bb cc dd", 8, ["aa bb", "cc dd"]],
  ["aa bb cc", 5, ["aa", "bb cc"]],
  ["aaaaaaaa bbbbbbbb", 8, ["aaaaaaaa", "bbbbbbbb"]],
  ["a bbbbbbbbbbbb c", 4, ["a", "bbbbbbbbbbbb", "c"]],
  ["a\u00a0b c", 3, ["a b", "c"]],
])("%j in %d columns is %j", (text, width, lines) => {
  expect(wrapWords(wordsOf(text), width)).toEqual(lines);
});

const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });

test("no word is lost, and only a word that is too long makes a line too long", () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 5, max: 60 }), (list, width) => {
      const lines = wrapWords(list, width);
      expect(lines.join(" ")).toBe(list.join(" "));
      expect(lines.filter((line) => line.length > width && line.includes(" "))).toEqual([]);
    }),
  );
});

test("the last line is no single word if two words fit in a line", () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 25, max: 60 }), (list, width) => {
      const lines = wrapWords(list, width);
      // Two words of twelve letters fit in 25 columns.
      if (lines.length > 1) expect(lines.at(-1)).toContain(" ");
    }),
  );
});
