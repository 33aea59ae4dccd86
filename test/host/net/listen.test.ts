import { connect } from "node:net";
import { createDate } from "../../../src/go/http/server/date.js";
import type { Listener } from "../../../src/go/http/server/listener.js";
import { listen } from "../../../src/host/net/listen.js";

const settings = {
  handle: () => ({ status: 200, headers: [], body: "x".repeat(5_000_000) }),
  date: createDate(() => 0),
  onPanic() {},
};

let listener: Listener;
beforeAll(async () => {
  listener = await listen("127.0.0.1:0", settings, null);
});
afterAll(() => listener.close());

/** Sends a request and reads to the end of the connection. */
function ask(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, "127.0.0.1", () => socket.end(request));
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}

test("requests are answered in order, and clients that have ended their side get all of it", async () => {
  const text = await ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3));
  expect(text.split("Date: Thu, 01 Jan 1970 00:00:00 GMT").length).toBe(4);
  expect(text.length).toBeGreaterThan(15_000_000);
});

test("what cannot be listened on is told in Go's words", async () => {
  const fail = (address: string) =>
    listen(address, settings, null).then(
      () => "",
      (cause: Error) => cause.message,
    );
  expect(await fail(`127.0.0.1:${listener.port}`)).toBe(
    `listen tcp 127.0.0.1:${listener.port}: bind: address already in use`,
  );
  expect(await fail("127.0.0.1:70000")).toBe("listen tcp: address 70000: invalid port");
  expect(await fail("127.0.0.1:-1")).toBe("listen tcp: address -1: invalid port");
  expect(await fail("[[::1]]:1")).toBe("listen tcp: address [[::1]]:1: missing port in address");
  expect(await fail("192.0.2.1:1")).toBe("listen tcp 192.0.2.1:1: bind: cannot assign requested address");
});
