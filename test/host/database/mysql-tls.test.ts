import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { openDatabase } from "../../../src/host/database/open.js";
import { createLocalSigner, initca } from "../../../src/index.js";
import { withFolder } from "../../support/spawned.js";

/** What a server of MySQL begins with (protocol 41, with TLS and mysql_native_password). */
function greeting(): Uint8Array {
  const capabilities = 0x200 | 0x800 | 0x8000 | 0x80000 | 8;
  const [low, high] = [capabilities & 0xffff, capabilities >>> 16];
  const body = Buffer.concat([
    Buffer.from([10, ...Buffer.from("8.0.0\0"), 1, 0, 0, 0, ...Buffer.from("abcdefgh"), 0]),
    Buffer.from([low & 255, low >> 8, 45, 2, 0, high & 255, high >> 8, 21, ...new Uint8Array(10)]),
    Buffer.from("ijklmnopqrst\0mysql_native_password\0"),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

/** What is said of a server whose certificate has these names, and how many octets it was sent over TLS. */
async function ask(hosts: string[], dataSource: (port: number) => string): Promise<readonly [string, number]> {
  return withFolder(async (folder) => {
    const ca = await initca({ CN: "CA" });
    const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
    const { cert, key } = await signer.gencert({ CN: "db", hosts });
    writeFileSync(join(folder, "ca.pem"), ca.cert);
    let received = 0;
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.write(greeting());
      socket.once("data", (data) => {
        socket.pause();
        // The request for TLS has 36 octets; the handshake may come with it.
        if (data.length > 36) socket.unshift(data.subarray(36));
        const secured = new TLSSocket(socket, { isServer: true, cert, key });
        secured.on("error", () => socket.destroy());
        secured.on("data", (data) => {
          received += data.length;
          socket.destroy();
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const before = process.env["SSL_CERT_FILE"];
    process.env["SSL_CERT_FILE"] = join(folder, "ca.pem");
    try {
      const database = await openDatabase("mysql", dataSource((server.address() as AddressInfo).port));
      const outcome = database.exec("SELECT 1", []).then(
        () => "fine",
        (cause) => String(Object(cause).message),
      );
      return [await outcome, received];
    } finally {
      if (before === undefined) delete process.env["SSL_CERT_FILE"];
      else process.env["SSL_CERT_FILE"] = before;
      server.close();
    }
  });
}

const source = (port: number) => `u:pw@tcp(127.0.0.1:${port})/d?tls=true`;

test("a server of MySQL that is not the one asked for gets no password", async () => {
  expect(await ask(["a.example"], source)).toEqual([
    "tls: failed to verify certificate: x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    0,
  ]);
});

test("a server of MySQL that is the one asked for gets the password over TLS", async () => {
  const [message, received] = await ask(["127.0.0.1"], source);
  expect(message).toBe("invalid connection");
  expect(received).toBeGreaterThan(0);
});
