import { createServeMux } from "../../src/go/http/server/serve-mux.js";
import { createPages } from "../../src/server/pages/pages.js";
import { converse } from "../support/client-connection.js";

const handle = createServeMux(new Map([["/", createPages({ hasPages: true })]]));

async function get(path: string, headers = "", method = "GET") {
  const { text } = await converse({ handle, onPanic() {} }, [
    `${method} ${path} HTTP/1.1\r\nHost: h\r\n${headers}\r\n`,
  ]);
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [status = "", ...lines] = head.split("\r\n");
  return { status: status.slice("HTTP/1.1 ".length), headers: lines, body };
}

test.each(["/", "/bundle", "/scan", "/packages", "/?x=1"])("%s is the page", async (path) => {
  const { status, headers, body } = await get(path);
  expect(status).toBe("200 OK");
  expect(headers).toEqual([
    "Accept-Ranges: bytes",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Type: text/html; charset=utf-8",
    expect.stringMatching(/^Date: /),
  ]);
  expect(body).toContain("default-src 'none'");
});

test.each([
  ["/index.html", "./"],
  ["/index.html/", "../index.html"],
  ["/bundle/", "../bundle"],
  ["/assets", "assets/"],
  ["/assets?x", "assets/?x"],
])("%s leads to %s", async (path, location) => {
  const { status, headers, body } = await get(path);
  expect([status, headers[0], body]).toEqual(["301 Moved Permanently", `Location: ${location}`, ""]);
});

test.each(["/nosuch", "/assets/nosuch", "/index"])("%s is not there", async (path) => {
  expect((await get(path)).status).toBe("404 Not Found");
});

test.each([
  ["bytes=0-4", "206 Partial Content", "<!DOC"],
  ["bytes=-8", "206 Partial Content", "</html>\n"],
  ["bytes=999999-", "416 Requested Range Not Satisfiable", "invalid range: failed to overlap\n"],
  ["bytes=x", "416 Requested Range Not Satisfiable", "invalid range\n"],
  ["lines=1-2", "416 Requested Range Not Satisfiable", "invalid range\n"],
])("the range %s of the page: %s", async (range, status, body) => {
  expect(await get("/", `Range: ${range}\r\n`)).toMatchObject({ status, body });
});

test("a page has no script and no style of its own, which its policy would forbid", async () => {
  const { body } = await get("/");
  expect(body).not.toMatch(/<script>|<style|style=|onclick=|http:|https:/);
});
