import { createServer, type Server, type Socket } from "node:net";
import { inLanes, run } from "./oracle.js";

/** A TLS client reads no longer certificates. */
const longest = 65_000;

/**
 * Why the real program's certificate parser refuses each certificate; "" if it accepts it, null if it cannot be asked.
 *
 * `certinfo -cert` hides the parser's words behind those of its PKCS #7 reader; `certinfo -domain` does not. So a
 * server on the loopback device presents the certificates, with as much of TLS 1.2 as that takes. The address that was
 * called (127.1.0.0 and up) tells it which certificate to present. Only Linux has such addresses besides 127.0.0.1.
 */
export async function askParser(program: string, certificates: readonly Uint8Array[]): Promise<(string | null)[]> {
  const server = createServer((socket) => present(socket, certificates));
  const port = await listen(server);
  try {
    return await inLanes(certificates, async (certificate, index) => {
      if (certificate.length === 0 || certificate.length > longest) return null;
      const address = `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
      const { stderr } = await run(program, ["certinfo", "-domain", `${address}:${port}`]);
      return /^tls: failed to parse certificate from server: (.*)\n$/s.exec(stderr)?.[1] ?? "";
    });
  } finally {
    server.close();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "0.0.0.0", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

/** Answers any ClientHello with ServerHello, Certificate and ServerHelloDone (RFC 5246 §7.4). */
function present(socket: Socket, certificates: readonly Uint8Array[]): void {
  const [, high = 1, middle = 0, low = 0] = (socket.localAddress ?? "").split(".").map(Number);
  const der = certificates[((high - 1) << 16) | (middle << 8) | low] ?? new Uint8Array();
  socket.on("error", () => socket.destroy());
  socket.once("data", () => {
    const hello = [3, 3, ...new Array<number>(32).fill(0x11), 0, 0xc0, 0x2f, 0, 0, 0];
    const list = [...prefixed(prefixed([...der]))];
    const messages = [...handshake(2, hello), ...handshake(11, list), ...handshake(14, [])];
    for (let at = 0; at < messages.length; at += 16_000) {
      const fragment = messages.slice(at, at + 16_000);
      socket.write(Uint8Array.from([22, 3, 3, fragment.length >> 8, fragment.length & 255, ...fragment]));
    }
  });
}

/** The bytes after their length in three bytes. */
function prefixed(bytes: readonly number[]): number[] {
  return [bytes.length >> 16, (bytes.length >> 8) & 255, bytes.length & 255, ...bytes];
}

function handshake(type: number, body: readonly number[]): number[] {
  return [type, ...prefixed(body)];
}
