import fc from "fast-check";
import { GoError } from "../../src/go/errors.js";
import { formatUrl, hostname, parseRequestUri, parseUrl, port, type Url } from "../../src/go/url.js";

const empty: Url = {
  scheme: "",
  opaque: "",
  user: null,
  host: "",
  path: "",
  rawPath: "",
  omitHost: false,
  forceQuery: false,
  rawQuery: "",
  fragment: "",
  rawFragment: "",
};

/** The message of the GoError. */
function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const parsed: readonly (readonly [string, Partial<Url>])[] = [
  [
    "http://user:pass@example.com:8080/a%2fb?q=1#frag",
    {
      scheme: "http",
      host: "example.com:8080",
      path: "/a/b",
      rawPath: "/a%2fb",
      rawQuery: "q=1",
      fragment: "frag",
      user: { username: "user", password: "pass" },
    },
  ],
  ["http://u@h", { scheme: "http", host: "h", user: { username: "u", password: null } }],
  ["a:b/c?d#e", { scheme: "a", opaque: "b/c", rawQuery: "d", fragment: "e" }],
  ["A:b", { scheme: "a", opaque: "b" }],
  ["/a/b", { path: "/a/b" }],
  ["a/b", { path: "a/b" }],
  ["", {}],
  ["//h/p", { host: "h", path: "/p" }],
  ["///p", { path: "///p" }],
  ["x:/p", { scheme: "x", path: "/p", omitHost: true }],
  ["x:///p", { scheme: "x", path: "/p" }],
  ["x?", { path: "x", forceQuery: true }],
  ["x??", { path: "x", rawQuery: "?" }],
  ["*", { path: "*" }],
  ["#", {}],
  ["#a%20b", { fragment: "a b" }],
  ["#a b", { fragment: "a b", rawFragment: "a b" }],
  ["#!()*'", { fragment: "!()*'", rawFragment: "!()*'" }],
  ["http://h/%41", { scheme: "http", host: "h", path: "/A", rawPath: "/%41" }],
  ["http://h/a b", { scheme: "http", host: "h", path: "/a b", rawPath: "/a b" }],
  ["http://[::1]:80", { scheme: "http", host: "[::1]:80" }],
  ["?q#", { rawQuery: "q" }],
  ["http://h?a b", { scheme: "http", host: "h", rawQuery: "a b" }],
];

test.each(parsed)("The parts of %j are %j, all others empty", (text, parts) => {
  expect(parseUrl(text)).toEqual({ ...empty, ...parts });
});

test.each([
  ["1http://a", 'parse "1http://a": first path segment in URL cannot contain colon'],
  [":x", 'parse ":x": missing protocol scheme'],
  ["a://b:c", 'parse "a://b:c": invalid port ":c" after host'],
  ["http://x:abc/", 'parse "http://x:abc/": invalid port ":abc" after host'],
  ["http://[::1", "parse \"http://[::1\": missing ']' in host"],
  ["http://[::1]a/", 'parse "http://[::1]a/": invalid port "a" after host'],
  ["http://%41/", 'parse "http://%41/": invalid URL escape "%41"'],
  ["http://a b/", 'parse "http://a b/": invalid character " " in host name'],
  ["http://a\u0001b/", 'parse "http://a\\x01b/": net/url: invalid control character in URL'],
  ["http://a", 'parse "http://a\\x7f": net/url: invalid control character in URL'],
  ["http://%zz/", 'parse "http://%zz/": invalid URL escape "%zz"'],
  ["http://x/%zz", 'parse "http://x/%zz": invalid URL escape "%zz"'],
  ["http://x/%4", 'parse "http://x/%4": invalid URL escape "%4"'],
  ["http://u%zz@h/", 'parse "http://u%zz@h/": invalid URL escape "%zz"'],
  ["http://u|@h/", 'parse "http://u|@h/": net/url: invalid userinfo'],
  ["http://[::1%25%zz]/", 'parse "http://[::1%25%zz]/": invalid URL escape "%zz"'],
  ["http://[::1%25%00]/", 'parse "http://[::1%25%00]/": invalid URL escape "%00"'],
  ["http://a\\b/", 'parse "http://a\\\\b/": invalid character "\\\\" in host name'],
  ["#%zz", 'parse "#%zz": invalid URL escape "%zz"'],
  ["http://h/#%", 'parse "http://h/#%": invalid URL escape "%"'],
])("%j is not a URL", (text, message) => {
  expect(failure(() => parseUrl(text))).toBe(message);
});

