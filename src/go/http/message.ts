import { encodeBase64 } from "../base64.js";
import { escapedPath, type Url } from "../url.js";
import { encodeUtf8 } from "../utf8.js";

export type Header = readonly [name: string, value: string];

/** A certificate that a client shows for itself, those that lead up to it, and its key; all in PEM. */
export interface ClientCertificate {
  readonly chain: string;
  readonly key: string;
}

/** A TLS server after the handshake. */
export interface Peer {
  /** The certificates that it sent, in DER: its own, then those that are to lead from it to a trusted CA. */
  readonly certificates: readonly Uint8Array[];
  /** PEM texts of the CAs to trust. */
  readonly trustedCas: readonly string[];
  /** The name or address that it was asked for. */
  readonly host: string;
}

/** Whom a client trusts, and as whom it comes, when the scheme is https. */
export interface TlsSettings {
  /** PEM texts of the CAs to trust; null for the system's. */
  readonly trustedCas: readonly string[] | null;
  readonly clientCertificate: ClientCertificate | null;
  /** Milliseconds that the handshake may take; null for no limit. */
  readonly handshakeTimeout: number | null;
  /** Throws GoError unless the server is the one that was asked for. Nothing is sent to it before. */
  verify(peer: Peer): Promise<void>;
}

/** One request, before any redirection. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** http or https, with a host. */
  readonly url: Url;
  /** Beside those that every request has. */
  readonly headers: readonly Header[];
  /** null for none. */
  readonly body: Uint8Array | null;
  /** Whether the server is told that no other request will follow. */
  readonly closes: boolean;
  readonly tls: TlsSettings;
  /** The proxy to go through; null for none. */
  readonly proxy: Url | null;
}

export interface HttpResponse {
  /** As in `200`. */
  readonly code: number;
  /** Code and reason, as in `200 OK`. */
  readonly status: string;
  /** A header's value, "" when there is none; the name in any case. */
  header(name: string): string;
  /** The body to its end, decompressed. Throws GoError with Go's text when it breaks off. */
  body(): Promise<Uint8Array>;
}

/**
 * Carries one request to the server and brings the response's head: the one part of HTTP that needs the outside world.
 * Throws GoError with the text of Go's http.Transport (`dial tcp 127.0.0.1:1: connect: connection refused`).
 */
export type RoundTrip = (request: HttpRequest) => Promise<HttpResponse>;

/** The target in the request line (RFC 9112 §3.2), as Go's URL.RequestURI. */
export function requestTarget(url: Url): string {
  const path = url.opaque === "" ? escapedPath(url) || "/" : url.opaque;
  return url.forceQuery || url.rawQuery !== "" ? `${path}?${url.rawQuery}` : path;
}

/** All headers of a request, in the order in which Go's http.Transport writes them. */
export function allHeaders(request: HttpRequest): readonly Header[] {
  const { url, body, closes } = request;
  const headers = [...request.headers, ...authorization(url)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ["Host", asciiHost(url.host)],
    ["User-Agent", "Go-http-client/1.1"],
    ...(closes ? [["Connection", "close"] as const] : []),
    ...(body ? [["Content-Length", String(body.length)] as const] : []),
    ...headers,
    ["Accept-Encoding", "gzip"],
  ];
}

function authorization({ user }: Url): readonly Header[] {
  return user ? [["Authorization", basicCredentials(user)]] : [];
}

/** The value of an Authorization header (RFC 7617 §2). */
export function basicCredentials({ username, password }: NonNullable<Url["user"]>): string {
  return `Basic ${encodeBase64(encodeUtf8(`${username}:${password ?? ""}`))}`;
}

/** A host, with or without port, in ASCII: names of other scripts become A-labels (RFC 5890 §2.3.2.1). */
export function asciiHost(host: string): string {
  if (/^[\x00-\x7f]*$/.test(host)) return host;
  const [, name = host, port = ""] = /^(.*?)(:\d*)?$/s.exec(host) ?? [];
  return URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname + port : host;
}
