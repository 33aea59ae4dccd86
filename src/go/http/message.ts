import { encodeBase64 } from "../base64.js";
import { escapedPath, type Url } from "../url.js";
import { encodeUtf8 } from "../utf8.js";

export type Header = readonly [name: string, value: string];

/** A client's own certificate and key, in PEM. */
export interface ClientCertificate {
  /** The client's certificate, then those of the CAs above it. */
  readonly chain: string;
  readonly key: string;
}

/** A TLS server after the handshake. */
export interface Peer {
  /** The certificates that it sent, in DER: its own, then those that should lead to a trusted CA. */
  readonly certificates: readonly Uint8Array[];
  /** PEM texts of the CAs to trust. */
  readonly trustedCas: readonly string[];
  /** The requested name or address. */
  readonly host: string;
}

/** How a client authenticates an https server and itself. */
export interface TlsSettings {
  /** PEM texts of the CAs to trust; null for the system's. */
  readonly trustedCas: readonly string[] | null;
  readonly clientCertificate: ClientCertificate | null;
  /** The limit for the handshake in milliseconds; null for none. */
  readonly handshakeTimeout: number | null;
  /** Throws GoError if the server is not the requested one. Nothing is sent to it before this check. */
  verify(peer: Peer): Promise<void>;
}

/** One request, without the redirections that may follow. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** The scheme is http or https, and there is a host. */
  readonly url: Url;
  /** The headers of this request; allHeaders adds those of every request. */
  readonly headers: readonly Header[];
  /** Null for none. */
  readonly body: Uint8Array | null;
  /** Whether to tell the server that no other request follows. */
  readonly closes: boolean;
  readonly tls: TlsSettings;
  /** The proxy to use; null for none. */
  readonly proxy: Url | null;
}

export interface HttpResponse {
  /** The status code, such as 200. */
  readonly code: number;
  /** The code and the reason, such as `200 OK`. */
  readonly status: string;
  /** The value of a header; empty if absent. The case of the name does not matter. */
  header(name: string): string;
  /** Reads the whole body, decompressed. Throws GoError with Go's text if it is incomplete or malformed. */
  body(): Promise<Uint8Array>;
}

/**
 * Sends one request and reads the head of the response. This is the only part of HTTP that needs the network. Throws
 * GoError with the text of Go's http.Transport (`dial tcp 127.0.0.1:1: connect: connection refused`).
 */
export type RoundTrip = (request: HttpRequest) => Promise<HttpResponse>;

/** Formats the target for the request line (RFC 9112 §3.2) as Go's URL.RequestURI does. */
export function requestTarget(url: Url): string {
  const path = url.opaque === "" ? escapedPath(url) || "/" : url.opaque;
  return url.forceQuery || url.rawQuery !== "" ? `${path}?${url.rawQuery}` : path;
}

/** Returns all headers of a request in the order of Go's http.Transport. */
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

/** Makes the value of an Authorization header for basic authentication (RFC 7617 §2). */
export function basicCredentials({ username, password }: NonNullable<Url["user"]>): string {
  return `Basic ${encodeBase64(encodeUtf8(`${username}:${password ?? ""}`))}`;
}

/** Writes a host, with or without port, in ASCII: other labels become A-labels (RFC 5890 §2.3.2.1). */
export function asciiHost(host: string): string {
  if (/^[\x00-\x7f]*$/.test(host)) return host;
  const [, name = host, port = ""] = /^(.*?)(:\d*)?$/s.exec(host) ?? [];
  return URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname + port : host;
}
