import fc from "fast-check";
import { serverUrl } from "../../../src/cfssl/api/server-url.js";
import { GoError } from "../../../src/go/errors.js";

describe("the value of -remote gives a URL", () => {
  test.each([
    ["localhost", "http://localhost:8888"],
    ["127.0.0.1", "http://127.0.0.1:8888"],
    ["localhost:18877", "http://localhost:18877"],
    ["  localhost:18901 ", "http://localhost:18901"],
    ["http://127.0.0.1:18877", "http://127.0.0.1:18877"],
    ["http://127.0.0.1", "http://127.0.0.1"],
    ["HTTP://LOCALHOST:18901", "http://LOCALHOST:18901"],
    ["https://127.0.0.1:18901", "https://127.0.0.1:18901"],
    ["ftp://127.0.0.1:18877", "http://127.0.0.1:18877"],
    ["http://u:p@127.0.0.1:18877", "http://u:p@127.0.0.1:18877"],
    ["http://127.0.0.1:18877?q=1", "http://127.0.0.1:18877?q=1"],
    ["http://127.0.0.1:18901?", "http://127.0.0.1:18901?"],
    ["http://127.0.0.1:18901#f", "http://127.0.0.1:18901#f"],
    ["http://[::1]:18901", "http://[::1]:18901"],
    ["http://[::1]", "http://[::1]"],
    ["http://localhost:", "http://localhost:"],
    ["localhost:08901", "http://localhost:08901"],
    ["x%41", "http://xA:8888"],
    ["*", "http://*:8888"],
  ])("%j is %s", (text, url) => {
    expect(serverUrl(text)).toBe(url);
  });
});

describe("as in upstream, a path becomes the host, or the host is lost", () => {
  test.each([
    ["http://127.0.0.1:18877/", "http://%2F:8888"],
    ["http://127.0.0.1:18877/x/y", "http://%2Fx%2Fy:8888"],
    ["/x", "http://%2Fx:8888"],
    ["a b", "http://a%20b:8888"],
    ["//localhost:18901", "http:"],
    ["http://", "http:"],
    ["localhost:", "http:"],
    ["", "http:"],
    ["?q", "http:?q"],
  ])("%j is %s", (text, url) => {
    expect(serverUrl(text)).toBe(url);
  });
});

describe("a text is refused in Go's words", () => {
  test.each([
    ["127.0.0.1:18877", 'parse "127.0.0.1:18877": first path segment in URL cannot contain colon'],
    ["[::1]:18877", 'parse "[::1]:18877": first path segment in URL cannot contain colon'],
    ["::1", 'parse "::1": missing protocol scheme'],
    ["http://localhost:x", 'parse "http://localhost:x": invalid port ":x" after host'],
    ["http://loc%41lhost:18901", 'parse "http://loc%41lhost:18901": invalid URL escape "%41"'],
    ["%", 'parse "%": invalid URL escape "%"'],
    ["localhost:x", 'strconv.Atoi: parsing "x": invalid syntax'],
    ["mailto:x", 'strconv.Atoi: parsing "x": invalid syntax'],
    ["localhost:18901:18901", "address localhost:18901:18901:8888: too many colons in address"],
  ])("%j: %s", (text, message) => {
    expect(() => serverUrl(text)).toThrow(message);
  });
});

test("any text gives a URL or is refused", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      try {
        expect(serverUrl(text)).toMatch(/^https?:/);
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});
