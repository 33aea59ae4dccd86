import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { resolveReference } from "../../../src/go/url/resolve.js";
import { formatUrl, parseUrl } from "../../../src/go/url.js";

const base = parseUrl("http://a/b/c/d;p?q");

/** The examples of RFC 3986 §5.4. */
const examples = `
  g:h -> g:h
  g -> http://a/b/c/g
  ./g -> http://a/b/c/g
  g/ -> http://a/b/c/g/
  /g -> http://a/g
  //g -> http://g
  ?y -> http://a/b/c/d;p?y
  g?y -> http://a/b/c/g?y
  #s -> http://a/b/c/d;p?q#s
  g#s -> http://a/b/c/g#s
  g?y#s -> http://a/b/c/g?y#s
  ;x -> http://a/b/c/;x
  g;x -> http://a/b/c/g;x
  g;x?y#s -> http://a/b/c/g;x?y#s
  -> http://a/b/c/d;p?q
  . -> http://a/b/c/
  ./ -> http://a/b/c/
  .. -> http://a/b/
  ../ -> http://a/b/
  ../g -> http://a/b/g
  ../.. -> http://a/
  ../../ -> http://a/
  ../../g -> http://a/g
  ../../../g -> http://a/g
  ../../../../g -> http://a/g
  /./g -> http://a/g
  /../g -> http://a/g
  g. -> http://a/b/c/g.
  .g -> http://a/b/c/.g
  g.. -> http://a/b/c/g..
  ..g -> http://a/b/c/..g
  ./../g -> http://a/b/g
  ./g/. -> http://a/b/c/g/
  g/./h -> http://a/b/c/g/h
  g/../h -> http://a/b/c/h
  g;x=1/./y -> http://a/b/c/g;x=1/y
  g;x=1/../y -> http://a/b/c/y
  g?y/./x -> http://a/b/c/g?y/./x
  g?y/../x -> http://a/b/c/g?y/../x
  g#s/./x -> http://a/b/c/g#s/./x
  g#s/../x -> http://a/b/c/g#s/../x
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/ ?-> /) as [string, string]);

describe("a reference", () => {
  test.each(examples)("%s means %s", (reference, resolved) => {
    expect(formatUrl(resolveReference(base, reference))).toBe(resolved);
  });

  test("keeps the user of the base", () => {
    expect(formatUrl(resolveReference(parseUrl("https://u:p@h:1/x"), "/y"))).toBe("https://u:p@h:1/y");
  });

  test("is refused in Go's words if it is malformed", () => {
    expect(() => resolveReference(base, ":bad")).toThrow('parse ":bad": missing protocol scheme');
  });

  test("resolves to a URL that resolves to itself, or is refused", () => {
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (path, text) => {
        for (const reference of [path, text]) {
          try {
            const url = resolveReference(base, reference);
            if (url.scheme === "http" && url.opaque === "") {
              expect(formatUrl(resolveReference(base, formatUrl(url)))).toBe(formatUrl(url));
            }
          } catch (error) {
            expect(error).toBeInstanceOf(GoError);
          }
        }
      }),
    );
  });
});
