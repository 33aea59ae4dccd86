import { GoPanic } from "../../../../src/go/errors.js";
import { type Handler, plainTextError } from "../../../../src/go/http/server/exchange.js";
import { createServeMux } from "../../../../src/go/http/server/serve-mux.js";
import { converse, type Sent } from "../../../support/client-connection.js";

const date = "Date: Tue, 03 Feb 2026 04:05:47 GMT\r\n";

/** Answers with the body's length in bytes, and with 405 to all methods but POST, as upstream's endpoints do. */
const count: Handler = async ({ method, readBody }) => {
  if (method !== "POST") return plainTextError(405, `no ${method}`);
  const { length } = await readBody();
  return { status: 200, headers: [["Content-Type", "application/json"]], body: `${length}\n` };
};

const handlers = new Map<string, Handler>([
  ["/count", count],
  ["/hello", () => ({ status: 200, headers: [["Content-Type", "application/json"]], body: "hi\n" })],
  ["/guessed", () => ({ status: 200, headers: [], body: "hi", guessedType: "text/plain; charset=utf-8" })],
  ["/long", () => ({ status: 200, headers: [["Content-Type", "application/json"]], body: "x".repeat(2049) })],
  ["/full", () => ({ status: 200, headers: [["Content-Type", "application/json"]], body: "x".repeat(2048) })],
  [
    "/tree/",
    () => ({
      status: 200,
      headers: [
        ["X-B", "1"],
        ["X-A", "2"],
      ],
      body: "",
    }),
  ],
  ["/panic", () => Promise.reject(new GoPanic("no"))],
]);

const panics: string[] = [];
const settings = {
  handle: createServeMux(handlers),
  onPanic: (address: string, cause: unknown) => void panics.push(`${address}: ${String(cause)}`),
};

function hear(...sent: Sent) {
  return converse(settings, sent);
}

