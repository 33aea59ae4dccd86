import { type IncomingMessage, request as send } from "node:http";
import type { Socket } from "node:net";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GoError } from "../../go/errors.js";
import {
  allHeaders,
  asciiHost,
  basicCredentials,
  type Header,
  type HttpRequest,
  type HttpResponse,
  requestTarget,
} from "../../go/http/message.js";
import { quote } from "../../go/strconv.js";
import { formatUrl, hostname, port, type Url } from "../../go/url.js";
import { decodeUtf8 } from "../../go/utf8.js";
import { connectionError, hostAndPort } from "./connection-error.js";
import { dial, endsOf, secure } from "./dial.js";

/** Carries a request over a connection of its own (go/http/message: RoundTrip). */
export async function roundTrip(request: HttpRequest): Promise<HttpResponse> {
  const { url, proxy } = request;
  const socket = await open(request);
  const isForwarded = proxy !== null && url.scheme === "http";
  const target = isForwarded ? formatUrl({ ...url, user: null, fragment: "" }) : requestTarget(url);
  return exchange(request.method, target, [...allHeaders(request), ...forwarding(isForwarded ? proxy : null)], {
    socket,
    body: request.body,
  });
}

function forwarding(proxy: Url | null): readonly Header[] {
  return proxy?.user ? [["Proxy-Authorization", basicCredentials(proxy.user)]] : [];
}

async function open({ url, proxy, tls }: HttpRequest): Promise<Socket> {
  const { host, port: number } = addressOf(url);
  if (!proxy) {
    const socket = await dial(host, number);
    return url.scheme === "https" ? secure(socket, host, tls) : socket;
  }
  const socket = await reachProxy(proxy, tls);
  if (url.scheme === "http") return socket;
  await tunnel(socket, hostAndPort(host, Number(number)), proxy);
  return secure(socket, host, tls);
}

async function reachProxy(proxy: Url, tls: HttpRequest["tls"]): Promise<Socket> {
  const { host, port: number } = addressOf(proxy);
  if (proxy.scheme.startsWith("socks5")) throw new GoError("SOCKS proxies are not supported");
  try {
    const socket = await dial(host, number);
    return proxy.scheme === "https" ? await secure(socket, host, tls) : socket;
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`proxyconnect tcp: ${cause.message}`, { cause }) : cause;
  }
}

function addressOf(url: Url): { readonly host: string; readonly port: string } {
  return { host: asciiHost(hostname(url)), port: port(url) || (url.scheme === "https" ? "443" : "80") };
}

/** Has the proxy pass on what is sent from now on (RFC 9110 §9.3.6). */
function tunnel(socket: Socket, target: string, proxy: Url): Promise<void> {
  const headers = [["Host", target], ["User-Agent", "Go-http-client/1.1"], ...forwarding(proxy)];
  return new Promise((resolve, reject) => {
    const request = send({ method: "CONNECT", path: target, headers: Object.fromEntries(headers), ...over(socket) });
    request.removeHeader("Connection");
    request.on("connect", ({ statusCode, statusMessage = "" }) => {
      if (statusCode === 200) return resolve();
      socket.destroy();
      reject(new GoError(statusMessage || "unknown status code"));
    });
    request.on("error", (cause) => reject(responseError(cause, endsOf(socket))));
    request.end();
  });
}

function over(socket: Socket) {
  return { setHost: false, maxHeaderSize: 1 << 20, createConnection: () => socket } as const;
}

interface Exchange {
  readonly socket: Socket;
  readonly body: Uint8Array | null;
}

/** Sends a request and reads the whole response; what goes wrong with its body is kept until that is asked for. */
function exchange(
  method: string,
  path: string,
  headers: readonly Header[],
  { socket, body }: Exchange,
): Promise<HttpResponse> {
  const ends = endsOf(socket);
  return new Promise((resolve, reject) => {
    let head: IncomingMessage | null = null;
    const parts: Uint8Array[] = [];
    const settle = (fault: GoError | null) => {
      socket.destroy();
      if (head) resolve(responseOf(head, Buffer.concat(parts), fault));
      else reject(fault);
    };
    const request = send({ method, path, headers: Object.fromEntries(headers), ...over(socket) }, (message) => {
      head = message;
      message.on("data", (part: Uint8Array) => parts.push(part));
      message.on("end", () => settle(null));
      message.on("error", (cause) => settle(bodyError(cause)));
    });
    if (!headers.some(([name]) => name === "Connection")) request.removeHeader("Connection");
    request.on("error", (cause) => {
      if (!head) settle(responseError(cause, ends));
      // What comes after a response's end is nobody's.
      else if (!head.complete) settle(bodyError(cause));
    });
    request.end(body ?? undefined);
  });
}

function responseOf(head: IncomingMessage, body: Uint8Array, fault: GoError | null): HttpResponse {
  const { statusCode: code = 0, statusMessage = "", headers } = head;
  return {
    code,
    status: statusMessage === "" ? String(code) : `${code} ${statusMessage}`,
    header: (name) => String(headers[name.toLowerCase()] ?? ""),
    async body() {
      if (fault) throw fault;
      return headers["content-encoding"] === "gzip" ? unzip(body) : body;
    },
  };
}

async function unzip(body: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(body);
  } catch (cause) {
    const isCut = (cause as NodeJS.ErrnoException).code === "Z_BUF_ERROR";
    throw new GoError(isCut ? "unexpected EOF" : "gzip: invalid header", { cause });
  }
}

type ParseError = NodeJS.ErrnoException & { readonly rawPacket?: Uint8Array };

/** A response without a head that can be read, in the words of Go's http.Transport. */
function responseError(cause: ParseError, ends: string): GoError {
  if (!cause.code?.startsWith("HPE_")) return connectionError(cause, ends);
  const line = decodeUtf8(cause.rawPacket ?? new Uint8Array()).replace(/\r?\n.*$/s, "");
  const [, code = ""] = /^HTTP\/\d\.\d (\S*)/.exec(line) ?? [];
  const isStatus = /^\d{3}$/.test(code);
  const what =
    code === "" ? `HTTP response ${quote(line)}` : isStatus ? "MIME header" : `HTTP status code ${quote(code)}`;
  return new GoError(`net/http: HTTP/1.x transport connection broken: malformed ${what}`, { cause });
}

function bodyError(cause: NodeJS.ErrnoException): GoError {
  return new GoError(cause.code?.startsWith("HPE_") ? "invalid byte in chunk length" : "unexpected EOF", { cause });
}
