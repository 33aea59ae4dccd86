import type { Url } from "../../url.js";
import type { Header } from "../message.js";
import type { MimeHeader } from "../mime-header.js";

/** A request as a handler sees it. All texts are Go strings (see go/utf8). */
export interface ServerRequest {
  /** As sent; the case counts. */
  readonly method: string;
  /** The second word of the request line, as sent. */
  readonly target: string;
  /** The target, parsed. */
  readonly url: Url;
  /** `HTTP/1.1`, as sent. */
  readonly protocol: string;
  /** From the target, or else from the Host header. */
  readonly host: string;
  /** Without Host and Transfer-Encoding. */
  readonly headers: MimeHeader;
  /** Whether the body comes in chunks. */
  readonly isChunked: boolean;
  /** The client's address and port, as in `127.0.0.1:40000` and `[::1]:40000`. */
  readonly remoteAddress: string;
  /** The certificate that the client showed and proved, in DER; null without one. */
  readonly clientCertificate: Uint8Array | null;
  /** Reads the whole body. Throws GoError with Go's text if it is incomplete or malformed. */
  readBody(): Promise<Uint8Array>;
}

/** The answer of a handler. The connection adds what belongs to HTTP: Date, Content-Length, Connection. */
export interface ServerResponse {
  readonly status: number;
  /** In any order: Go sorts them by name. */
  readonly headers: readonly Header[];
  /** A Go string, or bytes. */
  readonly body: string | Uint8Array;
  /** The Content-Type that Go guesses from the body if a handler gives none; it then stands after Content-Length. */
  readonly guessedType?: string;
  /** Whether to send the body in chunks even if it is short. */
  readonly isInChunks?: true;
}

/**
 * Answers a request. If it throws, the connection is closed without an answer, as Go's server does when a handler
 * panics.
 */
export type Handler = (request: ServerRequest) => ServerResponse | Promise<ServerResponse>;

/** An answer in plain text with a line end, as Go's http.Error. */
export function plainTextError(status: number, text: string): ServerResponse {
  return { status, headers: plainTextHeaders, body: `${text}\n` };
}

const plainTextHeaders: readonly Header[] = [
  ["Content-Type", "text/plain; charset=utf-8"],
  ["X-Content-Type-Options", "nosniff"],
];