const json = "Content-Type: application/json\r\n";
const plain = "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n";
const hello = `HTTP/1.1 200 OK\r\n${json}${date}Content-Length: 3\r\n\r\nhi\n`;
const missing = `HTTP/1.1 404 Not Found\r\n${plain}${date}Content-Length: 19\r\n\r\n404 page not found\n`;
const star = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\n${date}Content-Length: 0\r\n\r\n`;
const get = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";
const post = "POST /count HTTP/1.1\r\nHost: h\r\n";

function counted(size: number, more = ""): string {
  const text = `${size}\n`;
  return `HTTP/1.1 200 OK\r\n${json}${date}Content-Length: ${text.length}\r\n${more}\r\n${text}`;
}

function refused(status: string, body = status): string {
  const head = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n";
  return `HTTP/1.1 ${status}\r\n${head}\r\n${body}`;
}

// Each row is what Go's server answered: fixtures of `cfssl serve` 1.6.5, with other paths and bodies.
describe("a request is answered", () => {
  test.each<[string, Sent, string]>([
    ["and the connection stays open", [get], hello],
    ["when it comes byte by byte", [...get], hello],
    ["with line feeds alone", [get.replaceAll("\r", "")], hello],
    ["with folded headers", ["GET /hello HTTP/1.1\r\nHost: h\r\nfoo: x\r\n y\r\n\r\n"], hello],
    ["with an empty Host", ["GET /hello HTTP/1.1\r\nHost:\r\n\r\n"], hello],
    ["of a version to come", ["GET /hello HTTP/1.2\r\nHost: h\r\n\r\n"], hello],
    ["in absolute form", ["GET http://u:p@h/hello HTTP/1.1\r\nHost: h\r\n\r\n"], hello],
    ["with escapes in its path", ["GET /h%65llo?x HTTP/1.1\r\nHost: h\r\n\r\n"], hello],
    [
      "with a Content-Type that is guessed",
      ["GET /guessed HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\n${date}Content-Length: 2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhi`,
    ],
    [
      "with headers by name",
      ["GET /tree/x HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\nX-A: 2\r\nX-B: 1\r\n${date}Content-Length: 0\r\n\r\n`,
    ],
    [
      "with its length up to 2048 bytes",
      ["GET /full HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\n${json}${date}Content-Length: 2048\r\n\r\n${"x".repeat(2048)}`,
    ],
    [
      "in one chunk beyond 2048 bytes",
      ["GET /long HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\n${json}${date}Transfer-Encoding: chunked\r\n\r\n801\r\n${"x".repeat(2049)}\r\n0\r\n\r\n`,
    ],
    [
      "without body for HEAD",
      ["HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\n${json}${date}Content-Length: 3\r\n\r\n`,
    ],
    ["after another one", [get + get], hello + hello],
    ["after its body", [`${post}Content-Length: 3\r\n\r\nabc${get}`], counted(3) + hello],
    [
      "after the body of a refused one, which is thrown away",
      [`PUT /count HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc${get}`],
      `HTTP/1.1 405 Method Not Allowed\r\n${plain}${date}Content-Length: 7\r\n\r\nno PUT\n${hello}`,
    ],
    ["after empty lines that follow a POST", [`${post}Content-Length: 1\r\n\r\na\r\n${get}`], counted(1) + hello],
    [
      "with a body in chunks",
      [`${post}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\n3\r\ncde\r\n0\r\nX: y\r\n\r\n${get}`],
      counted(5) + hello,
    ],
    [
      "with chunks in spite of a length",
      [`${post}Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nab\r\n0\r\n\r\n`],
      counted(2),
    ],
    ["with a length that is said twice", [`${post}Content-Length: 2\r\nContent-Length: 2\r\n\r\nab`], counted(2)],
    ["with an empty length", [`${post}Content-Length: \r\n\r\n`], counted(0)],
    ["without a length", [`${post}\r\n`], counted(0)],
    ["when its body comes in parts", [`${post}Content-Length: 4\r\n\r\n`, "ab", "cd"], counted(4)],
    [
      "by 100 Continue, if the body is wanted",
      [`${post}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n`, "ab"],
      `HTTP/1.1 100 Continue\r\n\r\n${counted(2)}`,
    ],
    ["by 404", ["GET /nosuch HTTP/1.1\r\nHost: h\r\n\r\n"], missing],
    ["by 404 for CONNECT", ["CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"], missing],
    ["by 404 for a fragment", ["GET /hello#f HTTP/1.1\r\nHost: h\r\n\r\n"], missing],
    [
      "by nothing for OPTIONS *",
      ["OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${date}\r\n`,
    ],
    [
      "by a redirection to the clean path",
      ["GET /a/..//hello?x=1#f HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 301 Moved Permanently\r\nContent-Type: text/html; charset=utf-8\r\nLocation: /hello?x=1#f\r\n${date}` +
        'Content-Length: 47\r\n\r\n<a href="/hello?x=1#f">Moved Permanently</a>.\n\n',
    ],
    [
      "by a redirection without a page",
      [`POST //hello HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n`],
      `HTTP/1.1 301 Moved Permanently\r\nLocation: /hello\r\n${date}Content-Length: 0\r\n\r\n`,
    ],
    [
      "by a redirection into a tree",
      ["POST /tree HTTP/1.1\r\nHost: h\r\n\r\n"],
      `HTTP/1.1 301 Moved Permanently\r\nLocation: /tree/\r\n${date}Content-Length: 0\r\n\r\n`,
    ],
    [
      "to an old client that keeps the connection",
      ["GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"],
      `HTTP/1.0 200 OK\r\n${json}${date}Content-Length: 3\r\nConnection: keep-alive\r\n\r\nhi\n`,
    ],
    ["in spite of a body that is too short", [`${post}Content-Length: 4\r\n\r\n`, "ab"], ""],
  ])("%s", async (_name, sent, text) => {
    expect(await hear(...sent)).toEqual({ text, state: "open" });
  });
});

describe("a connection is closed", () => {
  test.each<[string, Sent, string]>([
    [
      "when the client asks for it",
      ["GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"],
      hello.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
    ],
    ["after an answer to an old client", ["GET /hello HTTP/1.0\r\n\r\n"], hello.replace("HTTP/1.1", "HTTP/1.0")],
    [
      "after a long answer to an old client, whose end it is",
      ["GET /long HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"],
      `HTTP/1.0 200 OK\r\n${json}${date}\r\n${"x".repeat(2049)}`,
    ],
    ["after *", ["GET * HTTP/1.1\r\nHost: h\r\n\r\n"], star],
    ["after the preface of HTTP/2", ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], star],
    [
      "after an expectation that nobody knows",
      [`${post}Expect: zz\r\n\r\n`],
      star.replace("400 Bad Request", "417 Expectation Failed"),
    ],
    [
      "after an answer that does not want the body, once that has come",
      ["PUT /count HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", "ab"],
      `HTTP/1.1 405 Method Not Allowed\r\n${plain}${date}Content-Length: 7\r\nConnection: close\r\n\r\nno PUT\n`,
    ],
    ["when the client ends", [get, { end: true }], hello],
    ["when the client ends within the first bytes of another request", [get, "GE", { end: true }], hello],
    ["when the client ends in the middle of a request", ["GET /he", { end: true }], refused("400 Bad Request")],
    ["on a request line without version", ["GET /hello\r\n"], refused("400 Bad Request")],
    ["on an empty line", ["\r\n"], refused("400 Bad Request")],
    ["on a bad method", ["G(T /hello HTTP/1.1\r\n"], refused("400 Bad Request")],
    ["on a bad escape", ["GET /%zz HTTP/1.1\r\n"], refused("400 Bad Request")],
    [
      "on a header without colon, before the others come",
      ["GET /hello HTTP/1.1\r\nfoo\r\n"],
      refused("400 Bad Request"),
    ],
    [
      "on a control character in a header",
      ["GET /hello HTTP/1.1\r\nHost: h\r\nfoo: x\x01\r\n\r\n"],
      refused("400 Bad Request"),
    ],
    [
      "on a blank before the colon",
      ["GET /hello HTTP/1.1\r\nHost: h\r\nfoo : x\r\n\r\n"],
      refused("400 Bad Request: invalid header name"),
    ],
    ["without Host", ["GET /hello HTTP/1.1\r\n\r\n"], refused("400 Bad Request: missing required Host header")],
    ["on a bad Host", ["GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"], refused("400 Bad Request: malformed Host header")],
    ["on two Hosts", ["GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"], refused("400 Bad Request")],
    ["on lengths that differ", [`${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n`], refused("400 Bad Request")],
    ["on a length with a sign", [`${post}Content-Length: +2\r\n\r\n`], refused("400 Bad Request")],
    [
      "on HTTP/2.0",
      ["GET /hello HTTP/2.0\r\nHost: h\r\n\r\n"],
      refused("505 HTTP Version Not Supported: unsupported protocol version"),
    ],
    [
      "on a coding that nobody knows",
      [`${post}Transfer-Encoding: gzip, chunked\r\n\r\n`],
      refused("501 Not Implemented", "Unsupported transfer encoding"),
    ],
  ])("%s", async (_name, sent, text) => {
    expect(await hear(...sent)).toEqual({ text, state: "closed" });
  });

  test("after a moment, when the client is still sending a body that is too long", async () => {
    const request = "PUT /count HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n";
    expect(await hear(request)).toEqual({
      text: `HTTP/1.1 405 Method Not Allowed\r\n${plain}${date}Content-Length: 7\r\nConnection: close\r\n\r\nno PUT\n`,
      state: "lingering",
    });
  });

  test("after a moment, when the headers are too long", async () => {
    const { text, state } = await hear(`GET /hello HTTP/1.1\r\nX: ${"a".repeat(1_060_000)}`);
    expect({ text, state }).toEqual({ text: refused("431 Request Header Fields Too Large"), state: "lingering" });
  });

  test("without an answer when a handler throws", async () => {
    expect(await hear("GET /panic HTTP/1.1\r\nHost: h\r\n\r\n")).toEqual({ text: "", state: "destroyed" });
    expect(panics).toContain("127.0.0.1:40000: GoPanic: no");
  });
});

describe("a body that is not whole is an error for the handler", () => {
  const handle: Handler = async ({ readBody }) => {
    const body = await readBody().then(String, (cause: Error) => cause.message);
    return { status: 200, headers: [], body };
  };
  const close = "Connection: close\r\n";

  test.each<[string, Sent, string]>([
    ["too short", [`${post}Content-Length: 4\r\n\r\nab`, { end: true }], "\r\nunexpected EOF"],
    ["a bad chunk", [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`], `${close}\r\ninvalid byte in chunk length`],
    [
      "an end in a chunk",
      [`${post}Transfer-Encoding: chunked\r\n\r\n5\r\nab`, { end: true }],
      `${close}\r\nunexpected EOF`,
    ],
  ])("%s", async (_name, sent, end) => {
    const { text, state } = await converse({ ...settings, handle }, sent);
    expect(state).toBe("closed");
    expect(text.replace(/^.*Content-Length: \d+\r\n/s, "")).toBe(end);
  });
});
