import { allHeaders, asciiHost, type HttpRequest, requestTarget } from "../../../src/go/http/message.js";
import { parseUrl } from "../../../src/go/url.js";

const tls = { trustedCas: null, clientCertificate: null, handshakeTimeout: null, async verify() {} };
const request: HttpRequest = {
  method: "POST",
  url: parseUrl("http://127.0.0.1:18901/api/v1/cfssl/sign"),
  headers: [["Content-Type", "application/json"]],
  body: new Uint8Array(604),
  closes: true,
  tls,
  proxy: null,
};

function lines(changes: Partial<HttpRequest>): string[] {
  return allHeaders({ ...request, ...changes }).map(([name, value]) => `${name}: ${value}`);
}

describe("headers are in Go's order", () => {
  test("on a connection that closes", () => {
    expect(lines({})).toEqual([
      "Host: 127.0.0.1:18901",
      "User-Agent: Go-http-client/1.1",
      "Connection: close",
      "Content-Length: 604",
      "Content-Type: application/json",
      "Accept-Encoding: gzip",
    ]);
  });

  test("with a user in the URL", () => {
    expect(lines({ url: parseUrl("http://u%40:p%3a@h/"), closes: false })).toEqual([
      "Host: h",
      "User-Agent: Go-http-client/1.1",
      "Content-Length: 604",
      "Authorization: Basic dUA6cDo=",
      "Content-Type: application/json",
      "Accept-Encoding: gzip",
    ]);
  });

  test("with a user without password", () => {
    expect(lines({ url: parseUrl("http://u@h/") })).toContain("Authorization: Basic dTo=");
  });

  test("without a body, after a redirection", () => {
    const headers = [
      ["Content-Type", "application/json"],
      ["Referer", "http://h/"],
    ] as const;
    expect(lines({ method: "GET", body: null, closes: false, headers })).toEqual([
      "Host: 127.0.0.1:18901",
      "User-Agent: Go-http-client/1.1",
      "Content-Type: application/json",
      "Referer: http://h/",
      "Accept-Encoding: gzip",
    ]);
  });
});

test.each([
  ["http://h/api/v1/cfssl/sign", "/api/v1/cfssl/sign"],
  ["http://h?q=1/api/v1/cfssl/sign", "/?q=1/api/v1/cfssl/sign"],
  ["http://h#f/api", "/"],
  ["http://h?/api", "/?/api"],
  ["http://h/a%2fb?c%20d", "/a%2fb?c%20d"],
  ["http://h/?", "/?"],
  ["http:a/b?c", "a/b?c"],
])("the target of %s is %s", (url, target) => {
  expect(requestTarget(parseUrl(url))).toBe(target);
});

test.each([
  ["LOCALHOST:1", "LOCALHOST:1"],
  ["ünï.invalid", "xn--n-nga1b.invalid"],
  ["ünï.invalid:8888", "xn--n-nga1b.invalid:8888"],
  ["[::1]:1", "[::1]:1"],
])("%s goes over the wire as %s", (host, ascii) => {
  expect(asciiHost(host)).toBe(ascii);
});
