import fc from "fast-check";
import { formatDuration, parseDuration } from "../../../src/go/time/duration.js";

const second = 1_000_000_000n;

test.each<[string, bigint]>([
  ["8760h", 8760n * 3600n * second],
  ["1h30m", 5400n * second],
  ["1.5h", 5400n * second],
  [".5s", second / 2n],
  ["1.s", second],
  ["-1.5s", -1_500_000_000n],
  ["+1h", 3600n * second],
  ["0", 0n],
  ["+0", 0n],
  ["-0", 0n],
  ["0h", 0n],
  ["7ns", 7n],
  ["2.5us", 2500n],
  ["2.5\u00b5s", 2500n],
  ["2.5\u03bcs", 2500n],
  ["3ms", 3_000_000n],
  ["0.333333333333333333333h", 1200n * second],
  ["1.0000000009s", second],
  ["1.9999999999s", 1_999_999_999n],
  ["1.99999999999999999999999s", 2_000_000_000n],
  ["2562047h47m16.854775807s", 2n ** 63n - 1n],
  ["-9223372036854775808ns", -(2n ** 63n)],
])("reads %j", (text, nanos) => {
  expect(parseDuration(text)).toBe(nanos);
});

// The errors of `cfssl -config` for these expiries.
test.each([
  ["1y", 'time: unknown unit "y" in duration "1y"'],
  ["1d", 'time: unknown unit "d" in duration "1d"'],
  ["1H", 'time: unknown unit "H" in duration "1H"'],
  ["1hh", 'time: unknown unit "hh" in duration "1hh"'],
  ["1h-1m", 'time: unknown unit "h-" in duration "1h-1m"'],
  ["1 h", 'time: unknown unit " h" in duration "1 h"'],
  ["1é", 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"'],
  ["10", 'time: missing unit in duration "10"'],
  ["1h2", 'time: missing unit in duration "1h2"'],
  ["1..5s", 'time: missing unit in duration "1..5s"'],
  ["-", 'time: invalid duration "-"'],
  ["--1h", 'time: invalid duration "--1h"'],
  ["h", 'time: invalid duration "h"'],
  [".", 'time: invalid duration "."'],
  [".s", 'time: invalid duration ".s"'],
  [" 1h", 'time: invalid duration " 1h"'],
  ['é"<\\\u007f\n', 'time: invalid duration "\\xc3\\xa9\\"<\\\\\u007f\\x0a"'],
  ["\ufffd", 'time: invalid duration "\\xef\\xbf\\xbd"'],
  ["99999999h", 'time: invalid duration "99999999h"'],
  ["9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'],
  ["-9223372036854775809ns", 'time: invalid duration "-9223372036854775809ns"'],
])("refuses %j", (text, message) => {
  expect(() => parseDuration(text)).toThrow(new Error(message));
});

test.each<[bigint, string]>([
  [0n, "0s"],
  [1n, "1ns"],
  [1_100n, "1.1\u00b5s"],
  [2_200_000n, "2.2ms"],
  [-500_000_000n, "-500ms"],
  [3_300_000_000n, "3.3s"],
  [60n * second, "1m0s"],
  [300n * second, "5m0s"],
  [8760n * 3600n * second, "8760h0m0s"],
  [-(2n ** 63n), "-2562047h47m16.854775808s"],
])("writes %i ns as Go does", (nanos, text) => {
  expect(formatDuration(nanos)).toBe(text);
});

test("parseDuration reads what formatDuration writes", () => {
  const edges = fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n, second, -second);
  const near = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n });
  fc.assert(
    fc.property(fc.oneof(edges, near), (nanos) => {
      expect(parseDuration(formatDuration(nanos))).toBe(nanos);
    }),
  );
});

test("returns 64 bits or throws GoError", () => {
  const unit = fc.oneof(fc.constantFrom("1", "9", ".", "h", "m", "s", "n", "u", "\u00b5", "-", "+"), fc.string());
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      try {
        const nanos = parseDuration(text);
        expect(BigInt.asIntN(64, nanos)).toBe(nanos);
      } catch (error) {
        expect(error).toMatchObject({ name: "GoError" });
      }
    }),
  );
});
