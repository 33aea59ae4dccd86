import fc from "fast-check";
import { formatRfc3339 } from "../../../src/go/time/moment.js";
import { parseRfc3339Json, type TimeRules } from "../../../src/go/time/rfc3339.js";

const go124: TimeRules = {
  timeIncludesQuotes: false,
  zoneOffsetIsStrict: true,
  timeErrorsShowRest: false,
  fractionStandsForSeconds: false,
};
const go119: TimeRules = {
  timeIncludesQuotes: true,
  zoneOffsetIsStrict: false,
  timeErrorsShowRest: true,
  fractionStandsForSeconds: true,
};

function parse(json: string, rules: TimeRules) {
  return parseRfc3339Json(new TextEncoder().encode(json), rules);
}

test("Go 1.19 reads a fraction where the seconds should be, Go 1.24 does not", () => {
  const text = '"2020-01-01T00:00:.5Z"';
  expect(parse(text, go119)).toEqual({ seconds: 1577836800, nanos: 500_000_000 });
  expect(() => parse(text, go124)).toThrow(
    'parsing time "2020-01-01T00:00:.5Z" as "2006-01-02T15:04:05Z07:00": cannot parse ".5Z" as "05"',
  );
});

describe.each([
  ["Go 1.24", go124],
  ["Go 1.19", go119],
])("%s", (_, rules) => {
  // Each time on the right is the notBefore of a certificate signed with this not_before, without the fraction.
  test.each([
    ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"],
    ["2020-01-01T5:00:00Z", "2020-01-01T05:00:00Z"],
    ["2020-02-29T23:59:59.5Z", "2020-02-29T23:59:59.5Z"],
    ["2020-02-29T23:59:59,999999999Z", "2020-02-29T23:59:59.999999999Z"],
    ["2020-02-29T23:59:59.1234567891234Z", "2020-02-29T23:59:59.123456789Z"],
    ["2020-01-01T00:00:00.000Z", "2020-01-01T00:00:00Z"],
    ["2024-01-01T00:00:00+24:60", "2023-12-30T23:00:00Z"],
    ["1949-12-31T23:59:59-00:01", "1950-01-01T00:00:59Z"],
    ["0050-03-01T00:00:00-05:30", "0050-03-01T05:30:00Z"],
    ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
  ])("reads %s", (text, utc) => {
    const moment = parse(JSON.stringify(text), rules);
    expect(moment && formatRfc3339(moment)).toBe(utc);
  });

  test("leaves the time unset for null", () => {
    expect(parse("null", rules)).toBeNull();
  });

  test("reads every second of the years 0 to 9999", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62167219200, max: 253402300799 }), (seconds) => {
        const text = formatRfc3339({ seconds, nanos: 0 });
        expect(text).toBe(new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));
        expect(parse(JSON.stringify(text), rules)).toEqual({ seconds, nanos: 0 });
      }),
    );
  });

  test("throws nothing but GoError", () => {
    const piece = fc.constantFrom("2020", "-01", "-31", "T", "00", ":59", ".5", "Z", "+25:00", '"', "é", "\\", "x");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          expect(parse(`"${pieces.join("")}"`, rules)).toMatchObject({ seconds: expect.any(Number) });
        } catch (error) {
          expect(error).toMatchObject({ name: "GoError" });
        }
      }),
    );
  });
});

const layout = "2006-01-02T15:04:05Z07:00";

