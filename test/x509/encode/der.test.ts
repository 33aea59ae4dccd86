import fc from "fast-check";
import { bigInt, objectIdentifier as oidType } from "../../../src/go/asn1/types.js";
import { unmarshal } from "../../../src/go/asn1/unmarshal.js";
import {
  bitString,
  element,
  goString,
  ia5String,
  integer,
  objectIdentifier,
  setOf,
  time,
  unsignedInteger,
} from "../../../src/x509/encode/der.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

describe("integers", () => {
  test.each([
    [0n, "020100"],
    [1n, "020101"],
    [127n, "02017f"],
    [128n, "02020080"],
    [256n, "02020100"],
    [-1n, "0201ff"],
    [-128n, "020180"],
    [-129n, "0202ff7f"],
    [-256n, "0202ff00"],
    [2n ** 63n, "0209008000000000000000"],
    [-(2n ** 63n), "02088000000000000000"],
  ])("%d takes the fewest bytes", (value, expected) => {
    expect(hex(integer(value))).toBe(expected);
  });

  test("any integer reads back the same", () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 200n), 2n ** 200n), (value) => {
        expect(unmarshal(bigInt, integer(value)).value).toBe(value);
      }),
    );
  });

  test.each([
    ["00", "020100"],
    ["", "020100"],
    ["0000ff", "020200ff"],
    ["7f00", "02027f00"],
  ])("the unsigned number %s loses its zeros and stays positive", (digits, expected) => {
    expect(hex(unsignedInteger(fromHex(digits)))).toBe(expected);
  });
});

describe("lengths", () => {
  test.each([
    [0, "0400"],
    [127, "047f"],
    [128, "048180"],
    [255, "0481ff"],
    [256, "04820100"],
    [65536, "0483010000"],
  ])("%d bytes have the shortest length form", (size, expected) => {
    expect(hex(element(4, [new Uint8Array(size)]).subarray(0, expected.length / 2))).toBe(expected);
  });
});

describe("object identifiers", () => {
  test.each([
    ["1.2.840.113549", "06062a864886f70d"],
    ["2.999.5", "0603883705"],
    ["0.39", "060127"],
    ["2.5.29.17", "0603551d11"],
    // Go's ints wrap. Proof: fixtures/x509/requests.json, "an extension with a negative arc" and the next two.
    ["2.5.-1", "060155"],
    ["2.9223372036854775807", "0600"],
  ])("%s has the right encoding", (dotted, expected) => {
    expect(hex(objectIdentifier(dotted))).toBe(expected);
  });

  test.each(["", "1", "1.40", "3.1"])("%p is refused", (dotted) => {
    expect(() => objectIdentifier(dotted)).toThrow("asn1: structure error: invalid object identifier");
  });

  test("any object identifier reads back the same", () => {
    const arc = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const oid = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 39 }), fc.array(arc));
    fc.assert(
      fc.property(oid, ([first, second, rest]) => {
        const dotted = [first, second, ...rest].join(".");
        expect(unmarshal(oidType, objectIdentifier(dotted)).value).toBe(dotted);
      }),
    );
  });
});

describe("strings", () => {
  test.each([
    ["", "1300"],
    ["a+b,c-d./:=?'()", "130f612b622c632d642e2f3a3d3f272829"],
    ["a*b", "0c03612a62"],
    ["a@b", "0c03614062"],
    ["é", "0c02c3a9"],
    ["\0", "0c0100"],
  ])("%p is a PrintableString if possible, otherwise a UTF8String", (text, expected) => {
    expect(hex(goString(text))).toBe(expected);
  });

  test("invalid UTF-8 is refused", () => {
    expect(() => goString("a\udcff")).toThrow("asn1: string not valid UTF-8");
  });

  test("an IA5String is ASCII", () => {
    expect(hex(ia5String("a@\x7f"))).toBe("160361407f");
    expect(() => ia5String("é")).toThrow("asn1: structure error: IA5String contains invalid character");
  });
});

describe("times", () => {
  test.each([
    ["1950-01-01T00:00:00Z", "170d", "500101000000Z"],
    ["2049-12-31T23:59:59Z", "170d", "491231235959Z"],
    ["1949-12-31T23:59:59Z", "180f", "19491231235959Z"],
    ["2050-01-01T00:00:00Z", "180f", "20500101000000Z"],
    ["9999-12-31T23:59:59Z", "180f", "99991231235959Z"],
    ["0000-01-01T00:00:00Z", "180f", "00000101000000Z"],
  ])("%s is a UTCTime through 2049, otherwise a GeneralizedTime", (moment, header, text) => {
    expect(hex(time(Date.parse(moment) / 1000))).toBe(header + Buffer.from(text).toString("hex"));
  });

  test.each([253402300800, -62167219201, Number.MAX_SAFE_INTEGER])("%d lies outside four-digit years", (seconds) => {
    expect(() => time(seconds)).toThrow("asn1: structure error: cannot represent time as GeneralizedTime");
  });
});

test("a set is sorted by encoding, a prefix first", () => {
  const parts = ["040161", "0400", "030100", "04026100"].map(fromHex);
  expect(hex(setOf(parts))).toBe("310c030100040004016104026100");
});

test("a bit string says how many bits are unused", () => {
  expect(hex(bitString(fromHex("a0"), 5))).toBe("030205a0");
});
