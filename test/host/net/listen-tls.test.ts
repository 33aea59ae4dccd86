import { readFileSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { join } from "node:path";
import { connect } from "node:tls";
import { GoError } from "../../../src/go/errors.js";
import type { Listener } from "../../../src/go/http/server/listener.js";
import { listen } from "../../../src/host/net/listen.js";
import { projectFolder } from "../../support/contents.js";

const pem = (name: string) => readFileSync(join(projectFolder, "fixtures/pem", name), "utf8");
const [chain, key] = [pem("ca-ecdsa-256.pem"), pem("ca-ecdsa-256-key.pem")];
const failures: string[] = [];
const settings = {
  handle: ({ clientCertificate }: { clientCertificate: Uint8Array | null }) => ({
    status: 200,
    headers: [],
    body: clientCertificate ? "known" : "unknown",
  }),
  date: () => "now",
  onPanic() {},
};

let open: Listener;
let closed: Listener;
beforeAll(async () => {
  const onHandshakeError = (_address: string, reason: string) => void failures.push(reason);
  const tls = { chain, key, minVersion: "TLSv1.2" as const, onHandshakeError };
  open = await listen("127.0.0.1:0", settings, async () => ({ ...tls, verifyClient: null }));
  const verifyClient = async ([own]: readonly Uint8Array[]) => {
    if (!own) throw new GoError("tls: client didn't provide a certificate");
  };
  closed = await listen("127.0.0.1:0", settings, async () => ({ ...tls, verifyClient }));
});
afterAll(() => Promise.all([open.close(), closed.close()]));

function ask(port: number, options: { cert?: string; key?: string } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    let text = "";
    socket.write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    socket.on("data", (part) => {
      text += part;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text.split("\r\n\r\n")[1] ?? "nothing"));
  });
}

test("requests over TLS are answered", async () => {
  expect(await ask(open.port)).toBe("unknown");
  expect(await ask(closed.port, { cert: chain, key })).toBe("known");
});

test("a client without the certificate that it needs gets no answer, and the log says why", async () => {
  expect(await ask(closed.port)).toBe("nothing");
  expect(failures).toContain("tls: client didn't provide a certificate");
});

test("a client that speaks plain HTTP is told so", async () => {
  const text = await new Promise<string>((resolve) => {
    const socket = connectPlain(open.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    let heard = "";
    socket.on("data", (part) => {
      heard += part;
    });
    socket.on("close", () => resolve(heard));
  });
  expect(text).toBe("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
  expect(failures).toContain("client sent an HTTP request to an HTTPS server");
});

test("a certificate that cannot be read is an error, and the port is free again", async () => {
  const failing = () => Promise.reject(new GoError("open nofile: no such file or directory"));
  await expect(listen("127.0.0.1:0", settings, failing)).rejects.toThrow("open nofile: no such file or directory");
});
