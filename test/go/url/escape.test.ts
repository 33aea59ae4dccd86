import fc from "fast-check";
import { escapeUrl, isEscaped, unescapeUrl } from "../../../src/go/url/escape.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";

const anyText = fc.uint8Array({ maxLength: 40 }).map(decodeUtf8);

test.each([
  ["path", "/a b%é?", "/a%20b%25%C3%A9%3F"],
  ["fragment", "a b(é)?", "a%20b(%C3%A9)?"],
  ["userinfo", "a:/\udcff", "a%3A%2F%FF"],
  ["host", '[::1]<>"\x7f', '[::1]<>"%7F'],
] as const)("in a %s %j is escaped as %s", (part, text, escaped) => {
  expect(escapeUrl(text, part)).toBe(escaped);
});

test.each([
  ["path", "a%4", 'invalid URL escape "%4"'],
  ["path", "%%%", 'invalid URL escape "%%%"'],
  ["path", "%zé1", 'invalid URL escape "%z\\xc3"'],
  ["host", "a%41", 'invalid URL escape "%41"'],
  ["host", "a b", 'invalid character " " in host name'],
  ["zone", "%2f", 'invalid URL escape "%2f"'],
] as const)("in a %s %j is refused: %s", (part, text, message) => {
  expect(() => unescapeUrl(text, part)).toThrow(message);
});

test("escapes mean bytes, with digits of either case", () => {
  expect(unescapeUrl("%c3%A9%ff%25", "path")).toBe("é\udcff%");
  expect(unescapeUrl("%20%25%41é", "zone")).toBe(" %Aé");
});

test("unescapeUrl undoes escapeUrl, and isEscaped accepts its output", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom("path", "fragment", "userinfo" as const), (text, part) => {
      const escaped = escapeUrl(text, part);
      expect(unescapeUrl(escaped, part)).toBe(text);
      if (part !== "userinfo") expect(isEscaped(escaped, part)).toBe(true);
    }),
  );
});

test("a valid escape does not build an error text", () => {
  // Building an error text quotes a part of the URL, and only quoting calls replace.
  const replace = jest.spyOn(String.prototype, "replace");
  const unescaped = unescapeUrl("%41".repeat(100), "path");
  const { length } = replace.mock.calls;
  replace.mockRestore();
  expect([unescaped, length]).toEqual(["A".repeat(100), 0]);
});
