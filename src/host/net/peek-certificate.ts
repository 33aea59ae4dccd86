import { connect, type TLSSocket } from "node:tls";
import { GoError } from "../../go/errors.js";
import { connectionError, dialError, hostAndPort, type SystemError } from "./connection-error.js";
import { dialTimeout, plainHandshakeLeaf } from "./plain-handshake.js";

/**
 * The certificate that a TLS server presents, in DER. It is not verified, since the caller wants to look at it. Throws
 * GoError with Go's texts for a bad port or a failed connection.
 */
export async function dialLeaf(host: string, port: string): Promise<Uint8Array> {
  if (!/^\d+$/.test(port)) throw new GoError(`dial tcp: lookup tcp/${port}: unknown port`);
  if (Number(port) > 65535) throw new GoError(`dial tcp: address ${port}: invalid port`);
  try {
    return await handshakeLeaf(host, Number(port));
  } catch (cause) {
    const failure = cause as SystemError;
    // The runtime may end a handshake because of the certificate (its key usage, its encoding). Then ask without one.
    if (!isCertificateFault(failure)) throw leafError(failure, host, Number(port));
    return plainHandshakeLeaf(host, Number(port), serverName(host)).catch((error: SystemError) => {
      throw error instanceof GoError ? error : leafError(error, host, Number(port));
    });
  }
}

function handshakeLeaf(host: string, port: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect(
      {
        host: host || "localhost",
        port,
        servername: serverName(host),
        rejectUnauthorized: false,
        timeout: dialTimeout,
      },
      () => {
        const { raw } = socket.getPeerCertificate();
        socket.destroy();
        resolve(raw);
      },
    );
    socket.on("error", reject);
    socket.on("timeout", () => socket.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
  });
}

/** The name to send in the handshake (RFC 6066 §3), which is never an IP address. */
function serverName(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}

function isCertificateFault({ code = "", message }: SystemError): boolean {
  return /KEY_USAGE|CERT|ASN1|X509|DECODE|EC_LIB|RSA_LIB/i.test(`${code} ${message}`);
}

/** The error in Go's words, for a connection that could not be made and for one that failed later. */
function leafError(cause: SystemError, host: string, port: number): GoError {
  const { code = "", message } = cause;
  if (/wrong.version.number/i.test(message)) {
    return new GoError("tls: first record does not look like a TLS handshake", { cause });
  }
  if (code === "ECONNRESET") return new GoError("EOF", { cause });
  if (code === "ETIMEDOUT") return new GoError(`dial tcp ${hostAndPort(host, port)}: i/o timeout`, { cause });
  if (/^(ECONNREFUSED|EHOST|ENET|ENOTFOUND|EAI_)/.test(code)) return dialError(cause, host, port);
  return connectionError(cause, hostAndPort(host, port));
}
