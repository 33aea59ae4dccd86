import fc from "fast-check";
import {
  cleanRanges,
  hasRune,
  negateRanges,
  parseRanges,
  subtractRanges,
  uniteRanges,
} from "../../../src/go/unicode/ranges.js";

const bound = fc.integer({ min: 0, max: 40 });
const ranges = fc
  .array(fc.tuple(bound, bound))
  .map((pairs) => pairs.flatMap(([a, b]) => [Math.min(a, b), Math.max(a, b)]));
const runes = Array.from({ length: 45 }, (_, rune) => rune);
const naive = (set: readonly number[], rune: number) =>
  set.some((low, index) => index % 2 === 0 && low <= rune && rune <= (set[index + 1] ?? 0));

test("A clean set is sorted, without pairs that touch, and has the same members", () => {
  fc.assert(
    fc.property(ranges, (set) => {
      const clean = cleanRanges(set);
      for (let at = 1; at < clean.length; at++) {
        const gap = (clean[at] ?? 0) - (clean[at - 1] ?? 0);
        expect(gap).toBeGreaterThanOrEqual(at % 2 === 0 ? 2 : 0);
      }
      for (const rune of runes) expect(hasRune(clean, rune)).toBe(naive(set, rune));
    }),
  );
});

test("Negated and subtracted sets have the right members", () => {
  fc.assert(
    fc.property(ranges, ranges, (left, right) => {
      const [a, b] = [cleanRanges(left), cleanRanges(right)];
      for (const rune of runes) {
        expect(hasRune(negateRanges(a), rune)).toBe(!naive(a, rune));
        expect(hasRune(subtractRanges(a, b), rune)).toBe(naive(a, rune) && !naive(b, rune));
      }
      expect(negateRanges(negateRanges(a))).toEqual(a);
    }),
  );
});

test("Everything and nothing are each other's negation", () => {
  expect(negateRanges([])).toEqual([0, 0x10ffff]);
  expect(negateRanges([0, 0x10ffff])).toEqual([]);
});

test("Ranges are read from hexadecimal text", () => {
  expect(parseRanges("5f 41-5a 5b")).toEqual([0x41, 0x5b, 0x5f, 0x5f]);
});

test("The union of two clean sets is clean and has both", () => {
  fc.assert(
    fc.property(ranges, ranges, (left, right) => {
      expect(uniteRanges(cleanRanges(left), cleanRanges(right))).toEqual(cleanRanges([...left, ...right]));
    }),
  );
});
