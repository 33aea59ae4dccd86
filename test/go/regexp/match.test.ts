import fc from "fast-check";
import { compileRegexp, type RegexpRules } from "../../../src/go/regexp/index.js";

const go124: RegexpRules = { shortNamedGroups: true, unicode: "15.0.0" };
const go119: RegexpRules = { shortNamedGroups: false, unicode: "13.0.0" };

test.each([
  ["a", "bab", true],
  ["a", "b", false],
  ["^a$", "a", true],
  ["^a$", "a\n", false],
  ["^a$", "ba", false],
  ["(?m)^a$", "b\na\nc", true],
  ["(?m)^a$", "ba", false],
  ["\\Aa\\z", "a", true],
  ["(?m)\\Aa", "b\na", false],
  ["", "", true],
  ["", "x", true],
  ["^$", "", true],
  ["^$", "x", false],
  ["a|b", "b", true],
  ["a|", "x", true],
  ["^(a|bc|)$", "bc", true],
  ["ab*c", "abbbc", true],
  ["ab+c", "ac", false],
  ["ab?c", "abbc", false],
  ["^a{2}$", "aa", true],
  ["^a{2}$", "aaa", false],
  ["^a{2,}$", "aaaa", true],
  ["^a{1,2}$", "aaa", false],
  ["^a{0}$", "", true],
  ["a{,2}", "a{,2}", true],
  ["a{,2}", "aa", false],
  ["a{1", "a{1", true],
  ["^(ab){2}$", "abab", true],
  ["^a*?$", "aaa", true],
  ["(?U)^a+?$", "aa", true],
  [".", "\n", false],
  ["(?s).", "\n", true],
  ["(?s:.)b.", "\nb\n", false],
  ["^.$", "\u00e9", true],
  ["^.$", "\ud83d\ude00", true],
  ["^..$", "\ud83d\ude00", false],
  ["[^a]", "\n", true],
  ["[abc]", "b", true],
  ["[a-c]", "d", false],
  ["[^a-c]", "b", false],
  ["[]a]", "]", true],
  ["[a-]", "-", true],
  ["[-a]", "-", true],
  ["[\\]]", "]", true],
  ["[\\d.]", "5", true],
  ["\\d", "\u0663", false],
  ["\\D", "\u0663", true],
  ["\\w", "\u00e9", false],
  ["\\s", "\u000b", false],
  ["[[:space:]]", "\u000b", true],
  ["[[:^alpha:]]", "a", false],
  ["[[:word:]]", "_", true],
  ["[^[:alpha:][:digit:]]", "a", false],
  ["\\pL", "\u00e9", true],
  ["\\pL", "5", false],
  ["\\PL", "5", true],
  ["\\p{Greek}", "\u03a3", true],
  ["\\p{^Greek}", "\u03a3", false],
  ["\\P{^Greek}", "\u03a3", true],
  ["[\\p{Lu}\\d]", "\u00c9", true],
  ["\\p{Any}", "\n", true],
  ["(?i)abc", "xABCx", true],
  ["(?i)\u00c9", "\u00e9", true],
  ["(?i)k", "\u212a", true],
  ["(?i)\u212a", "k", true],
  ["(?i)s", "\u017f", true],
  ["(?i)[r-t]", "\u017f", true],
  ["(?i)\u03c3", "\u03c2", true],
  ["(?i)\u00df", "\u1e9e", true],
  ["(?i)\u00df", "ss", false],
  ["(?i)\u0131", "I", false],
  ["(?i)\u0130", "i", false],
  ["(?i)[^k]", "\u212a", false],
  ["(?i)\\w", "\u212a", true],
  ["\\w", "\u212a", false],
  ["(?i)\\p{Lu}", "a", true],
  ["(?i)\\P{Lu}", "a", false],
  ["(?i)[[:upper:]]", "a", true],
  ["(?i)\u0264", "\ua7cb", false],
  ["(?i)a(?-i)b", "AB", false],
  ["(?i)a(?-i)b", "Ab", true],
  ["(?i:a)b", "AB", false],
  ["(?:(?i)a)b", "AB", false],
  ["a(?i)b|c", "C", true],
  ["\\bfoo\\b", "a foo.", true],
  ["\\bfoo\\b", "afoo", false],
  ["\\Boo\\b", "foo", true],
  ["\\b\u00e9", "\u00e9", false],
  ["\\x41\\x{e9}\\101", "A\u00e9A", true],
  ["\\n\\t\\a\\f\\r\\v", "\n\t\u0007\f\r\u000b", true],
  ["\\.\\*\\_\\-", ".*_-", true],
  ["\\Qa.b", "a.b", true],
  ["\\Qa.b\\E+", "a.bbb", true],
  ["\\Qa.b\\E", "axb", false],
  ["a*\\Q\\E*", "x", true],
  ["(?P<n>a)(?P<n>b)", "ab", true],
  ["(abc|abd|ab|x)$", "ab", true],
  ["^(?:abc|abd|abde|b)$", "abde", true],
  ["^(?:[ab]c|[ab]d|e)$", "bd", true],
  ["^(?:a{2}b|a{2}c)$", "aac", true],
  ["^(?:a|b|[cd]|.)$", "\n", false],
  ["(?s)^(?:a|\\n|.)$", "\n", true],
  ["(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaac", false],
  ["^(a?){30}a{30}$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true],
  ["^[^@.]+(\\.[^@.]+)*\\.example\\.com$", "a.b.example.com", true],
  ["^[^@.]+(\\.[^@.]+)*\\.example\\.com$", "a.b.example.org", false],
])("Whether %j matches a part of %j: %j", (expression, text, matches) => {
  expect(compileRegexp(expression, go124).match(text)).toBe(matches);
  expect(compileRegexp(expression, go119).match(text)).toBe(matches);
});

test.each([
  ["\\pL", "\ua7d0", true, false],
  ["\\pL", "\ua7cb", false, false],
  ["\\p{Lu}", "\ua7d0", true, false],
  ["(?i)\ua7d1", "\ua7d0", true, false],
  ["(?i)\u2c5f", "\u2c2f", true, false],
  ["\\p{Mn}", "\u1734", false, true],
  ["\\p{Mc}", "\u1734", true, false],
  ["\\p{Ll}", "\u0295", true, true],
  ["\\p{Lo}", "\u0295", false, false],
  ["\\p{Han}", "\ud81b\udfe2", true, false],
  ["\\p{Common}", "\ud81b\udfe2", false, true],
])("Whether %j matches %j: %j in Unicode 15 and %j in Unicode 13", (expression, text, in15, in13) => {
  expect(compileRegexp(expression, go124).match(text)).toBe(in15);
  expect(compileRegexp(expression, go119).match(text)).toBe(in13);
});

test("A byte that is not UTF-8 matches like U+FFFD", () => {
  expect(compileRegexp("^.\\x{fffd}[^a]$", go124).match("\udc80\udcff\udcfe")).toBe(true);
  expect(compileRegexp("^.$", go124).match("\udce9\udc80")).toBe(false);
});

test.each([
  ["(a*)*b", "a"],
  ["(x+x+)+y", "x"],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a"],
  ["(.|\\s)*z", "\n"],
  ["(a|aa|aaa)*$b", "a"],
])("%j does not match a megabyte of %j, in linear time", (expression, letter) => {
  expect(compileRegexp(expression, go124).match(letter.repeat(1 << 20))).toBe(false);
});

/** Expressions of nested pieces that JavaScript reads as Go does. */
const shared = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("a", "b", "é", ".", "[ab]", "[^a]", "\\d", "\\w", "^", "$", "\\b", "\\B", ""),
    fc.tuple(tie("node"), tie("node")).map((nodes) => nodes.join("")),
    fc.tuple(tie("node"), tie("node")).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{0,2}"))
      .map(([node, operator]) => `(${node})${operator}`),
  ),
})).node;

test("An expression that means the same in JavaScript matches the same texts", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "1", "-"), maxLength: 12 });
  fc.assert(
    fc.property(shared, text, (expression, input) => {
      expect(compileRegexp(expression, go124).match(input)).toBe(new RegExp(expression, "u").test(input));
    }),
    { numRuns: 500 },
  );
});
