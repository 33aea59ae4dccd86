import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** A server on its own port. It gives one answer, byte for byte, to every request. */
export interface LoopbackServer {
  readonly port: number;
  /** The requests so far, as they were sent. */
  readonly requests: readonly string[];
  /** Closes the server and all its connections. */
  close(): Promise<void>;
}

/**
 * Starts a server on the loopback device.
 *
 * @param answer the bytes (one per character) to send after the first request of a connection, which is then closed; or
 * a port to tunnel all later bytes to
 * @param tls the server's certificate and key; plain TCP without
 */
export async function listen(answer: string | { tunnelTo: number }, tls?: TlsOptions): Promise<LoopbackServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    let request = "";
    socket.on("error", () => socket.destroy());
    socket.on("data", function read(part: Buffer) {
      request += part.toString("latin1");
      if (!isWhole(request)) return;
      socket.off("data", read);
      requests.push(request);
      if (typeof answer === "string") socket.end(answer, "latin1");
      else tunnel(socket, answer.tunnelTo, sockets);
    });
  };
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isWhole(request: string): boolean {
  const [head = "", body] = request.split("\r\n\r\n");
  const [, length = "0"] = /^Content-Length: (\d+)$/im.exec(head) ?? [];
  return body !== undefined && body.length >= Number(length);
}

function tunnel(socket: Socket, port: number, sockets: Set<Socket>): void {
  const other = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    socket.pipe(other).pipe(socket);
  });
  sockets.add(other);
  other.on("error", () => socket.destroy());
}
