import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { GoError } from "../../go/errors.js";
import { plainHttpReason, type TlsServer } from "../../go/http/server/listener.js";
import { hostAndPort } from "./connection-error.js";

/** The content type of a TLS record that starts a handshake (RFC 8446 §5.1). */
const handshakeRecord = 0x16;

/** The first words of a client that does not know that this is a port for TLS. */
const plainStart = /^(?:GET \/|HEAD |POST |PUT \/|OPTIO)/;
const plainAnswer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

/**
 * The alert bad_certificate (RFC 8446 §6.2), fatal. The runtime cannot send one when the handshake is over for it, so it
 * goes out in the clear: the client gets an error of TLS instead of a connection that closes without a word.
 */
const badCertificateAlert = Uint8Array.of(21, 3, 3, 0, 2, 2, 42);

/** Go's words for the reasons of OpenSSL and BoringSSL. */
const reasons: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/NO_APPLICATION_PROTOCOL|no application protocol/, "tls: client requested unsupported application protocols"],
  [/UNSUPPORTED_PROTOCOL|unsupported protocol|WRONG_VERSION/, "tls: client offered only unsupported versions"],
  [/PEER_DID_NOT_RETURN|peer did not return/, "tls: client didn't provide a certificate"],
  [/NO_SHARED_CIPHER|no shared cipher/, "tls: no cipher suite supported by both client and server"],
  [/ALERT_BAD_CERTIFICATE|alert bad certificate/, "remote error: tls: bad certificate"],
  [/ALERT_UNKNOWN_CA|alert unknown ca/i, "remote error: tls: unknown certificate authority"],
  [/ECONNRESET|hang up/, "EOF"],
];

/** Makes the function that starts TLS on connections. It gives the secured ones, and the client's certificate. */
export function createTlsAcceptor(
  tls: TlsServer,
  serve: (secured: TLSSocket, clientCertificate: Uint8Array | null) => void,
): (socket: Socket) => void {
  const secureContext = createSecureContext({
    cert: tls.chain,
    key: tls.key,
    minVersion: tls.minVersion,
    // Go serves old clients unless -min-tls-version forbids it; OpenSSL does so only at its lowest level.
    ...(process.versions["bun"] ? {} : { ciphers: "DEFAULT:@SECLEVEL=0" }),
  });
  return (socket) => {
    const address = hostAndPort(socket.remoteAddress ?? "", socket.remotePort ?? 0);
    const fail = (reason: string) => tls.onHandshakeError(address, reason);
    const onEnd = () => {
      fail("EOF");
      socket.destroy();
    };
    socket.once("end", onEnd);
    socket.on("error", () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.off("end", onEnd);
      socket.pause();
      if (first[0] !== handshakeRecord) return refusePlain(socket, first, fail);
      socket.unshift(first);
      startTls(socket, secureContext, tls, fail, serve);
    });
  };
}

function refusePlain(socket: Socket, first: Buffer, fail: (reason: string) => void): void {
  const isHttp = plainStart.test(first.toString("latin1", 0, 6));
  fail(isHttp ? plainHttpReason : "tls: first record does not look like a TLS handshake");
  if (isHttp) socket.write(plainAnswer);
  socket.destroySoon();
}

function startTls(
  socket: Socket,
  secureContext: SecureContext,
  tls: TlsServer,
  fail: (reason: string) => void,
  serve: (secured: TLSSocket, clientCertificate: Uint8Array | null) => void,
): void {
  const asks = tls.verifyClient !== null;
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    requestCert: asks,
    // On Node, a client without a certificate is refused in the handshake. Bun would also refuse those that only our CAs
    // vouch for. All others are verified below, by Go's rules.
    rejectUnauthorized: asks && !process.versions["bun"],
    ALPNProtocols: ["http/1.1"],
  });
  let isOver = false;
  const end = (reason: string) => {
    if (isOver) return;
    isOver = true;
    fail(reason);
    secured.destroy();
    socket.destroy();
  };
  const onError = (cause: NodeJS.ErrnoException) => end(reasonOf(cause));
  const onClose = () => end("EOF");
  secured.on("error", onError);
  secured.on("_tlsError", onError);
  secured.on("close", onClose);
  secured.once("secure", async () => {
    try {
      const certificates = certificatesOf(secured);
      await tls.verifyClient?.(certificates);
      isOver = true;
      secured.off("error", onError);
      secured.off("close", onClose);
      serve(secured, certificates[0] ?? null);
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
      isOver = true;
      fail(cause.message);
      socket.write(badCertificateAlert);
      socket.destroySoon();
    }
  });
}

/** All certificates that the client sent, in its order, as DER. */
function certificatesOf(secured: TLSSocket): readonly Uint8Array[] {
  const certificates: Uint8Array[] = [];
  for (let next = secured.getPeerX509Certificate(); next; next = next.issuerCertificate) certificates.push(next.raw);
  return certificates;
}

function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  for (const [pattern, text] of reasons) if (pattern.test(code) || pattern.test(message)) return text;
  return `tls: ${message.trim().replaceAll("\n", " ")}`;
}
