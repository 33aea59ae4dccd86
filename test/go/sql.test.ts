import { scanBytes, scanInt, scanJson, scanNull, scanRow, scanString, scanTime, type Value } from "../../src/go/sql.js";
import { formatGeneral } from "../../src/go/strconv.js";

const time = { seconds: 0, nanos: 500_000_000 };

/** Ran with Go. */
test.each([
  [1.5, "1.5"],
  [123456, "123456"],
  [1e6, "1e+06"],
  [1234567.5, "1.2345675e+06"],
  [1e20, "1e+20"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [5.534113723089382e47, "5.534113723089382e+47"],
  [Number.NaN, "NaN"],
  [-Infinity, "-Inf"],
])("%d in Go's format g is %s", (value, text) => {
  expect(formatGeneral(value)).toBe(text);
});

test.each<[Value, string]>([
  ["x", "x"],
  [new Uint8Array([97, 255]), "a\udcff"],
  [-5n, "-5"],
  [1e20, "1e+20"],
  [true, "true"],
  [time, "1970-01-01T00:00:00.5Z"],
])("%p becomes the text %j", (value, text) => {
  expect(scanString(value)).toBe(text);
  expect(scanNull(scanString)(value)).toBe(text);
});

test("a text of bytes becomes those bytes, and a text of digits a number", () => {
  expect(scanBytes("a\udcff")).toEqual(new Uint8Array([97, 255]));
  expect(scanInt("-007")).toBe(-7n);
  expect(scanNull(scanTime)(null)).toBeNull();
  expect(scanTime(time)).toBe(time);
  expect(scanJson(new Uint8Array([110]))).toBe("n");
});

const columns = { label: ["ca_label", scanString], reason: ["reason", scanInt], at: ["at", scanTime] } as const;

test.each<[Value[], string]>([
  [[null], 'column index 0, name "ca_label": converting NULL to string is unsupported'],
  [["", null], 'column index 1, name "reason": converting NULL to int is unsupported'],
  [["", "x"], 'column index 1, name "reason": converting driver.Value type string ("x") to a int: invalid syntax'],
  [["", 1.5], 'column index 1, name "reason": converting driver.Value type float64 ("1.5") to a int: invalid syntax'],
  [
    ["", new Uint8Array([0x39])],
    'column index 2, name "at": unsupported Scan, storing driver.Value type <nil> into type *time.Time',
  ],
  [["", 1n, 5n], 'column index 2, name "at": unsupported Scan, storing driver.Value type int64 into type *time.Time'],
  [
    ["", 1n, new Uint8Array()],
    'column index 2, name "at": unsupported Scan, storing driver.Value type []uint8 into type *time.Time',
  ],
])("the row %p cannot be read: %s", (row, message) => {
  expect(() => scanRow<{ label: string; reason: bigint; at: typeof time }>(row, columns)).toThrow(
    `sql: Scan error on ${message}`,
  );
});
