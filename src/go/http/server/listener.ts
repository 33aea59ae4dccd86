import type { ServerSettings } from "./connection.js";

/** A server that listens. */
export interface Listener {
  /** The port that it listens on, where 0 was asked for. */
  readonly port: number;
  /** Stops listening, and closes the connections that wait for a request. Ends when all others have ended. */
  close(): Promise<void>;
}

/**
 * Listens for HTTP requests. This is the only part of a server that needs the network.
 *
 * @param address `host:port`; an empty host means all addresses of this machine
 * @throws GoError with the text of Go's net.Listen (`listen tcp 127.0.0.1:80: bind: permission denied`)
 */
export type Listen = (address: string, settings: ServerSettings) => Promise<Listener>;
