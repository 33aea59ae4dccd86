import type { Socket } from "node:net";
import { ServerConnection, type ServerSettings } from "../../go/http/server/connection.js";
import { connectionError, endsOf, hostAndPort } from "./connection-error.js";

/** The client gets this time to read an answer before its own bytes are refused. */
const lingerTime = 500;

/** Answers the requests of a connection. Returns a function that tells whether one is being answered. */
export function serveSocket(
  socket: Socket,
  clientCertificate: Uint8Array | null,
  settings: ServerSettings,
): () => boolean {
  const ends = endsOf(socket);
  const connection = new ServerConnection(settings, {
    remoteAddress: hostAndPort(socket.remoteAddress ?? "", socket.remotePort ?? 0),
    clientCertificate,
    write: (bytes) => socket.write(bytes),
    hold: (isHeld) => void (isHeld ? socket.pause() : socket.resume()),
    close: () => socket.destroySoon(),
    linger() {
      socket.end();
      setTimeout(() => socket.destroy(), lingerTime);
    },
    destroy: () => void socket.destroy(),
  });
  socket.on("data", (bytes: Buffer) => connection.receive(bytes));
  socket.on("end", () => connection.end());
  socket.on("drain", () => connection.drained());
  socket.on("error", (cause) => connection.lost(connectionError(cause, ends)));
  socket.on("close", () => connection.lost(connectionError(new Error("use of closed network connection"), ends)));
  return () => connection.isBusy;
}