// The subject alternative name of a request for this host.
test.each([
  ["http://example.com", "http://example.com"],
  ["HTTP://Example.COM/a", "http://Example.COM/a"],
  ["http://", "http:"],
  ["//", "//"],
  ["/foo", "/foo"],
  ["//foo/bar", "//foo/bar"],
  ["/a?b#c", "/a?b#c"],
  ["*", "*"],
  ["localhost:8080", "localhost:8080"],
  ["mailto:a@b", "mailto:a@b"],
  ["URN:isbn:1", "urn:isbn:1"],
  ["c:/x", "c:/x"],
  ["dns:foo.com?", "dns:foo.com?"],
  ["http://x/a b", "http://x/a%20b"],
  ["http://x/%41%2f%C3%A9", "http://x/%41%2f%C3%A9"],
  ["http://x/a%2Fb", "http://x/a%2Fb"],
  ["http://x/é", "http://x/%C3%A9"],
  ['http://x/"<>`{}|\\^', "http://x/%22%3C%3E%60%7B%7D%7C%5C%5E"],
  ["http://x/!$&'()*+,;=:@[]", "http://x/!$&'()*+,;=:@[]"],
  ["http://x?a b#c", "http://x?a b#c"],
  ["http://x/?", "http://x/?"],
  ["http://x/??", "http://x/??"],
  ["http://u:p@h/", "http://u:p@h/"],
  ["http://u@h/", "http://u@h/"],
  ["http://u:@h/", "http://u:@h/"],
  ["http://@h/", "http://@h/"],
  ["http://u%40:p%3A%2f@h/", "http://u%40:p%3A%2F@h/"],
  ["http://[::1]:80/", "http://[::1]:80/"],
  ["http://[fe80::1%25en%20]/", "http://[fe80::1%25en%20]/"],
  ["http://[fe80::1%25%41]/", "http://[fe80::1%25A]/"],
  ["http://h:/", "http://h:/"],
  ["http://h%C3%A9/", "http://h%C3%A9/"],
  ["file:///etc/passwd", "file:///etc/passwd"],
  ["file:/etc/passwd", "file:/etc/passwd"],
  ["x:///a", "x:///a"],
  ["http:?q", "http:?q"],
])("The request URI %j is written as %j", (text, written) => {
  expect(formatUrl(parseRequestUri(text))).toBe(written);
});

test.each([
  ["", 'parse "": empty url'],
  ["x", 'parse "x": invalid URI for request'],
  ["?q", 'parse "?q": invalid URI for request'],
  ["#frag", 'parse "#frag": invalid URI for request'],
  ["1http://a", 'parse "1http://a": invalid URI for request'],
])("%j is not a request URI", (text, message) => {
  expect(failure(() => parseRequestUri(text))).toBe(message);
});

// RFC 3986 §4.2: a colon in the first segment would make it a scheme.
test("A relative path with a colon in its first segment gets a dot-segment before it", () => {
  expect(formatUrl({ ...empty, path: "a:b/c" })).toBe("./a:b/c");
});

test("A changed path is escaped again", () => {
  expect(formatUrl({ ...empty, scheme: "x", host: "h", path: "a b", rawPath: "/%41" })).toBe("x://h/a%20b");
});

test.each([
  ["http://example.com:8080/", "example.com", "8080"],
  ["http://example.com/", "example.com", ""],
  ["http://example.com:/", "example.com", ""],
  ["http://[::1]:80/", "::1", "80"],
  ["http://[::1]/", "::1", ""],
  ["mailto:a@b", "", ""],
])("The host of %j is %j, its port %j", (text, host, number) => {
  expect(hostname(parseUrl(text))).toBe(host);
  expect(port(parseUrl(text))).toBe(number);
});

const piece = fc.oneof(
  fc.constantFrom("http", ":", "/", "//", "?", "#", "@", "%41", "%zz", "%", "%25", "[", "]", ":80", "*", " ", "é"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const text = fc
  .tuple(fc.constantFrom("", "x:", "x://", "x://u@h/"), fc.array(piece))
  .map(([start, pieces]) => start + pieces.join(""));

test("The parsers throw nothing but GoError", () => {
  fc.assert(
    fc.property(text, fc.constantFrom(parseUrl, parseRequestUri), (input, parse) => {
      try {
        expect(typeof formatUrl(parse(input))).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});

// Two exceptions: an escaped slash at the start of a path can become the start of an authority, and a zone may have
// bytes outside ASCII, but no escapes for them.
test("parseUrl reads what formatUrl writes", () => {
  const isReadable = (input: string) => {
    try {
      const { scheme, host, omitHost, path } = parseUrl(input);
      return scheme !== "" && !host.startsWith("[") && !(omitHost && path.startsWith("//"));
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(text.filter(isReadable), (input) => {
      const written = formatUrl(parseUrl(input));
      expect(formatUrl(parseUrl(written))).toBe(written);
    }),
  );
});

test("A URL that is built from parts has these parts", () => {
  const word = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
    .filter((value) => !/\p{Surrogate}/u.test(value));
  fc.assert(
    fc.property(word, word, word, word, (username, password, path, fragment) => {
      const url: Url = { ...empty, scheme: "x", user: { username, password }, host: "h", path: `/${path}`, fragment };
      const { rawPath, rawFragment, ...parts } = parseUrl(formatUrl(url));
      expect({ ...parts, rawPath: "", rawFragment: "" }).toEqual(url);
    }),
  );
});
