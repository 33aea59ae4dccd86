import { createConnection, isIP, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { GoError } from "../../go/errors.js";
import type { TlsSettings } from "../../go/http/message.js";
import { connectionError, dialError, endsOf, isDomainName, lookupError } from "./connection-error.js";
import { trustedBySystem } from "./trusted-by-system.js";

/**
 * Opens a TCP connection.
 *
 * @param port decimal
 * @throws GoError with the text of Go's net.Dial (`dial tcp …`)
 */
export async function dial(host: string, port: string): Promise<Socket> {
  const number = Number(port);
  if (number > 65535) throw new GoError(`dial tcp: address ${port}: invalid port`);
  // The system would take some of these for addresses; Go does not.
  if (isIP(host) === 0 && !isLookedUp(host)) throw lookupError(host, "no such host");
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port: number }, () => {
      socket.off("error", refuse);
      keepErrors(socket);
      resolve(socket);
    });
    const refuse = (cause: Error) => reject(dialError(cause, host, number));
    socket.on("error", refuse);
  });
}

function isLookedUp(host: string): boolean {
  return isDomainName(host) && !/(?:^|\.)0x[0-9a-f]+\.?$/i.test(host);
}

/**
 * Starts TLS on a connection and verifies the server.
 *
 * @param explain makes the error of a handshake that failed
 * @throws GoError with Go's text; the connection is then closed
 */
export async function secure(
  socket: Socket,
  host: string,
  settings: TlsSettings,
  explain: (cause: Error, ends: string) => GoError = connectionError,
): Promise<TLSSocket> {
  const { clientCertificate, trustedCas, handshakeTimeout } = settings;
  const ends = endsOf(socket);
  const cas = trustedCas ?? trustedBySystem();
  const secured = connect({
    socket,
    servername: isIP(host) === 0 ? host : "",
    // The runtime's own verdict is ignored, so it need not read any CAs.
    ca: [],
    ...(clientCertificate ? { cert: clientCertificate.chain, key: clientCertificate.key } : {}),
    minVersion: "TLSv1.2",
    // The server is verified below by Go's rules, in Go's order and words, before anything is sent to it.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  try {
    await handshake(secured, (cause) => explain(cause, ends), handshakeTimeout);
    await settings.verify({ certificates: certificatesFrom(secured), trustedCas: cas, host });
    return secured;
  } catch (cause) {
    secured.destroy();
    throw cause;
  }
}

const early = new WeakMap<Socket, Error>();

/** Keeps an error of a connection that breaks before somebody reads from it. */
function keepErrors(socket: Socket): void {
  socket.on("error", (cause) => early.set(socket, cause));
}

/** The error of a connection that broke before this call; undefined for none. */
export function earlyError(socket: Socket): Error | undefined {
  return early.get(socket);
}

/** All certificates that the server sent, in its order, as DER. */
function certificatesFrom(secured: TLSSocket): readonly Uint8Array[] {
  const certificates: Uint8Array[] = [];
  for (let next = secured.getPeerX509Certificate(); next; next = next.issuerCertificate) certificates.push(next.raw);
  return certificates;
}

function handshake(secured: Socket, explain: (cause: Error) => GoError, timeout: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      clearTimeout(timer);
      reject(explain(cause));
    };
    const giveUp = () => reject(new GoError("net/http: TLS handshake timeout"));
    const timer = timeout === null ? undefined : setTimeout(giveUp, timeout);
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      secured.off("error", fail);
      keepErrors(secured);
      resolve();
    });
    secured.on("error", fail);
  });
}
