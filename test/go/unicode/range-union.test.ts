import fc from "fast-check";
import { RangeUnion } from "../../../src/go/unicode/range-union.js";
import { cleanRanges, type Ranges } from "../../../src/go/unicode/ranges.js";

const bound = fc.integer({ min: 0, max: 400 });
const clean = fc
  .array(fc.tuple(bound, bound), { maxLength: 60 })
  .map((pairs) =>
    cleanRanges(pairs.flatMap(([a, b]) => [Math.min(a, b), Math.min(Math.max(a, b), Math.min(a, b) + 2)])),
  );

test("A union is the clean set of all added sets, in any order", () => {
  fc.assert(
    fc.property(fc.array(clean), (sets) => {
      const union = new RangeUnion();
      for (const set of [...sets, ...sets]) union.add(set);
      expect(union.clean()).toEqual(cleanRanges(sets.flat()));
      expect(union.clean()).toEqual(cleanRanges(sets.flat()));
    }),
  );
});

test("A union grows after it was cleaned", () => {
  const union = new RangeUnion();
  const all: number[] = [];
  const add = (set: Ranges) => {
    union.add(set);
    for (const rune of set) all.push(rune);
  };
  for (let n = 0; n < 20_000; n++) add([(n * 7) % 30_000, ((n * 7) % 30_000) + 1]);
  for (let n = 0; n < 3000; n++) add(Array.from({ length: 400 }, (_, at) => n * 300 + at * 2 + (at % 2)));
  expect(union.clean()).toEqual(cleanRanges(all));
});
