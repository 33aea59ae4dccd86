import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { compileRegexp, type RegexpRules } from "../../../src/go/regexp/index.js";

const go124: RegexpRules = { shortNamedGroups: true, unicode: "15.0.0" };
const go119: RegexpRules = { shortNamedGroups: false, unicode: "13.0.0" };

/** The text of the GoError from compiling; null if there is no error. */
function fault(expression: string, rules = go124): string | null {
  try {
    compileRegexp(expression, rules);
    return null;
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}

test.each([
  ["(", "error parsing regexp: missing closing ): `(`"],
  ["a(b", "error parsing regexp: missing closing ): `a(b`"],
  ["(?i)(", "error parsing regexp: missing closing ): `(?i)(`"],
  ["(?i)(?-i)(", "error parsing regexp: missing closing ): `(?i)(?-i)(`"],
  ["(?:", "error parsing regexp: missing closing ): `(?:`"],
  ["(?i-s:", "error parsing regexp: missing closing ): `(?i-s:`"],
  [")", "error parsing regexp: unexpected ): `)`"],
  ["a)", "error parsing regexp: unexpected ): `a)`"],
  ["(?i", "error parsing regexp: invalid or unsupported Perl syntax: `(?i`"],
  ["(?", "error parsing regexp: invalid or unsupported Perl syntax: `(?`"],
  ["(?-", "error parsing regexp: invalid or unsupported Perl syntax: `(?-`"],
  ["(?s-)", "error parsing regexp: invalid or unsupported Perl syntax: `(?s-)`"],
  ["(?--i)", "error parsing regexp: invalid or unsupported Perl syntax: `(?--`"],
  ["(?#c)", "error parsing regexp: invalid or unsupported Perl syntax: `(?#`"],
  ["(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`"],
  ["(?!a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?!`"],
  ["(?é)", "error parsing regexp: invalid or unsupported Perl syntax: `(?é`"],
  ["(?'n'a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?'`"],
  ["(?P=n)", "error parsing regexp: invalid or unsupported Perl syntax: `(?P`"],
  ["(?P", "error parsing regexp: invalid or unsupported Perl syntax: `(?P`"],
  ["(?P<", "error parsing regexp: invalid or unsupported Perl syntax: `(?P`"],
  ["(?P<n", "error parsing regexp: invalid named capture: `(?P<n`"],
  ["(?P<n>", "error parsing regexp: missing closing ): `(?P<n>`"],
  ["(?P<>a)", "error parsing regexp: invalid named capture: `(?P<>`"],
  ["(?P<é>a)", "error parsing regexp: invalid named capture: `(?P<é>`"],
  ["(?P<n-m>a)", "error parsing regexp: invalid named capture: `(?P<n-m>`"],
  ["(?<", "error parsing regexp: invalid or unsupported Perl syntax: `(?<`"],
  ["(?<n", "error parsing regexp: invalid named capture: `(?<n`"],
  ["(?<>a)", "error parsing regexp: invalid named capture: `(?<>`"],
  ["*", "error parsing regexp: missing argument to repetition operator: `*`"],
  ["+a", "error parsing regexp: missing argument to repetition operator: `+`"],
  ["?", "error parsing regexp: missing argument to repetition operator: `?`"],
  ["a|*", "error parsing regexp: missing argument to repetition operator: `*`"],
  ["(*)", "error parsing regexp: missing argument to repetition operator: `*`"],
  ["(|+)", "error parsing regexp: missing argument to repetition operator: `+`"],
  ["{1}", "error parsing regexp: missing argument to repetition operator: `{1}`"],
  ["\\Q\\E*", "error parsing regexp: missing argument to repetition operator: `*`"],
  ["a**", "error parsing regexp: invalid nested repetition operator: `**`"],
  ["a*+", "error parsing regexp: invalid nested repetition operator: `*+`"],
  ["a+?+", "error parsing regexp: invalid nested repetition operator: `+?+`"],
  ["a{2}{3}", "error parsing regexp: invalid nested repetition operator: `{2}{3}`"],
  ["a???", "error parsing regexp: invalid nested repetition operator: `???`"],
  ["a{1001}", "error parsing regexp: invalid repeat count: `{1001}`"],
  ["a{1,1001}", "error parsing regexp: invalid repeat count: `{1,1001}`"],
  ["a{1001,}", "error parsing regexp: invalid repeat count: `{1001,}`"],
  ["a{2,1}", "error parsing regexp: invalid repeat count: `{2,1}`"],
  ["a{99999999999}", "error parsing regexp: invalid repeat count: `{99999999999}`"],
  ["(a{500}){3}", "error parsing regexp: invalid repeat count: `{3}`"],
  ["((a{10}){10}){11}", "error parsing regexp: invalid repeat count: `{11}`"],
  ["(((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2})", "error parsing regexp: invalid repeat count: `{2}`"],
  ["\\", "error parsing regexp: trailing backslash at end of expression: ``"],
  ["a\\", "error parsing regexp: trailing backslash at end of expression: ``"],
  ["\\8", "error parsing regexp: invalid escape sequence: `\\8`"],
  ["\\1", "error parsing regexp: invalid escape sequence: `\\1`"],
  ["\\e", "error parsing regexp: invalid escape sequence: `\\e`"],
  ["\\é", "error parsing regexp: invalid escape sequence: `\\é`"],
  ["\\C", "error parsing regexp: invalid escape sequence: `\\C`"],
  ["\\x", "error parsing regexp: invalid escape sequence: `\\x`"],
  ["\\xg", "error parsing regexp: invalid escape sequence: `\\xg`"],
  ["\\x1", "error parsing regexp: invalid escape sequence: `\\x1`"],
  ["\\x{", "error parsing regexp: invalid escape sequence: `\\x{`"],
  ["\\x{}", "error parsing regexp: invalid escape sequence: `\\x{}`"],
  ["\\x{g}", "error parsing regexp: invalid escape sequence: `\\x{g`"],
  ["\\x{110000}", "error parsing regexp: invalid escape sequence: `\\x{110000`"],
  ["[", "error parsing regexp: missing closing ]: `[`"],
  ["[a", "error parsing regexp: missing closing ]: `[a`"],
  ["[]a", "error parsing regexp: missing closing ]: `[]a`"],
  ["[^]a", "error parsing regexp: missing closing ]: `[^]a`"],
  ["[a\\", "error parsing regexp: trailing backslash at end of expression: ``"],
  ["[b-a]", "error parsing regexp: invalid character class range: `b-a`"],
  ["[a-\\d]", "error parsing regexp: invalid escape sequence: `\\d`"],
  ["[\\b]", "error parsing regexp: invalid escape sequence: `\\b`"],
  ["[[:foo:]]", "error parsing regexp: invalid character class range: `[:foo:]`"],
  ["[[:Alpha:]]", "error parsing regexp: invalid character class range: `[:Alpha:]`"],
  ["\\p", "error parsing regexp: invalid character class range: `\\p`"],
  ["\\pX", "error parsing regexp: invalid character class range: `\\pX`"],
  ["\\p{", "error parsing regexp: invalid character class range: `\\p{`"],
  ["\\p{Foo", "error parsing regexp: invalid character class range: `\\p{Foo`"],
  ["\\p{Foo}", "error parsing regexp: invalid character class range: `\\p{Foo}`"],
  ["\\p{Latn}", "error parsing regexp: invalid character class range: `\\p{Latn}`"],
  ["\\p{greek}", "error parsing regexp: invalid character class range: `\\p{greek}`"],
  ["\\p{Letter}", "error parsing regexp: invalid character class range: `\\p{Letter}`"],
  ["\\p{Cn}", "error parsing regexp: invalid character class range: `\\p{Cn}`"],
  ["[\\pX]", "error parsing regexp: invalid character class range: `\\pX`"],
])("%j is refused", (expression, message) => {
  expect(fault(expression)).toBe(message);
});

test("Only the newer rules allow (?<name>…)", () => {
  expect(fault("(?<n>a)", go124)).toBeNull();
  expect(fault("(?<n>a)", go119)).toBe("error parsing regexp: invalid or unsupported Perl syntax: `(?<`");
  expect(fault("(?P<n>a)", go119)).toBeNull();
});

test.each([
  ["a\udcff(", "\udcff("],
  ["[\udcff]", "\udcff]"],
  ["\\\udcff", "\udcff"],
  ["(?\udcff", "\udcff"],
  ["(?P<\udcff>a)", "\udcff"],
  ["\\p{\udcff}", "\udcff"],
  ["\\x\udcff", "\udcff"],
])("%j has a byte that is not UTF-8", (expression, rest) => {
  expect(fault(expression)).toBe(`error parsing regexp: invalid UTF-8: \`${rest}\``);
});

const repeat = (piece: string, count: number) => piece.repeat(count);

// Each row: a builder of expressions, the largest count that Go 1.24 accepts, and its error for one more.
test.each<[string, (count: number) => string, number, string]>([
  ["groups", (n) => `${repeat("(", n)}x${repeat(")", n)}`, 999, "expression nests too deeply"],
  ["repeated groups", (n) => `${repeat("(", n)}x${repeat(")*", n)}`, 499, "expression nests too deeply"],
  ["repetitions", (n) => `${repeat("(?:", n)}x${repeat(")*", n)}`, 999, "expression nests too deeply"],
  ["optional tails", (n) => `${repeat("(?:a", n)}${repeat(")?", n)}`, 500, "expression nests too deeply"],
  ["alternatives in groups", (n) => `${repeat("(a|", n)}x${repeat(")", n)}`, 500, "expression nests too deeply"],
  ["alternatives", (n) => `${repeat("(?:ab*|c", n)}x${repeat(")", n)}`, 499, "expression nests too deeply"],
  [
    "prefixes",
    (n) => Array.from({ length: n }, (_, i) => repeat("a", i + 1)).join("|"),
    500,
    "expression nests too deeply",
  ],
  ["optional letters", (n) => `(${repeat("(xx?)", n)}){1000}`, 670, "expression too large"],
  ["repeated groups of letters", (n) => repeat("(xx?){1000}", n), 671, "expression too large"],
  ["a literal", (n) => `(?:${repeat("x", n)}){1000}`, 3355, "expression too large"],
  ["classes and letters", (n) => `(?:${repeat("[ab]c", n)}){500}`, 3355, "expression too large"],
  ["repeated repetitions", (n) => `(?:${repeat("a{30}", n)}){33}`, 3389, "expression too large"],
  [
    "factored alternatives",
    (n) => `(?:${Array.from({ length: n }, (_, i) => `a${i}*`).join("|")}){1000}`,
    816,
    "expression too large",
  ],
])("The compiler accepts %s up to Go's limit", (_, build, most, message) => {
  expect(fault(build(most))).toBeNull();
  expect(fault(build(most + 1))).toBe(`error parsing regexp: ${message}: \`${build(most + 1)}\``);
});

test("The compiler accepts \\pL 25458 times, which is the limit by the size of Go's tables", () => {
  expect(fault(repeat("\\pL", 25_458))).toBeNull();
  expect(fault(repeat("\\pL", 25_459))).toMatch(/^error parsing regexp: expression too large: /);
});

const piece = fc.oneof(
  fc.constantFrom(..."ab.*+?|()[]{}^$-\\,:<>=PQEpdwsbBAzx019é😀\udcff"),
  fc.constantFrom("(?", "(?i)", "(?P<n>", "(?:", "{2,3}", "[^", "[[:alpha:]]", "\\p{Greek}", "\\pL", "\\x{41}", "\\Q"),
);

test("The compiler and the matcher throw nothing but GoError", () => {
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.string({ unit: "binary" }),
      fc.constantFrom(go119, go124),
      (pieces, text, rules) => {
        try {
          expect(typeof compileRegexp(pieces.join(""), rules).match(text)).toBe("boolean");
        } catch (error) {
          expect(error).toBeInstanceOf(GoError);
        }
      },
    ),
  );
});
