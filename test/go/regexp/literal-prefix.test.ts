import fc from "fast-check";
import { compileRegexp } from "../../../src/go/regexp/index.js";
import { findLiteralPrefix } from "../../../src/go/regexp/literal-prefix.js";
import { parseRegexp } from "../../../src/go/regexp/parser.js";
import { compileProgram } from "../../../src/go/regexp/program.js";

const rules = { shortNamedGroups: true, unicode: "15.0.0" } as const;

test.each([
  ["abc", "abc", true],
  ["(ab)(?:c)", "abc", true],
  ["ab+", "ab", false],
  ["ab*", "a", false],
  ["a{3}[bc]", "aaa", false],
  ["é😀$", "é😀", false],
  ["", "", true],
  ["a?b", "", false],
  ["^ab", "", false],
  ["(?i)ab", "", false],
  ["[ab]c", "", false],
])("every match of %j begins with %j", (expression, text, isAll) => {
  const { root, classes } = parseRegexp(expression, rules);
  expect(findLiteralPrefix(compileProgram(root, classes.folding, expression))).toEqual({ text, isAll });
});

const letters = ["a", "b", "é", "😀", "\u{10348}", " ", "_"] as const;
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
const ending = fc.constantFrom(
  "",
  "+",
  "*",
  "?",
  "{2}",
  "[ab]",
  "[^a]",
  ".",
  "$",
  "\\b",
  "\\B",
  "|b",
  "(?:a|é)",
  ".*b",
);

// JavaScript reads these expressions as Go does, and its search is independent of ours.
test("a search by the prefix matches the same texts as JavaScript", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("", "^", "\\b"),
      word,
      ending,
      fc.string({ unit: fc.constantFrom(...letters) }),
      (before, literal, after, text) => {
        const expression = before + literal + after;
        for (const searched of [text, text + literal, `${text}${literal}b`]) {
          expect([expression, searched, compileRegexp(expression, rules).match(searched)]).toEqual([
            expression,
            searched,
            new RegExp(expression, "u").test(searched),
          ]);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("a literal of 100 kB is found in a long text, and is missed in a shorter one", () => {
  const matcher = compileRegexp("ab".repeat(50_000), rules);
  expect(matcher.match("ab".repeat(40_000))).toBe(false);
  expect(matcher.match(`x${"ab".repeat(50_000)}`)).toBe(true);
});
