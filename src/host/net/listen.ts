import { lookup } from "node:dns/promises";
import { createServer, isIP, type Server, type Socket } from "node:net";
import { GoError } from "../../go/errors.js";
import type { ServerSettings } from "../../go/http/server/connection.js";
import type { Listener, TlsServer } from "../../go/http/server/listener.js";
import { splitHostPort } from "../../go/net.js";
import { createTlsAcceptor } from "./accept-tls.js";
import { failedCall, hostAndPort, isDomainName, lookupFailure, type SystemError } from "./connection-error.js";
import { serveSocket } from "./serve-socket.js";

/**
 * Listens for HTTP requests. There are no limits of time, as in upstream.
 *
 * @param address `host:port`; an empty host means all addresses of this machine
 * @param loadTls see Listen in go/http/server/listener
 * @throws GoError with the text of Go's net.Listen (`listen tcp 127.0.0.1:80: bind: permission denied`)
 */
export async function listen(
  address: string,
  settings: ServerSettings,
  loadTls: (() => Promise<TlsServer>) | null,
): Promise<Listener> {
  const { host, port } = await resolve(address);
  const sockets = new Map<Socket, () => boolean>();
  const serve = (socket: Socket, clientCertificate: Uint8Array | null) => {
    sockets.set(socket, serveSocket(socket, clientCertificate, settings));
    socket.on("close", () => sockets.delete(socket));
  };
  // Nobody is served before the certificate is read.
  let accept: (socket: Socket) => void = (socket) => socket.destroy();
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => accept(socket));
  // As in Go, a port that is taken is told first. The files are read meanwhile, so that nobody finds the port open long.
  const loading = loadTls?.();
  loading?.catch(() => {});
  await bind(server, host, port, address);
  try {
    accept = loading ? createTlsAcceptor(await loading, serve) : (socket) => serve(socket, null);
  } catch (cause) {
    server.close();
    throw cause;
  }
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound ? bound.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const [socket, isBusy] of sockets) if (!isBusy()) socket.destroySoon();
      }),
  };
}

/** The address and port to listen on. Of several addresses of a name, the first of IPv4 counts, as in Go. */
async function resolve(text: string): Promise<{ readonly host: string; readonly port: number }> {
  const { host, port } = split(text);
  if (!/^[+-]?\d+$/.test(port)) throw new GoError(`listen tcp: lookup tcp/${port}: unknown port`);
  const number = Number(port);
  if (number < 0 || number > 65535) throw new GoError(`listen tcp: address ${port}: invalid port`);
  if (host === "" || isIP(host) !== 0) return { host, port: number };
  const found = isDomainName(host) ? await lookup(host, { all: true }).catch(() => []) : [];
  const [first] = found.toSorted((a, b) => a.family - b.family);
  if (!first) throw new GoError(`listen tcp: ${lookupFailure(host, "no such host")}`);
  return { host: first.address, port: number };
}

function split(text: string): { host: string; port: string } {
  try {
    return splitHostPort(text);
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`listen tcp: ${cause.message}`, { cause }) : cause;
  }
}

function bind(server: Server, host: string, port: number, text: string): Promise<void> {
  return new Promise((done, reject) => {
    server.once("error", (cause: SystemError) => {
      const where = host === "" ? text : hostAndPort(host, port);
      reject(new GoError(`listen tcp ${where}: ${failedCall("bind", cause)}`, { cause }));
    });
    // Go's backlog is the system's limit; a larger number is cut to it.
    server.listen({ port, ...(host === "" ? {} : { host }), backlog: 65535 }, done);
  });
}
