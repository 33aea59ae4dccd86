import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import type { TlsSettings } from "../../../src/go/http/message.js";
import { dialChain } from "../../../src/host/net/peer-chain.js";
import { createLocalSigner, initca } from "../../../src/index.js";

const settings = (verify: TlsSettings["verify"]): TlsSettings => ({
  ...{ trustedCas: [], clientCertificate: null, handshakeTimeout: null, verify },
});

test("all certificates that a server sends are given to the check, and to the caller", async () => {
  const ca = await initca({ CN: "CA" });
  const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
  const { cert, key } = await signer.gencert({ CN: "web", hosts: ["web.example"] });
  const server = createServer({ cert: cert + ca.cert, key });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const port = String((server.address() as AddressInfo).port);
    const checked: number[] = [];
    const verify = async (peer: Parameters<TlsSettings["verify"]>[0]) => {
      checked.push(peer.certificates.length);
      expect(peer.host).toBe("web.example");
    };
    const certificates = await dialChain("127.0.0.1", port, "web.example", settings(verify));
    expect(checked).toEqual([2]);
    const asPem = (der: Uint8Array | undefined) => Buffer.from(der ?? []).toString("base64");
    const bodies = [cert, ca.cert].map((text) => text.replace(/-----[^-]+-----|\n/g, ""));
    expect(certificates.map(asPem)).toEqual(bodies);
  } finally {
    server.close();
  }
});

test("a server that does not speak TLS, and one that is not there, make Go's errors", async () => {
  const { createServer: listenPlainly } = await import("node:net");
  const server = listenPlainly((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end("220 hello\r\n", () => socket.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = String((server.address() as AddressInfo).port);
  const dial = () =>
    dialChain(
      "127.0.0.1",
      port,
      "x",
      settings(async () => {}),
    );
  await expect(dial()).rejects.toThrow("tls: first record does not look like a TLS handshake");
  await new Promise((resolve) => server.close(resolve));
  await expect(dial()).rejects.toThrow(`dial tcp 127.0.0.1:${port}: connect: connection refused`);
});
