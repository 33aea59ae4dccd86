import { enumerated, generalizedTime } from "../../../src/x509/encode/der.js";
import { encodeOcspError } from "../../../src/x509/encode/ocsp.js";
import { ocspErrorStatus } from "../../../src/x509/model/ocsp.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test.each([
  [0n, "0a0100"],
  [99n, "0a0163"],
  [-3n, "0a01fd"],
  [128n, "0a020080"],
])("the enumerated %d takes the fewest bytes", (value, expected) => expect(hex(enumerated(value))).toBe(expected));

test.each([
  [Date.UTC(2026, 10, 28, 2, 3, 4) / 1000, "20261128020304Z"],
  [-62135596800, "00010101000000Z"],
  [-62167219200, "00000101000000Z"],
  [2871763200, "20610101000000Z"],
])(
  "a GeneralizedTime has all four digits of the year, also where RFC 5280 would write a UTCTime: %d",
  (seconds, text) => {
    expect(hex(generalizedTime(seconds))).toBe(`180f${Buffer.from(text).toString("hex")}`);
  },
);

test("a GeneralizedTime of year 10000 is refused", () => {
  expect(() => generalizedTime(253402300800)).toThrow(
    "asn1: structure error: cannot represent time as GeneralizedTime",
  );
});

test.each([
  ["malformed", "30030a0101"],
  ["internalError", "30030a0102"],
  ["unauthorized", "30030a0106"],
] as const)("the error %s is a response without an answer", (name, expected) => {
  expect(hex(encodeOcspError(ocspErrorStatus[name]))).toBe(expected);
});
