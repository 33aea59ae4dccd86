import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { createServer } from "node:tls";
import { dialLeaf } from "../../../src/host/net/peek-certificate.js";
import { plainHandshakeLeaf } from "../../../src/host/net/plain-handshake.js";
import { selfsign } from "../../../src/index.js";

const servers: Server[] = [];
const sockets: Socket[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64");
}

describe("the certificate of a TLS server", () => {
  test.each([
    ["an ECDSA key", { algo: "ecdsa", size: 256 } as const],
    ["an RSA key", { algo: "rsa", size: 2048 } as const],
  ])("is found with %s, by a complete handshake and by the start of one", async (_, key) => {
    const { cert, key: pem } = await selfsign({ CN: "x", hosts: ["x.test"], key });
    const port = await listen(createServer({ cert, key: pem }));
    expect(Buffer.from(await dialLeaf("127.0.0.1", String(port)))).toEqual(derOf(cert));
    expect(Buffer.from(await plainHandshakeLeaf("127.0.0.1", port, "x.test"))).toEqual(derOf(cert));
  });

  test("is not found by the start of a handshake if the server does not speak TLS 1.2", async () => {
    const { cert, key } = await selfsign({ CN: "x" });
    const port = await listen(createServer({ cert, key, minVersion: "TLSv1.3" }));
    await expect(plainHandshakeLeaf("127.0.0.1", port, "")).rejects.toThrow("remote error: tls: handshake failure");
  });

  test("gives Go's error for a server that does not speak TLS", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("HTTP/1.0 400 Bad Request\r\n\r\n")));
    await expect(dialLeaf("127.0.0.1", String(port))).rejects.toThrow(
      "tls: first record does not look like a TLS handshake",
    );
  });

  test.each([
    ["127.0.0.1", "1", "dial tcp 127.0.0.1:1: connect: connection refused"],
    ["127.0.0.1", "99999", "dial tcp: address 99999: invalid port"],
    ["127.0.0.1", "https-ish", "dial tcp: lookup tcp/https-ish: unknown port"],
    ["a b", "443", "dial tcp: lookup a b: no such host"],
  ])("gives Go's error at %s port %s", async (host, port, text) => {
    await expect(dialLeaf(host, port)).rejects.toThrow(text);
  });
});