test.each([
  ["1", "Time.UnmarshalJSON: input is not a JSON string"],
  ["{}", "Time.UnmarshalJSON: input is not a JSON string"],
  ['"x"', `parsing time "x" as "${layout}": cannot parse "x" as "2006"`],
  ['""', `parsing time "" as "${layout}": cannot parse "" as "2006"`],
  ['"\\u0032020"', `parsing time "\\\\u0032020" as "${layout}": cannot parse "\\\\u0032020" as "2006"`],
  ['"é"', `parsing time "\\xc3\\xa9" as "${layout}": cannot parse "\\xc3\\xa9" as "2006"`],
  ['"13-02-"', `parsing time "13-02-" as "${layout}": cannot parse "13-02-" as "2006"`],
  ['"2020-01-01"', `parsing time "2020-01-01" as "${layout}": cannot parse "" as "T"`],
  ['"2020-01-01T00:00:00"', `parsing time "2020-01-01T00:00:00" as "${layout}": cannot parse "" as "Z07:00"`],
  ['"2020-01-01T00:00:00z"', `parsing time "2020-01-01T00:00:00z" as "${layout}": cannot parse "z" as "Z07:00"`],
  [
    '"2020-01-01T00:00:00*05:30"',
    `parsing time "2020-01-01T00:00:00*05:30" as "${layout}": cannot parse "*05:30" as "Z07:00"`,
  ],
  ['"2020-01-01T00:00:00Zx"', 'parsing time "2020-01-01T00:00:00Zx": extra text: "x"'],
  ['"2020-13-01T00:00:00Z"', 'parsing time "2020-13-01T00:00:00Z": month out of range'],
  ['"2021-02-29T00:00:00Z"', 'parsing time "2021-02-29T00:00:00Z": day out of range'],
  ['"2020-01-00T00:00:00Z"', 'parsing time "2020-01-00T00:00:00Z": day out of range'],
  ['"2020-01-01T24:00:00Z"', 'parsing time "2020-01-01T24:00:00Z": hour out of range'],
  ['"2020-01-01T00:60:00Z"', 'parsing time "2020-01-01T00:60:00Z": minute out of range'],
  ['"2020-01-01T00:00:60Z"', 'parsing time "2020-01-01T00:00:60Z": second out of range'],
  ['"2020-01-01T00:00:00+25:00"', 'parsing time "2020-01-01T00:00:00+25:00": time zone offset hour out of range'],
  ['"2020-01-01T00:00:00*25:00"', 'parsing time "2020-01-01T00:00:00*25:00": time zone offset hour out of range'],
  ['"2020-01-01T00:00:00+99:99"', 'parsing time "2020-01-01T00:00:00+99:99": time zone offset minute out of range'],
])("Go 1.24 refuses %s", (json, message) => {
  expect(() => parse(json, go124)).toThrow(new Error(message));
});

const quoted = `\\"${layout}\\"`;

test.each([
  ["1", `parsing time "1" as "${quoted}": cannot parse "1" as "\\""`],
  ['"x"', `parsing time "\\"x\\"" as "${quoted}": cannot parse "x\\"" as "2006"`],
  ['"13-02-"', `parsing time "\\"13-02-\\"" as "${quoted}": cannot parse "2-\\"" as "2006"`],
  ['"2020-01-01"', `parsing time "\\"2020-01-01\\"" as "${quoted}": cannot parse "\\"" as "T"`],
  [
    '"2020-01-01T00:00:00*05:30"',
    `parsing time "\\"2020-01-01T00:00:00*05:30\\"" as "${quoted}": cannot parse "\\"" as "Z07:00"`,
  ],
  [
    '"2020-01-01T00:00:00Zx"',
    `parsing time "\\"2020-01-01T00:00:00Zx\\"" as "${quoted}": cannot parse "x\\"" as "\\""`,
  ],
  ['"2020-13-01T00:00:00Z"', 'parsing time "\\"2020-13-01T00:00:00Z\\"": month out of range'],
])("Go 1.19 refuses %s", (json, message) => {
  expect(() => parse(json, go119)).toThrow(new Error(message));
});

test.each([
  ["+25:00", "2019-12-30T23:00:00Z"],
  ["+99:99", "2019-12-27T19:21:00Z"],
  ["+-5:+3", "2020-01-01T04:57:00Z"],
])("Go 1.19 accepts the zone offset %s", (offset, utc) => {
  const moment = parse(`"2020-01-01T00:00:00${offset}"`, go119);
  expect(moment && formatRfc3339(moment)).toBe(utc);
});
