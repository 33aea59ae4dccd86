import { getServers } from "node:dns";
import { connect, type TLSSocket } from "node:tls";
import { GoError } from "../go/errors.js";
import { dialTimeout, plainHandshakeLeaf } from "./tls-handshake.js";

type DialFailure = NodeJS.ErrnoException & { readonly address?: string };

/**
 * The certificate that a TLS server shows for itself, in DER. Nothing is verified: the caller wants to look at it.
 * Throws GoError with Go's texts for a port or a connection that cannot be.
 */
export async function dialLeaf(host: string, port: string): Promise<Uint8Array> {
  if (!/^\d+$/.test(port)) throw new GoError(`dial tcp: lookup tcp/${port}: unknown port`);
  if (Number(port) > 65535) throw new GoError(`dial tcp: address ${port}: invalid port`);
  try {
    return await handshakeLeaf(host, Number(port));
  } catch (cause) {
    const failure = cause as DialFailure;
    // The runtime may end a handshake over what the certificate says (its key usage, its encoding): ask without one.
    if (!isCertificateFault(failure)) throw dialError(failure, host, Number(port));
    return plainHandshakeLeaf(host, Number(port), serverName(host)).catch((error: DialFailure) => {
      throw error instanceof GoError ? error : dialError(error, host, Number(port));
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

/** The server's name in the handshake (RFC 6066 §3): never an IP address. */
function serverName(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}

function isCertificateFault({ code = "", message }: DialFailure): boolean {
  return /KEY_USAGE|CERT|ASN1|X509|DECODE|EC_LIB|RSA_LIB/i.test(`${code} ${message}`);
}

function dialError(cause: DialFailure, host: string, port: number): GoError {
  const address = cause.address ?? host;
  const where = `dial tcp ${address.includes(":") ? `[${address}]` : address}:${port}`;
  if (/wrong.version.number/i.test(cause.message)) {
    return new GoError("tls: first record does not look like a TLS handshake", { cause });
  }
  switch (cause.code) {
    case "ECONNREFUSED":
      return new GoError(`${where}: connect: connection refused`, { cause });
    case "EHOSTUNREACH":
      return new GoError(`${where}: connect: no route to host`, { cause });
    case "ENETUNREACH":
      return new GoError(`${where}: connect: network is unreachable`, { cause });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new GoError(`dial tcp: lookup ${host}${resolver(host)}: no such host`, { cause });
    case "ETIMEDOUT":
      return new GoError(`${where}: i/o timeout`, { cause });
    case "ECONNRESET":
      return new GoError("EOF", { cause });
    default:
      return new GoError(`${where}: ${cause.message.trim()}`, { cause });
  }
}

/** The name server that Go names in its text; one is asked only for what can be a domain name. */
function resolver(host: string): string {
  const [server] = /^[\w.-]+$/.test(host) ? getServers() : [];
  if (server === undefined) return "";
  return ` on ${server.includes(":") ? `[${server}]` : server}:53`;
}
