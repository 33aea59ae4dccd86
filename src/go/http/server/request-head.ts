import type { Url } from "../../url.js";
import { checkTrailers, isInChunks, parseLength, UnsupportedTransferEncoding } from "../framing.js";
import type { MimeHeader } from "../mime-header.js";
import type { Framing } from "../response-head.js";
import { EarlyReject } from "./early-reject.js";
import type { RequestLine } from "./request-line.js";
import { hasToken, hasWord } from "./tokens.js";

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly url: Url;
  readonly protocol: string;
  /** Whether the answer may use what came with HTTP/1.1. */
  readonly isModern: boolean;
  readonly host: string;
  readonly headers: MimeHeader;
  readonly framing: Framing;
  /** Whether no other request follows. */
  readonly closes: boolean;
  /** Whether an old client asks to keep the connection. */
  readonly keepsOld: boolean;
  /** Whether the client waits for `100 Continue`, or for something that nobody knows. */
  readonly expects: "nothing" | "continue" | "unknown";
}

/**
 * Makes the head of a request from its line and headers, with the checks of Go's server in their order. Throws
 * EarlyReject, or GoError for a plain 400.
 */
export function checkHead(line: RequestLine, header: Map<string, string[]>): RequestHead {
  const { method, target, url, protocol, major, minor } = line;
  const hosts = header.get("host") ?? [];
  const isModern = major > 1 || (major === 1 && minor >= 1);
  const isPreface = method === "PRI" && header.size === 0 && target === "*" && protocol === "HTTP/2.0";
  if (hosts.length > 1) throw new EarlyReject(400);
  const closes = shouldClose(line, header);
  const framing = framingOf(header, isModern, closes);
  if (major !== 1 && !(major === 2 && minor === 0 && method === "PRI" && target === "*")) {
    throw new EarlyReject(505, { detail: "unsupported protocol version" });
  }
  const [host] = hosts;
  if (host === undefined && isModern && !isPreface && method !== "CONNECT") {
    throw new EarlyReject(400, { detail: "missing required Host header" });
  }
  if (host !== undefined && !isHost(host)) throw new EarlyReject(400, { detail: "malformed Host header" });
  for (const name of header.keys()) {
    if (name.includes(" ")) throw new EarlyReject(400, { detail: "invalid header name" });
  }
  header.delete("host");
  const isOld = major === 1 && minor === 0;
  return {
    method,
    target,
    url,
    protocol,
    isModern,
    host: url.host || host || "",
    headers: header,
    framing,
    closes: closes || isPreface || hasWord(header, "connection", "close"),
    keepsOld: isOld && hasWord(header, "connection", "keep-alive"),
    expects: expectation(header),
  };
}

function shouldClose({ major, minor }: RequestLine, header: MimeHeader): boolean {
  if (major < 1) return true;
  const asksToClose = header.has("connection") && hasToken(header, "connection", "close");
  if (major === 1 && minor === 0) return asksToClose || !hasToken(header, "connection", "keep-alive");
  return asksToClose;
}

/** Decides how the body ends (RFC 9112 §6.3). An empty Content-Length counts as none at all, as in old releases of Go. */
function framingOf(header: Map<string, string[]>, isModern: boolean, closes: boolean): Framing {
  const codings = header.get("transfer-encoding");
  if (codings) header.delete("transfer-encoding");
  try {
    // HTTP/1.0 has no codings: Go ignores them.
    const isChunked = isModern && isInChunks(codings);
    const lengths = header.get("content-length");
    const length = lengths ? parseLength(lengths) : 0;
    if (isChunked) {
      header.delete("content-length");
      checkTrailers(header.get("trailer") ?? []);
      return "chunks";
    }
    return length ?? (closes ? "connection" : 0);
  } catch (cause) {
    if (!(cause instanceof UnsupportedTransferEncoding)) throw cause;
    throw new EarlyReject(501, { body: "Unsupported transfer encoding" });
  }
}

function isHost(host: string): boolean {
  return /^[\w!$%&'()*+,\-.:;=[\]~]*$/.test(host);
}

function expectation(header: MimeHeader): RequestHead["expects"] {
  if (!header.get("expect")?.[0]) return "nothing";
  return hasWord(header, "expect", "100-continue") ? "continue" : "unknown";
}
