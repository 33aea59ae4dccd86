import { createServeMux } from "../../../../src/go/http/server/serve-mux.js";
import { converse } from "../../../support/client-connection.js";

// What `cfssl ocspserve -path PATTERN` of 1.6.5 does with these requests.
test.each([
  ["h/ocsp", "h", "GET", "/ocsp", "handled"],
  ["h/ocsp", "h:80", "GET", "/ocsp", "handled"],
  ["h/ocsp", "H", "GET", "/ocsp", "404"],
  ["h/ocsp", "other", "GET", "/ocsp", "404"],
  ["h/ocsp", "h", "GET", "/ocsp/", "404"],
  ["h/ocsp/", "h", "GET", "/ocsp", "301 /ocsp/"],
  ["h/ocsp/", "h", "CONNECT", "/ocsp", "404"],
  ["h/ocsp/", "h", "GET", "/ocsp/a", "handled"],
  ["h/ocsp/", "other", "GET", "/ocsp", "404"],
  ["[::1]/", "[::1]:9", "GET", "/a", "404"],
  ["foo", "foo", "GET", "/", "404"],
  ["foo", "h", "GET", "/foo", "404"],
  ["/ocsp/", "h", "GET", "/ocsp", "301 /ocsp/"],
  ["/ocsp/", "h", "GET", "//ocsp/a", "301 /ocsp/a"],
  ["/", "h", "CONNECT", "h:80", "404"],
  ["/", "h", "GET", "/a//b?c=d", "301 /a/b?c=d"],
])("of the pattern %s, a request to host %s: %s %s comes to %s", async (pattern, host, method, target, expected) => {
  const handle = createServeMux(new Map([[pattern, () => ({ status: 200, headers: [], body: "" })]]));
  const settings = { handle, onPanic() {} };
  const { text } = await converse(settings, [`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`]);
  const [, status = ""] = /^HTTP\/1.1 (\d+)/.exec(text) ?? [];
  const [, location = ""] = /\r\nLocation: (.*)\r\n/.exec(text) ?? [];
  expect(status === "200" ? "handled" : `${status} ${location}`.trim()).toBe(expected);
});

test.each([
  [304, ["Etag"]],
  [204, ["Etag"]],
  [200, ["Content-Type", "Etag"]],
])("an answer %d has the headers %j of the handler's", async (status, expected) => {
  const headers = [
    ["Content-Type", "a/b"],
    ["Etag", "x"],
  ] as const;
  const settings = { handle: () => ({ status, headers, body: "" }), onPanic() {} };
  const { text } = await converse(settings, ["GET / HTTP/1.1\r\nHost: h\r\n\r\n"]);
  const names = text.split("\r\n").map((line) => line.split(":")[0] ?? "");
  expect(names.filter((name) => headers.some(([own]) => own === name))).toEqual(expected);
});
