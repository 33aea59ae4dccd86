import { ClassReader } from "../../../src/go/regexp/character-class.js";
import { compileRegexp, type RegexpRules } from "../../../src/go/regexp/index.js";
import { caseFolding } from "../../../src/go/unicode.js";

const go124: RegexpRules = { shortNamedGroups: true, unicode: "15.0.0" };
const megabyte = 1 << 20;

const fill = (piece: string, length = megabyte) => piece.repeat(length / piece.length);
const fillCounted = (piece: (n: number) => string, count: number) => Array.from({ length: count }, (_, n) => piece(n));

// Nothing here is timed. At these sizes, an algorithm that is not linear takes minutes or runs out of memory.
test.each<[string, string, string, boolean]>([
  ["one class of named classes", `[${fill("\\pL\\PN\\p{Greek}")}]`, "5", false],
  ["one negated class of named classes", `[^${fill("\\PL\\pN")}]`, "a", true],
  ["one class of large classes that ignores case", `(?i)^[${fill("\\x01-\\x{ffff}", 2 * megabyte)}]$`, "k", true],
  ["one class of opening brackets and colons", `^[${fill("[[:a")}]$`, ":", true],
  ["alternatives that are named classes", `^(?:${fill("\\pL|\\pN|\\p{Greek}|", megabyte / 16)}-)$`, "-", true],
  [
    "alternatives that are different classes with a named class in each",
    `^(?:${fillCounted((n) => `[\\pL\\x{${(0x2000 + n).toString(16)}}]`, 5000).join("|")})$`,
    "-",
    false,
  ],
  ["a literal that ignores case", `(?i)${fill("kſ")}`, "k", false],
])("The compiler takes a regular expression of megabytes: %s", (_, expression, text, matches) => {
  expect(compileRegexp(expression, go124).match(text)).toBe(matches);
});

test("A long literal may be repeated up to 2^25 instructions in all", () => {
  const literal = fill("a");
  const text = literal.repeat(9);
  expect(compileRegexp(`^(?:${literal}){9}$`, go124).match(text.slice(1))).toBe(false);
  expect(() => compileRegexp(`(?:${literal}){33}`, go124)).toThrow(
    "error parsing regexp: expression too large: `(?:aa",
  );
});

test("All expressions share the tables of case folding and of named classes", () => {
  for (let n = 0; n < 2000; n++) expect(compileRegexp("(?i)é[\\pLσ]", go124).match("ÉΣ")).toBe(true);
  expect(caseFolding("15.0.0")).toBe(caseFolding("15.0.0"));
});

test("Classes with the same text are one object, with and without case folding", () => {
  const reader = new ClassReader("[^\\pL][^\\pL]", "15.0.0");
  const first = reader.readBracketed(0, false);
  expect(reader.readBracketed(first.end, false).ranges).toBe(first.ranges);
  const folded = reader.readBracketed(0, true);
  expect(folded.ranges).not.toBe(first.ranges);
  expect(reader.readBracketed(first.end, true).ranges).toBe(folded.ranges);
});

test("A regular expression can match several texts in turn", () => {
  const { match } = compileRegexp("^(?:a|bc)+\\b$", go124);
  expect(["abc", "ab", "", "bca", "-a", "bcbc"].map(match)).toEqual([true, false, false, true, false, true]);
});
