import { connect } from "node:tls";
import { GoError } from "../go/errors.js";

/**
 * The certificate that a TLS server shows for itself, in DER. Nothing is verified: the caller wants to look at it.
 * Throws GoError with Go's texts for a port or a connection that cannot be.
 */
export function dialLeaf(host: string, port: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const number = Number(port);
    if (!/^\d+$/.test(port)) return reject(new GoError(`dial tcp: lookup tcp/${port}: unknown port`));
    if (number > 65535) return reject(new GoError(`dial tcp: address ${port}: invalid port`));
    const socket = connect({ host, port: number, servername: servername(host), rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(raw);
    });
    socket.on("error", (cause: NodeJS.ErrnoException & { address?: string }) => reject(dialError(cause, host, number)));
  });
}

function servername(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}

function dialError(cause: NodeJS.ErrnoException & { address?: string }, host: string, port: number): GoError {
  const address = cause.address ?? host;
  const where = `dial tcp ${address.includes(":") ? `[${address}]` : address}:${port}`;
  switch (cause.code) {
    case "ECONNREFUSED":
      return new GoError(`${where}: connect: connection refused`, { cause });
    case "ENOTFOUND":
      return new GoError(`dial tcp: lookup ${host}: no such host`, { cause });
    case "ETIMEDOUT":
      return new GoError(`${where}: i/o timeout`, { cause });
    default:
      return new GoError(`${where}: ${cause.message}`, { cause });
  }
}
