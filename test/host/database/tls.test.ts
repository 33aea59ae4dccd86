import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer } from "node:tls";
import { type ServerCheck, startTls } from "../../../src/host/database/server/tls.js";
import { createLocalSigner, initca } from "../../../src/index.js";

/** What Go says of a database server whose certificate has these names. */
const verdicts: readonly (readonly [check: ServerCheck, hosts: string, host: string, message: string])[] = [
  ["none", "", "127.0.0.1", "fine"],
  ["ca", "", "127.0.0.1", "fine"],
  ["name", "127.0.0.1,a.example", "127.0.0.1", "fine"],
  ["name", "127.0.0.1,*.b.example", "a.b.example", "fine"],
  [
    "name",
    "a.example",
    "127.0.0.1",
    "tls: failed to verify certificate: x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
  ],
  [
    "name",
    "10.0.0.1,10.0.0.2",
    "127.0.0.1",
    "tls: failed to verify certificate: x509: certificate is valid for 10.0.0.1, 10.0.0.2, not 127.0.0.1",
  ],
  [
    "name",
    "a.example,b.example",
    "c.example",
    "tls: failed to verify certificate: x509: certificate is valid for a.example, b.example, not c.example",
  ],
  [
    "name",
    "10.0.0.1",
    "c.example",
    "tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match c.example",
  ],
  [
    "name",
    "",
    "c.example",
    "tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead",
  ],
];

async function ask(check: ServerCheck, names: string, host: string, isTrusted: boolean): Promise<string> {
  const ca = await initca({ CN: "CA" });
  const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
  const { cert, key } = await signer.gencert({ CN: "c.example", hosts: names.split(",").filter(Boolean) });
  const server = createServer({ cert, key }, (socket) => socket.on("error", () => socket.destroy()));
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const socket: Socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const other = await initca({ CN: "Other" });
    const secured = await startTls(socket, host, { check, cas: [isTrusted ? ca.cert : other.cert], client: null });
    secured.destroy();
    return "fine";
  } catch (cause) {
    return String(Object(cause).message);
  } finally {
    server.close();
  }
}

test.each(verdicts)("with the check %j of a server that is %j, one asked for as %s is %s", async (...row) => {
  const [check, names, host, message] = row;
  expect(await ask(check, names, host, true)).toBe(message);
});

test.each([
  ["none", "fine"],
  ["ca", "x509: certificate signed by unknown authority"],
  ["name", "tls: failed to verify certificate: x509: certificate signed by unknown authority"],
] as const)("with the check %j a server of an unknown CA is %s", async (check, message) => {
  expect(await ask(check, "127.0.0.1", "127.0.0.1", false)).toBe(message);
});
