import fc from "fast-check";
import { GoError } from "../../src/go/errors.js";
import { formatIp, parseIp, splitHostPort } from "../../src/go/net.js";

const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString("hex"));

// Text, bytes by Go 1.24, bytes by Go 1.19; null: not an IP address.
const rows: readonly (readonly [string, string | null, string | null])[] = [
  ["1.2.3.4", "01020304", "01020304"],
  ["0.0.0.0", "00000000", "00000000"],
  ["255.255.255.255", "ffffffff", "ffffffff"],
  ["256.1.1.1", null, null],
  ["1.2.3", null, null],
  ["1.2.3.4.5", null, null],
  ["01.2.3.4", null, null],
  ["1.2.3.", null, null],
  ["1..2.3", null, null],
  [" 1.2.3.4", null, null],
  ["1.2.3.4 ", null, null],
  ["0x7f.0.0.1", null, null],
  ["1.2.3.4/8", null, null],
  ["", null, null],
  ["::", "00000000000000000000000000000000", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000000000001", "00000000000000000000000000000001"],
  ["1::", "00010000000000000000000000000000", "00010000000000000000000000000000"],
  ["fe80::1", "fe800000000000000000000000000001", "fe800000000000000000000000000001"],
  ["FE80::ABCD", "fe80000000000000000000000000abcd", "fe80000000000000000000000000abcd"],
  ["2001:db8:0:0:1:0:0:1", "20010db8000000000001000000000001", "20010db8000000000001000000000001"],
  ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008", "00010002000300040005000600070008"],
  ["1:2:3:4:5:6:7::", "00010002000300040005000600070000", "00010002000300040005000600070000"],
  ["::2:3:4:5:6:7:8", "00000002000300040005000600070008", "00000002000300040005000600070008"],
  ["1:2:3:4:5:6:7", null, null],
  ["1:2:3:4:5:6:7:8:9", null, null],
  ["::1:2:3:4:5:6:7:8", null, null],
  ["1::2::3", null, null],
  [":1", null, null],
  ["1:", null, null],
  [":::", null, null],
  ["12345::", null, null],
  ["g::", null, null],
  ["::ffff:1.2.3.4", "01020304", "01020304"],
  ["::ffff:102:304", "01020304", "01020304"],
  ["::1.2.3.4", "00000000000000000000000001020304", "00000000000000000000000001020304"],
  ["1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304", "00010002000300040005000601020304"],
  ["1:2:3:4:5:1.2.3.4", null, null],
  ["1.2.3.4::", null, null],
  ["::01.2.3.4", null, null],
  ["fe80::1%eth0", null, null],
  ["[::1]", null, null],
  ["00001::", null, "00010000000000000000000000000000"],
  ["1::000001", null, "00010000000000000000000000000001"],
  ["000012345::", null, null],
];

test.each(rows)("The IP address %j is %j by Go 1.24 and %j by Go 1.19", (text, by124, by119) => {
  expect(hex(parseIp(text))).toBe(by124);
  expect(hex(parseIp(text, { longGroups: false }))).toBe(by124);
  expect(hex(parseIp(text, { longGroups: true }))).toBe(by119);
});

// RFC 5952 §4 and Go's documentation of net.IP.String.
test.each([
  ["01020304", "1.2.3.4"],
  ["00000000000000000000ffff01020304", "1.2.3.4"],
  ["00000000000000000000000000000000", "::"],
  ["00000000000000000000000000000001", "::1"],
  ["00010000000000000000000000000000", "1::"],
  ["20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
  ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["20010000000000010000000000000001", "2001:0:0:1::1"],
  ["00100000000000000000000000000100", "10::100"],
  ["fe800000000000000000ab0000000a00", "fe80::ab00:0:a00"],
  ["00000000000000000000000001020304", "::102:304"],
  ["", "<nil>"],
  ["0a0b0c", "?0a0b0c"],
])("The bytes %j are written as %j", (bytes, text) => {
  expect(formatIp(Buffer.from(bytes, "hex"))).toBe(text);
});

test("What formatIp writes, parseIp reads", () => {
  const group = fc.constantFrom(0, 0, 0, 1, 0xab, 0xffff);
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const bytes = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 0xff]));
      expect(formatIp(parseIp(formatIp(bytes)) ?? new Uint8Array())).toBe(formatIp(bytes));
      expect(parseIp(groups.map((value) => value.toString(16)).join(":"))).toEqual(parseIp(formatIp(bytes)));
    }),
  );
});

test.each([
  ["a:80", "a", "80"],
  [":80", "", "80"],
  ["a:", "a", ""],
  ["[::1]:80", "::1", "80"],
  ["[fe80::1%eth0]:http", "fe80::1%eth0", "http"],
  ["[]:", "", ""],
])("%j splits into host %j and port %j", (text, host, port) => {
  expect(splitHostPort(text)).toEqual({ host, port });
});

// The texts of Go's net.AddrError.
test.each([
  ["", "missing port in address"],
  ["a", "address a: missing port in address"],
  ["[::1]", "address [::1]: missing port in address"],
  ["[::1]a:80", "address [::1]a:80: missing port in address"],
  ["::1", "address ::1: too many colons in address"],
  ["[::1]::80", "address [::1]::80: too many colons in address"],
  ["[::1:80", "address [::1:80: missing ']' in address"],
  ["a[b:80", "address a[b:80: unexpected '[' in address"],
  ["[a[b]:80", "address [a[b]:80: unexpected '[' in address"],
  ["a]b:80", "address a]b:80: unexpected ']' in address"],
])("%j does not split: %j", (text, message) => {
  expect(() => splitHostPort(text)).toThrow(new GoError(message));
});

test("splitHostPort throws nothing but GoError", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", ":", "[", "]", "%", "1") }), (text) => {
      try {
        const { host, port } = splitHostPort(text);
        expect([`${host}:${port}`, `[${host}]:${port}`]).toContain(text);
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});
