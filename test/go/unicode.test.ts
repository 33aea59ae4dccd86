import { hasRune } from "../../src/go/unicode/ranges.js";
import { CaseFolding, unicodeRanges } from "../../src/go/unicode.js";

// The number of code points for a name in the version's UnicodeData.txt and Scripts.txt.
test.each([
  ["L", 136104, 131241],
  ["Lu", 1831, 1791],
  ["Ll", 2233, 2155],
  ["Lt", 31, 31],
  ["Lm", 397, 260],
  ["Lo", 131612, 127004],
  ["M", 2450, 2295],
  ["Mn", 1985, 1839],
  ["Mc", 452, 443],
  ["Me", 13, 13],
  ["N", 1831, 1781],
  ["Nd", 680, 650],
  ["Nl", 236, 236],
  ["No", 915, 895],
  ["P", 842, 798],
  ["S", 7770, 7564],
  ["Sc", 63, 62],
  ["So", 6634, 6431],
  ["Z", 19, 19],
  ["Zs", 17, 17],
  ["Cc", 65, 65],
  ["Cf", 170, 161],
  ["Cs", 2048, 2048],
  ["Co", 137468, 137468],
  ["Common", 8301, 8087],
  ["Inherited", 657, 573],
  ["Latin", 1481, 1374],
  ["Greek", 518, 518],
  ["Cyrillic", 506, 443],
  ["Han", 98408, 94204],
  ["Hangul", 11739, 11739],
  ["Arabic", 1368, 1291],
  ["SignWriting", 672, 672],
  ["Phags_Pa", 56, 56],
  ["Kawi", 86, null],
  ["Vithkuqi", 70, null],
  ["Nko", 62, 62],
  ["Yi", 1220, 1220],
  ["C", 139751, 139742],
])("%s has %i code points in Unicode 15.0 and %i in 13.0", (name, in15, in13) => {
  const count = (ranges: readonly number[] | null) =>
    ranges?.reduce((sum, bound, index) => sum + (index % 2 === 0 ? -bound : bound + 1), 0) ?? null;
  expect(count(unicodeRanges(name, "15.0.0"))).toBe(in15);
  expect(count(unicodeRanges(name, "13.0.0"))).toBe(in13);
});

test.each(["Latn", "latin", "Letter", "Unknown", "Any", "Cn", "LC", "Garay", "L ", ""])(
  "There is no class %j",
  (name) => {
    expect(unicodeRanges(name, "15.0.0")).toBeNull();
  },
);

// CaseFolding.txt, status C and S.
test.each([
  ["a", "Aa"],
  ["K", "Kk\u212a"],
  ["\u212a", "Kk\u212a"],
  ["s", "Ss\u017f"],
  ["1", "1"],
  ["µ", "µΜμ"],
  ["Σ", "Σςσ"],
  ["Å", "Åå\u212b"],
  ["ß", "ßẞ"],
  ["ǅ", "Ǆǅǆ"],
  ["θ", "Θθϑϴ"],
  ["ᾀ", "ᾀᾈ"],
  ["ᲀ", "Ввᲀ"],
  ["Ꭰ", "Ꭰꭰ"],
  ["𐐀", "𐐀𐐨"],
  ["ı", "ı"],
  ["İ", "İ"],
  ["\u1fd3", "\u1fd3"],
  ["\ufb05", "\ufb05"],
  ["\u0264", "\u0264"],
])("%j differs only in case from %j", (char, orbit) => {
  const runes = new CaseFolding("15.0.0").orbit(char.codePointAt(0) ?? 0);
  expect(String.fromCodePoint(...runes)).toBe(orbit);
});

test("A letter that a version lacks folds only to itself", () => {
  expect(new CaseFolding("15.0.0").orbit(0xa7d0)).toEqual([0xa7d0, 0xa7d1]);
  expect(new CaseFolding("13.0.0").orbit(0xa7d0)).toEqual([0xa7d0]);
});

test("A closed set has every letter that differs from a member only in case", () => {
  const folding = new CaseFolding("15.0.0");
  expect(folding.close([0x61, 0x7a])).toEqual([0x41, 0x5a, 0x61, 0x7a, 0x17f, 0x17f, 0x212a, 0x212a]);
  expect(folding.close([0x30, 0x39])).toEqual([0x30, 0x39]);
  expect(hasRune(folding.close([0x370, 0x3ff]), 0xb5)).toBe(true);
});
