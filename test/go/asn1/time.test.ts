import { parseGeneralizedTime, parseUtcTime } from "../../../src/go/asn1/time.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { latin } from "../../support/der/build.js";

const { certinfo: later } = v165;
const { certinfo: earlier } = v120;

describe("parseUtcTime", () => {
  test.each([
    ["200101000000Z", "2020-01-01T00:00:00.000Z", 0],
    ["2001010000Z", "2020-01-01T00:00:00.000Z", 0],
    ["491231235959Z", "2049-12-31T23:59:59.000Z", 0],
    ["500101000000Z", "1950-01-01T00:00:00.000Z", 0],
    ["680229000000Z", "1968-02-29T00:00:00.000Z", 0],
    ["200101003000+0130", "2019-12-31T23:00:00.000Z", 90],
    ["200101003000-0800", "2020-01-01T08:30:00.000Z", -480],
    ["491231235959-0100", "2050-01-01T00:59:59.000Z", -60],
    ["500101000000+0100", "1949-12-31T23:00:00.000Z", 60],
  ])("%s is %s at an offset of %i minutes", (text, instant, offset) => {
    const time = parseUtcTime(latin(text), later);
    expect([new Date(time.seconds * 1000).toISOString(), time.offset]).toEqual([instant, offset]);
  });

  test("allows an offset of 99:59 in 1.2.0 only", () => {
    expect(parseUtcTime(latin("200101000000+9959"), earlier).offset).toBe(99 * 60 + 59);
    expect(() => parseUtcTime(latin("200101000000+9959"), later)).toThrow(
      'parsing time "200101000000+9959": time zone offset hour out of range',
    );
  });
});

describe("parseGeneralizedTime", () => {
  test("reads a fraction if asked to", () => {
    const contents = latin("20200101000000.25Z");
    expect(parseGeneralizedTime(contents, later, true)).toEqual({ seconds: 1577836800, nanos: 250_000_000, offset: 0 });
    expect(() => parseGeneralizedTime(contents, later, false)).toThrow(
      'asn1: time did not serialize back to the original value and may be invalid: given "20200101000000.25Z", but serialized as "20200101000000Z"',
    );
  });

  test("refuses trailing zeros in a fraction", () => {
    expect(() => parseGeneralizedTime(latin("20200101000000.50Z"), later, true)).toThrow("did not serialize back");
  });
});
