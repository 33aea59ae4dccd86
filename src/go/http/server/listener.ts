import type { ServerSettings } from "./connection.js";

/** A server that listens. */
export interface Listener {
  /** The port that it listens on, where 0 was asked for. */
  readonly port: number;
  /** Stops listening, and closes the connections that wait for a request. Ends when all others have ended. */
  close(): Promise<void>;
}

/** What onHandshakeError is told of plain HTTP. */
export const plainHttpReason = "client sent an HTTP request to an HTTPS server";

/** How a server speaks TLS. */
export interface TlsServer {
  /** The server's certificate, then those of the CAs above it, in PEM. */
  readonly chain: string;
  /** Its private key, in PEM. */
  readonly key: string;
  readonly minVersion: "TLSv1" | "TLSv1.1" | "TLSv1.2";
  /**
   * Verifies a client by the certificates that it sent, in DER, its own first; null to ask for none. Throws GoError for a
   * client that is refused.
   */
  readonly verifyClient: ((certificates: readonly Uint8Array[]) => Promise<void>) | null;
  /** Is told why a client got no connection. */
  onHandshakeError(remoteAddress: string, reason: string): void;
}

/**
 * Listens for HTTP requests. This is the only part of a server that needs the network.
 *
 * @param address `host:port`; an empty host means all addresses of this machine
 * @param loadTls reads the certificate and key of a server that speaks TLS. As in Go, it is called when the port is taken.
 * @throws GoError with the text of Go's net.Listen (`listen tcp 127.0.0.1:80: bind: permission denied`), and what
 * `loadTls` throws
 */
export type Listen = (
  address: string,
  settings: ServerSettings,
  loadTls: (() => Promise<TlsServer>) | null,
) => Promise<Listener>;
